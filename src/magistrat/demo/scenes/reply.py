"""A letter of the house: draft, visas, signature, number, dispatch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from magistrat.correspondence.actions import dispatching, drafting, registering, signing, visas
from magistrat.correspondence.draft import Draft
from magistrat.correspondence.models import Letter, Visa
from magistrat.correspondence.queries import facts
from magistrat.demo import words
from magistrat.demo.papers import Page
from magistrat.demo.scenes.case import Step
from magistrat.demo.stage import Stage
from magistrat.documents.actions import files
from magistrat.documents.models import Correspondent
from magistrat.organisation.models import Post
from magistrat.rules import letters
from magistrat.rules.moments import local_date

STATE_WAYS = ("courier", "email", "post")


@dataclass
class Outgoing:
    """What is written, by whom and to whom; `answers` is the paper's id, `task` the task that it fulfils."""

    stage: Stage
    rng: Random
    drafter: Post
    addressee: Correspondent
    summary: str
    text: str
    case_number: str
    task: int | None = None
    answers: int | None = None
    stop: str = ""
    is_recent: bool = False
    kind: str = "reply_letter"
    is_returned: bool = False
    is_settled: bool = False


def send(letter: Outgoing, at: datetime) -> Step:
    """The whole way of the letter; returns the id of its registered card and the moment, nothing when it stops before."""
    stage, rng = letter.stage, letter.rng
    made = _draft(letter, at)
    if letter.stop == "draft":
        return None
    version = 1
    at = yield stage.days.after(at, rng, (10, 90))
    stage.deeds.do(visas.ask, actor=stage.who(letter.drafter, at), at=at, letter=made.pk)
    if letter.is_settled:
        made, at = yield from _settled(letter, made, at)
    if letter.is_returned:
        at, version = yield from _again(letter, made, at)
    at, done = yield from _visas(letter, made, version, at)
    if not done or letter.stop == "signing":
        return None
    return (yield from _out(letter, made, at))


def _draft(letter: Outgoing, at: datetime) -> Letter:
    stage = letter.stage
    drafter = stage.who(letter.drafter, at)
    content = Draft(
        kind=stage.kinds[letter.kind],
        addressees=(letter.addressee.pk,),
        summary=letter.summary,
        text=letter.text,
        signatory=_signatory(letter, at),
        phone="90-12-34",
    )
    of = {"task": letter.task} if letter.task else {"reply_to": letter.answers}
    made: Letter = stage.deeds.do(drafting.draft, actor=drafter, at=at, content=content, **of)
    return made


def _settled(letter: Outgoing, made: Letter, at: datetime) -> Step:
    """Settled by telephone before anybody has visaed it: the draft is dropped, a short letter says what was agreed."""
    stage, rng, said = letter.stage, letter.rng, words.read("fillings")
    at = yield stage.days.after(at, rng, (40, 90))
    reason = rng.choice(said["settled"])
    stage.deeds.do(drafting.cancel, actor=stage.who(letter.drafter, at), at=at, letter=made.pk, reason=reason)
    letter.text = f"{letter.text.splitlines()[0]}\n{said['agreed']}"
    at = yield stage.days.after(at, rng, (20, 60))
    made = _draft(letter, at)
    at = yield stage.days.after(at, rng, (10, 40))
    stage.deeds.do(visas.ask, actor=stage.who(letter.drafter, at), at=at, letter=made.pk)
    return made, at


def _signatory(letter: Outgoing, at: datetime) -> int:
    """The one whom the regulation proposes."""
    about = facts.matter(
        addressees=[letter.addressee.pk], reply_to=letter.answers, department=letter.drafter.department_id
    )
    found = facts.candidates(
        edition=letter.stage.rules(at), about=about, drafter=letter.drafter, reply_to=letter.answers, on=local_date(at)
    )
    return next((one.post.pk for one in found if one.is_proposed), found[0].post.pk)


def _again(letter: Outgoing, made: Letter, at: datetime) -> Step:
    """The head returns it once; it is written anew and sent for visas again."""
    stage, rng = letter.stage, letter.rng
    first = _waiting(letter, made, 1)
    if not first:
        return at, 1
    at = yield stage.days.after(at, rng, (30, 200))
    remark = "Уточнити строки та додати посилання на рішення виконавчого комітету."
    stage.deeds.do(visas.send_back, actor=stage.who(first[0], at), at=at, letter=made.pk, remark=remark)
    at = yield stage.days.after(at, rng, (60, 300))
    kept = Letter.objects.get(pk=made.pk)
    content = Draft(
        kind=stage.kinds[letter.kind], addressees=(letter.addressee.pk,), summary=letter.summary,
        text=f"{letter.text}\nРоботи виконуються відповідно до рішення виконавчого комітету міської ради.",
        signatory=kept.signatory_id, phone="90-12-34",
    )  # fmt: skip
    stage.deeds.do(
        drafting.change, actor=stage.who(letter.drafter, at), at=at, letter=made.pk, content=replace(content)
    )
    at = yield stage.days.after(at, rng, (5, 40))
    stage.deeds.do(visas.ask, actor=stage.who(letter.drafter, at), at=at, letter=made.pk)
    return at, 2


def _waiting(letter: Outgoing, made: Letter, version: int) -> list[Post]:
    found = Visa.objects.filter(letter=made.pk, version=version).exclude(post=letter.drafter.pk).order_by("position")
    return [letter.stage.by_id[post] for post in found.values_list("post", flat=True)]


def _visas(letter: Outgoing, made: Letter, version: int, at: datetime) -> Step:
    stage, rng = letter.stage, letter.rng
    asked = _waiting(letter, made, version)
    if letter.stop == "visas":
        asked = asked[:-1]
    for post in asked:
        at = yield stage.days.after(at, rng, (20, 260))
        stage.deeds.do(visas.give, actor=stage.who(post, at), at=at, letter=made.pk)
    return at, letter.stop != "visas"


def _out(letter: Outgoing, made: Letter, at: datetime) -> Step:
    """Signed, registered the same day, sent."""
    stage, rng = letter.stage, letter.rng
    at = yield stage.days.some(stage.days.calendar.next_working(local_date(at)), rng, 0.05, 0.6)
    kept = Letter.objects.select_related("signatory").get(pk=made.pk)
    signatory = stage.by_id[kept.signatory_id]
    clerk = _clerk(letter, signatory)
    scan = [files.Upload("Підписаний примірник.pdf", stage.papers.pdf(_page(letter, signatory, at)))]
    if rng.random() < 0.5:
        stage.deeds.do(signing.sign, actor=stage.who(signatory, at), at=at, letter=made.pk)
    else:
        how = {"signed_on": local_date(at), "scan": scan}
        stage.deeds.do(signing.mark_paper, actor=stage.who(clerk, at), at=at, letter=made.pk, **how)
        scan = []
    if letter.stop == "signed":
        return None
    at = yield stage.days.some(local_date(at), rng, 0.65, 0.9)
    actor = stage.who(clerk, at)
    registered: Letter = stage.deeds.do(
        registering.register, actor=actor, at=at, letter=made.pk, registry=stage.registry(actor, "outgoing", at),
        case_file=stage.case(letter.drafter.department, letter.case_number, at), pages=1,
        checked=[key for key, _ in letters.checks(stage.rules(at))], scan=scan, confirm=True,
    )  # fmt: skip
    if letter.stop == "registered":
        return None
    at = yield stage.days.after(at, rng, (15, 120))
    _dispatch(letter, made, clerk, at)
    return registered.document_id, at


def _clerk(letter: Outgoing, signatory: Post) -> Post:
    """Who registers: the central clerk, or the department's own for what its head signs (KR 7.13)."""
    if signatory.is_department_head:
        own = [post for post in letter.stage.posts.values() if post.department_id == letter.drafter.department_id]
        found = [post for post in own if "department_clerk" in post.roles]
        if found:
            return found[0]
    return letter.stage.with_role("records_clerk")[0]


def _dispatch(letter: Outgoing, made: Letter, clerk: Post, at: datetime) -> None:
    stage, rng = letter.stage, letter.rng
    ways = [
        way for way in ("email", "email", "post", "registered_post", "hand") if way != "email" or letter.addressee.email
    ]
    by = rng.choice(ways)
    how = {
        "registered_post": {"tracking": f"500{rng.randint(1000000000, 9999999999)}"},
        "hand": {"receiver": "представник за довіреністю"},
    }.get(by, {})
    stage.deeds.do(
        dispatching.send,
        actor=stage.who(clerk, at),
        at=at,
        letter=made.pk,
        addressees=[letter.addressee.pk],
        by=by,
        **how,
    )


def _page(letter: Outgoing, signatory: Post, at: datetime) -> Page:
    sender = "Виконавчий комітет міської ради"
    if not letter.is_recent:
        return Page(sender, "", "", "", "Підписаний примірник листа зберігається у справі.", signatory.title)
    mark = f"{local_date(at):%d.%m.%Y}"
    name = letter.stage.who(signatory, at).person_name
    return Page(sender, mark, letter.addressee.name, letter.summary, letter.text, f"{signatory.title}          {name}")
