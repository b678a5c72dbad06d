"""Putting made-up people on the posts, opening their accounts, filling the directories: deeds of the first days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from stdnum.ua import edrpou

from magistrat.demo import names, words
from magistrat.demo.logins import Login
from magistrat.demo.stage import Stage
from magistrat.documents.actions import correspondents, nomenclature
from magistrat.documents.models import Correspondent
from magistrat.journal.actor import SYSTEM
from magistrat.organisation.actions import people
from magistrat.organisation.actions.accounts import open_account
from magistrat.organisation.models import Post
from magistrat.tasks.actions import typical
from magistrat.tasks.models import TypicalText

# Logins that the README names: the first of these posts that the city has.
LOGINS = {
    "dilovod": ("clerk",),
    "pomichnyk": ("assistant_mayor",),
    "mer": ("mayor",),
    "zastupnyk": ("first_deputy", "deputy_1"),
    "keruiuchyi": ("affairs_manager",),
    "kerivnyk": ("infrastructure_head", "housing_head"),
    "vykonavets": ("infrastructure_exec", "housing_exec"),
    "kontrol": ("control",),
    "yuryst": ("legal_head",),
    "protokol": ("sittings_exec", "control_head"),
    "kadry": ("personnel_officer",),
    "administrator": ("administrator",),
}
GENDERS = (("Керуюча", "f"), ("Керуючий", "m"), ("Секретар керівника", "f"))
MAIL = {"kryvyi-rih": "kr-vykonkom.example", "druzhkivka": "dr-vykonkom.example"}
# Those who write papers with an index of their own are bodies; of the rest the mark is made up.
CITIZENS, COUNCILLORS, DEPUTIES = 30, 8, 3


def put_people_on_posts(stage: Stage, rng: Random, at: datetime) -> list[Login]:
    """Everyone on his post; the administrator first, then by his hand all others."""
    surnames = names.people(rng)
    order = sorted(stage.posts.values(), key=lambda post: ("administrator" not in post.roles, post.rank, post.pk))
    logins = []
    for number, post in enumerate(order):
        person = names.named(next(surnames), rng, _gender(post))
        actor = stage.who("administrator", at) if number else SYSTEM
        kept = stage.deeds.do(
            people.add_person, actor=actor, at=at, surname=person.surname, given=person.given, patronymic=person.patronymic,
            gender=person.gender, email=f"p{number + 1:03}@{MAIL[stage.city]}", phone=f"90-{rng.randint(10, 99)}-{rng.randint(10, 99)}",
        )  # fmt: skip
        since = max(_day(rng), post.since)
        ground = f"розпорядження від {since:%d.%m.%Y} № {rng.randint(10, 400)}-к"
        stage.deeds.do(people.appoint, actor=actor, at=at, person=kept.pk, post=post.pk, since=since, ground=ground)
        if login := next((login for login, keys in LOGINS.items() if post.key == _first(stage, keys)), ""):
            logins.append(Login(login, f"{post.title}, {kept.signature_name}", kept.pk))
    return sorted(logins, key=lambda one: list(LOGINS).index(one.login))


def open_accounts(stage: Stage, logins: list[Login], password: str, at: datetime) -> None:
    """Accounts for those whom the README names."""
    for one in logins:
        stage.deeds.do(
            open_account, actor=stage.who("administrator", at), at=at, person=one.person, login=one.login, password=password,
            must_change_password=False,
        )  # fmt: skip


def fill_directory(stage: Stage, rng: Random, at: datetime) -> None:
    """State bodies, enterprises, councillors, citizens: who writes to the city."""
    known = words.read("correspondents")
    bodies = [body for body in known["body"] if body.get("city", stage.city) == stage.city]
    for body in bodies:
        _add(stage, rng, at, body["kind"], body["name"], body["mark"])
    for kind, pool in (("enterprise", "enterprises"), ("municipal", "municipal")):
        for number, name in enumerate(known["words"][pool], 1):
            mark = f"{rng.randint(1, 9):02}-{number:02}"
            _add(stage, rng, at, kind, name, mark, code=_code(number + (100 if kind == "municipal" else 0)))
    surnames = names.people(rng)
    for kind, count, title in (
        ("peoples_deputy", DEPUTIES, "Народний депутат України "),
        ("councillor", COUNCILLORS, "Депутат міської ради "),
        ("citizen", CITIZENS, ""),
    ):
        for number in range(1, count + 1):
            person = names.named(next(surnames), rng)
            name = f"{title}{person.surname} {person.given} {person.patronymic}"
            _add(stage, rng, at, kind, name, "" if kind == "citizen" else f"Д-{number:02}")


def _add(stage: Stage, rng: Random, at: datetime, kind: str, name: str, mark: str, code: str = "") -> None:
    street = rng.choice(words.read("fillings")["streets"]).split(" ", 1)
    address = (
        f"{'вул.' if street[0] == 'вулиці' else street[0][:4] + '.'} {rng.choice(ADDRESSES)}, {rng.randint(1, 120)}"
    )
    number = len(stage.marks) + 1
    email = f"k{number:03}@poshta.example" if kind not in {"citizen", "court"} or number % 3 == 0 else ""
    clerk = stage.with_role("records_clerk")[0]
    kept: Correspondent = stage.deeds.do(
        correspondents.add,
        actor=stage.who(clerk, at),
        at=at,
        name=name,
        kind=kind,
        code=code,
        address=address,
        email=email,
    )
    stage.correspondents.setdefault(kind, []).append(kept)
    stage.marks[kept.pk] = mark


ADDRESSES = (
    "Степова",
    "Вишнева",
    "Садова",
    "Шкільна",
    "Калинова",
    "Озерна",
    "Гончарна",
    "Тополина",
    "Зоряна",
    "Каштанова",
)


def write_nomenclature(stage: Stage, at: datetime, year: int) -> None:
    """The year's files of every department."""
    clerk = stage.with_role("records_clerk")[0]
    for department in sorted(stage.departments.values(), key=lambda one: one.pk):
        for file in words.read("nomenclature")["file"]:
            stage.deeds.do(
                nomenclature.add, actor=stage.who(clerk, at), at=at, year=year, department=department.pk,
                index=f"{department.index}-{file['number']}", title=file["title"], keep_term=file["keep_term"], article=file["article"],
            )  # fmt: skip


def put_typical_texts(stage: Stage, at: datetime) -> None:
    """Common typical resolutions and two of the mayor's own."""
    # Set-up may have put the common ones: they take no moment among the story's, which must be the same after a break.
    if not TypicalText.objects.filter(post=None).exists():
        typical.put_common(actor=SYSTEM, at=at - timedelta(hours=1))
    mayor = stage.post("mayor")
    for number, text in ((21, "Прошу розглянути та доповісти мені особисто"), (22, "Винести на апаратну нараду")):
        stage.deeds.do(typical.put, actor=stage.who(mayor, at), at=at, number=number, text=text, post=mayor.pk)


def _first(stage: Stage, keys: Sequence[str]) -> str:
    return next((key for key in keys if key in stage.posts), "")


def _gender(post: Post) -> str:
    return next((gender for start, gender in GENDERS if post.title.startswith(start)), "")


def _day(rng: Random) -> date:
    return date(2018, 1, 9) + timedelta(days=rng.randint(0, 2400))


def _code(number: int) -> str:
    """A code with a right check digit, from numbers that nobody has been given."""
    stem = f"{9900000 + number}"
    return next(stem + str(digit) for digit in range(10) if edrpou.is_valid(stem + str(digit)))
