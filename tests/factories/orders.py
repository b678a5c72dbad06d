"""Acts on their way after approval: agreed by all of their route, before the signatory, signed, with keys of a test authority."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from magistrat.acts.actions import electronic, registering, signing
from magistrat.acts.models import Act, Recipient
from magistrat.approvals.actions import answering, sending
from magistrat.approvals.models import Step, Version
from magistrat.documents.actions import files, grants
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import Correspondent, Registry
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Person, Post
from magistrat.rules import act_text
from magistrat.rules.act_text import ActText, Annex, Point
from magistrat.rules.moments import moment
from magistrat.signatures.actions import keys
from magistrat.signatures.authority import Holder
from tests.factories import acts, snapshots
from tests.factories.acts import Hall
from tests.factories.papers import scan

DAY = date(2026, 3, 10)  # a working Tuesday
DRAFTERS = {"kryvyi-rih": "infrastructure_exec", "druzhkivka": "housing_exec"}
CLERKS = {"kryvyi-rih": "sittings_exec", "druzhkivka": "clerk"}
PIN = "123456"


def kyiv(text: str) -> datetime:
    """A moment of 2026 in Kyiv: «03-10 11:30»."""
    return moment(datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}:00"))


AT = kyiv("03-10 10:00")


def text(found: Hall, *, annexes: tuple[Annex, ...] = ()) -> ActText:
    """An order with two dated points for a department's head, one of them repeating, and a deputy who controls."""
    head, deputy = found.post(_head(found)), found.post("deputy_1")
    return ActText(
        title="Про підготовку до опалювального сезону",
        stating="З метою підготовки господарства міста; відповідно до ст. 42 Закону України «Про місцеве самоврядування в Україні»",
        ordering="зобов'язую:",
        points=(
            Point("1", "Провести інвентаризацію теплових мереж", executors=(head.pk,), due_on=date(2026, 5, 29)),
            Point(
                "2",
                "Подавати звіт",
                executors=(head.pk,),
                repeats="month",
                repeat_day=5,
                due_words="щомісяця до 5 числа",
            ),
            Point("3", "Контроль за виконанням покласти", executors=(deputy.pk,), is_control=True),
        ),
        annexes=annexes,
    )


def hall(slug: str) -> Hall:
    """The city with an order that has been agreed already: `agreed` takes it first."""
    return snapshots.once(("orders", slug), lambda: _hall(slug))


def _hall(slug: str) -> Hall:
    found = acts.hall(slug)
    agreed(found)
    return found


def agreed(
    found: Hall, *, at: datetime = AT, said: ActText | None = None, flags: Sequence[str] = (), **other: Any
) -> Act:
    """A draft that has all visas of its newest version."""
    if at == AT and said is None and not flags and not other:
        ready = Act.objects.filter(state=Act.State.AGREED, kind="order", drafter__key=DRAFTERS[found.slug])
        if (act := ready.order_by("id").first()) is not None:
            return act
    by = other.pop("by", DRAFTERS[found.slug])
    act = acts.draft(found, by=by, at=at, text=said or text(found), **other)
    sent(found, act, by=by, at=at, flags=flags)
    agree(act, at)
    act.refresh_from_db()
    if act.state != Act.State.AGREED:
        act.state = Act.State.AGREED
        act.save(update_fields=["state"])
    return act


def sent(found: Hall, act: Act, *, by: str, at: datetime = AT, flags: Sequence[str] = ()) -> None:
    """Send the working text as a version."""
    sending.send(
        actor=found.actor(by), at=at, document=act.document_id, kind=act.kind, flags=list(flags), drafter=found.post(by).pk,
        in_charge=None, concerned=[], content=act.text, parts=act_text.parts(act_text.read(act.text)),
    )  # fmt: skip


def agree(act: Act, at: datetime = AT) -> None:
    """Every open step is agreed by the holder of its post, in turn."""
    while True:
        steps = Step.objects.filter(approval__document=act.document_id, state="open", post__isnull=False)
        step = steps.order_by("position").first()
        if step is None or step.post_id is None:
            return
        actor = organisation.actor_of_post(step.post_id, DAY)
        assert actor is not None
        answering.answer(actor=actor, at=at, step=step.pk, outcome="agreed")


def handed_in(found: Hall, *, at: datetime = AT, adopted_on: date | None = None, **other: Any) -> Act:
    """An agreed draft before its signatory."""
    act = agreed(found, at=at, **other)
    return signing.hand_in(actor=drafter(found), at=at, act=act.pk, adopted_on=adopted_on)


def signed(found: Hall, *, at: datetime = AT, **other: Any) -> Act:
    """Signed on paper on the day."""
    act = handed_in(found, at=at, **other)
    return signing.mark_paper(
        actor=clerk(found), at=at, act=act.pk, signed_on=DAY, scan=[paper()], are_annexes_signed=True
    )


def signed_by_hand(found: Hall, *, at: datetime = AT, said: ActText | None = None, **other: Any) -> Act:
    """Before the number, without walking the way to it: what registration needs is written at once."""
    wanted = said or text(found)
    act = acts.draft(found, by=DRAFTERS[found.slug], at=at, text=wanted, kind=other.pop("kind", "order"))
    sent(found, act, by=DRAFTERS[found.slug], at=at)
    act.series = other.pop("series", act.series)
    for name, value in other.items():
        setattr(act, name, value)
    act.state, act.signed_on, act.signed_at = Act.State.SIGNED, DAY, at
    act.signed_title, act.signed_name = "Міський голова", "Іван КОВАЛЬ"
    act.signed_version = Version.objects.get(approval__document=act.document_id)
    act.signed_file = files.put(document=act.document, uploads=[replace(paper(), role="signed")], actor=SYSTEM, at=at)[
        0
    ]
    act.save()
    for unit in {one.department_id for one in Registry.objects.filter(direction="act")}:
        grants.give(document=act.document, at=at, reason="registrar", source="tests", department=unit)
    return act


def registered(found: Hall, *, at: datetime = AT, **other: Any) -> Act:
    """Signed and registered on the day."""
    return registering.register(actor=clerk(found), at=at, act=signed(found, at=at, **other).pk)


def paper() -> Upload:
    """A scan of a signed sheet."""
    return Upload("скан.pdf", scan())


def recipient(act: Act, **whom: Any) -> Recipient:
    """A line more of the mailing list."""
    return Recipient.objects.create(act=act, position=act.recipients.count() + 1, **whom)


def outsider(email: str = "kp@example.org") -> Correspondent:
    """A correspondent with an address for e-mail."""
    return Correspondent.objects.create(
        name="КП «Водоканал»", kind="municipal", email=email, search_name="кп водоканал"
    )


def drafter(found: Hall) -> Actor:
    """Who drafts orders in the city."""
    return found.actor(DRAFTERS[found.slug])


def clerk(found: Hall) -> Actor:
    """Who registers orders of main activity."""
    return found.actor(CLERKS[found.slug])


def key(actor: Actor, at: datetime = AT, pin: str = PIN) -> None:
    """A key of the test authority for the person."""
    person = Person.objects.get(pk=actor.person_id)
    keys.make_authority(actor=SYSTEM, at=at, organisation="Вигадана міська рада")
    holder = Holder(person.surname, person.given, actor.post_title)
    keys.issue(actor=SYSTEM, at=at, person=person.pk, holder=holder, pin=pin)


def version(act: Act) -> int:
    """The number of its newest version."""
    return Version.objects.filter(approval__document=act.document_id).latest("number").number


def sign(act: Act, actor: Actor, *, at: datetime = AT, part: str = "act", pin: str = PIN) -> Any:
    """An attempt with the key that the city keeps."""
    return electronic.sign(
        actor=actor, at=at, act=act.pk, provider="own_keys", version=version(act), part=part, secret=pin
    )


def folders(settings: Any, tmp_path: Path) -> None:
    """The city's own folders, those of its test authority among them."""
    settings.STORAGE_DIR, settings.CITY_DIR = tmp_path / "files", tmp_path
    settings.SIGNATURE_ROOTS, settings.SIGNATURE_AUTHORITY = tmp_path / "roots", tmp_path / "authority"
    settings.STORAGE_DIR.mkdir()


def _head(found: Hall) -> str:
    heads = {"kryvyi-rih": "infrastructure_head", "druzhkivka": "housing_head"}
    return heads[found.slug]


def post(found: Hall, key_: str) -> Post:
    """A post by its key."""
    return found.post(key_)
