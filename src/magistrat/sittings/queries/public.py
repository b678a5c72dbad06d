"""What is made public of sittings: drafts, agendas, results with named votes; what the public sees of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from magistrat.approvals import hooks
from magistrat.approvals.models import Approval, Version
from magistrat.bodies.models import Body, Gathering, Membership, Outcome
from magistrat.bodies.queries import halls
from magistrat.bodies.queries import outcomes as ended
from magistrat.documents.models import PublicVersion
from magistrat.rules import personal_data, publicity
from magistrat.sittings.models import Comment, Disclosure, Question, Sitting
from magistrat.sittings.queries import hall
from magistrat.ui import prepared

DRAFT, MINUTES = PublicVersion.What.DRAFT, PublicVersion.What.MINUTES
AGENDA, RESULTS = Disclosure.What.AGENDA, Disclosure.What.RESULTS
SHOWN = Disclosure.State.PUBLISHED
NEWEST = ("-gathering__on", "-id")
Verdict = Comment.State
CLOSED_TITLE = "Питання, зміст якого не оприлюднюють"
VOTES = {
    "for": "за",
    "against": "проти",
    "abstained": "утримався (утрималася)",
    "silent": "не голосував (не голосувала)",
}
RECUSED = "не брав (не брала) участі: конфлікт інтересів"


def version_of(question: Question) -> Version | None:
    """The newest version of the draft that was sent for visas; one statement."""
    found = Version.objects.filter(approval__document=question.document_id).select_related("approval")
    return found.order_by("-number").first()


def drafter_of(document: int) -> int | None:
    """The post that prepares the draft; one statement."""
    return Approval.objects.filter(document=document).values_list("drafter", flat=True).first()


def draft_parts(question: Question) -> list[tuple[str, str]]:
    """The draft's text as the public reads it, without its title; empty while none was sent for visas."""
    version = version_of(question)
    if version is None:
        return []
    read = hooks.public_parts(version.approval.kind, [version])
    return list(read[0]) if read is not None else publicity.of_version(version.parts)


def title_of(question: Question) -> str:
    """The draft's title: that of its card, else of the question."""
    return (question.document.summary if question.document else "") or question.title


def whole(question: Question) -> list[tuple[str, str]]:
    """What is looked through before the draft is published."""
    return publicity.whole(title_of(question), draft_parts(question))


def digest(question: Question) -> str:
    """By which one sees that the draft is the one that was looked at."""
    return personal_data.digest(whole(question))


def titles(sitting: Sitting) -> list[tuple[Question, list[personal_data.Shown]]]:
    """Questions of the agenda in its order, each with the suspicious places of its title; one statement."""
    return [(one, personal_data.shown([("", one.title)])) for one in hall.questions(sitting.pk)]


def is_closed(question: Question) -> bool:
    """Whether the public reads its number and result alone: the office closed it, or its draft is for official use."""
    return question.is_closed or (question.document is not None and question.document.is_restricted)


def public_title(question: Question) -> str:
    """The question as the public reads it."""
    return CLOSED_TITLE if is_closed(question) else question.public_title or question.title


def agenda_content(sitting: Sitting) -> dict[str, Any]:
    """The frozen agenda as it is published; one statement."""
    rows = [one for one in hall.questions(sitting.pk) if one.stage in ("on_agenda", "done") and one.number]
    return {
        "questions": [
            {"number": one.number, "title": public_title(one), "block": one.block.title if one.block else "",
             "speaker": "" if is_closed(one) else one.speaker, "question": one.pk,
             "document": None if is_closed(one) else one.document_id, "is_regulatory": one.is_regulatory}
            for one in rows
        ]
    }  # fmt: skip


def results_content(sitting: Sitting) -> dict[str, Any]:
    """How the sitting ended as it is published: who was there, each question's result with the named votes.

    Of a closed question its number and the result alone. A fixed number of statements.
    """
    state = halls.state_of(sitting.gathering)
    rows = {one.pk: one for one in Question.objects.filter(sitting=sitting).select_related("document")}
    names = _names({*state.members})
    questions = [_result(one, rows.get(one.item), state, names) for one in ended.in_order(sitting.gathering_id)]
    came = sorted({names[member] for member in _came(state) if member in names})
    return {"members": state.seats, "present": came, "questions": questions}


def _result(outcome: Outcome, question: Question | None, state: Any, names: Mapping[int, str]) -> dict[str, Any]:
    is_hidden = question is None or is_closed(question)
    item = state.item(outcome.item)
    said: dict[str, Any] = {
        "number": outcome.number, "title": public_title(question) if question else CLOSED_TITLE,
        "result": outcome.get_result_display(), "code": outcome.result,
        "document": None if is_hidden else outcome.document_id,
    }  # fmt: skip
    if is_hidden:
        return said
    if outcome.in_favour is not None:
        said["counts"] = {
            "for": outcome.in_favour, "against": outcome.against, "abstained": outcome.abstained,
            "silent": outcome.silent, "recused": outcome.recused,
        }  # fmt: skip
        cast = [(names.get(member, ""), VOTES.get(vote, vote)) for member, vote in item.votes.items()]
        cast += [(names.get(member, ""), RECUSED) for member in item.barred if member not in item.votes]
        said["votes"] = sorted([name, vote] for name, vote in cast if name)
    said["explanation"], said["clause"] = outcome.explanation, outcome.clause
    # What was written down in the hall nobody has judged: where it may name a person the text of the act says it.
    said["changes"] = "" if personal_data.find([("", outcome.changes)]) else outcome.changes
    return said


def _came(state: Any) -> Iterable[int]:
    """Everybody who was there at any time."""
    return set(state.present) | {member for item in state.items.values() for member in item.votes}


def _names(members: Iterable[int]) -> dict[int, str]:
    found = Membership.objects.filter(pk__in=list(members)).select_related("person")
    return {one.pk: f"{one.person.surname} {one.person.given} {one.person.patronymic}".strip() for one in found}


# ── what the public sees ────────────────────────────────────────────────────────────────────────────────────────────


def listed(*, year: int | None = None, body: int | None = None) -> QuerySet[Sitting]:
    """Sittings of which the public is told: those with anything disclosed and those that are ahead, for a page by `NEWEST`."""
    found = Sitting.objects.exclude(gathering__kind=Gathering.Kind.POLL)
    if year:
        found = found.filter(gathering__on__gte=date(year, 1, 1), gathering__on__lt=date(year + 1, 1, 1))
    if body:
        found = found.filter(gathering__body=body)
    disclosed = Disclosure.objects.filter(state=SHOWN).defer("content")
    return found.select_related("gathering__body").prefetch_related(Prefetch("disclosures", disclosed, to_attr="shown"))


def ahead(on: date, limit: int = 4) -> Sequence[Sitting]:
    """The nearest sittings to come; two statements."""
    found = listed().filter(gathering__on__gte=on, gathering__state__in=["planned", "open"])
    return list(found.order_by("gathering__on", "id")[:limit])


def bodies() -> list[tuple[int, str]]:
    """Bodies that sit; one statement."""
    return list(
        Body.objects.filter(gatherings__sitting__isnull=False).distinct().order_by("id").values_list("pk", "title")
    )


def first_year(on: date) -> int:
    """The year of the earliest sitting; one statement."""
    found = Gathering.objects.filter(sitting__isnull=False).order_by("on").values_list("on", flat=True)
    return next((day.year for day in found[:1]), on.year)


def one(pk: int) -> Sitting | None:
    """A sitting as the public asks for it; two statements."""
    return (
        Sitting.objects.select_related("gathering__body", "minutes__document")
        .exclude(gathering__kind=Gathering.Kind.POLL)
        .filter(pk=pk)
        .first()
    )


def disclosed(sitting: int) -> dict[str, Disclosure]:
    """What is disclosed of the sitting now, by what it is; one statement."""
    return {one.what: one for one in Disclosure.objects.filter(sitting=sitting, state=SHOWN)}


def disclosures(sitting: int) -> Sequence[Disclosure]:
    """All that was disclosed of it, the latest first; one statement."""
    return list(Disclosure.objects.filter(sitting=sitting).defer("content").order_by("-published_at", "-id"))


def questions_of(documents: Iterable[int]) -> dict[int, Question]:
    """The newest question by which each draft stands at a sitting; one statement."""
    found = Question.objects.filter(document__in=list(documents), published_at__isnull=False)
    found = found.select_related("sitting__gathering", "department").order_by("sitting__gathering__on", "pk")
    return {one.document_id: one for one in found if one.document_id}


def open_documents(documents: Iterable[int]) -> tuple[set[int], set[int]]:
    """Of which of the documents the public sees the draft, and of which the act; one statement."""
    found = PublicVersion.objects.filter(
        document__in=list(documents), state=PublicVersion.State.PUBLISHED, since__isnull=True
    )
    rows = list(found.values_list("what", "document"))
    return {pk for what, pk in rows if what == DRAFT}, {pk for what, pk in rows if what == PublicVersion.What.ACT}


def disclosed_of(gathering: int) -> Disclosure | None:
    """The published results of a gathering; one statement."""
    found = Disclosure.objects.filter(sitting__gathering=gathering, what=RESULTS, state=SHOWN)
    return found.select_related("sitting__gathering").first()


def vote_of(results: Disclosure, document: int) -> Mapping[str, Any] | None:
    """How the published results tell of the vote on a document."""
    found: Mapping[str, Any] | None = next(
        (one for one in results.content["questions"] if one.get("document") == document), None
    )
    return found


def answered(document: int) -> Sequence[Comment]:
    """Proposals to a draft that were answered openly, in their order: neither name nor address; one statement."""
    found = (
        Comment.objects.filter(question__document=document).exclude(public_text="").exclude(state=Comment.State.HIDDEN)
    )
    return list(found.defer("name", "email", "text").order_by("year", "number"))


def comments_of(document: int) -> Sequence[Comment]:
    """All proposals to the draft, for those who prepare it, at whatever sitting it stood; one statement."""
    return list(
        Comment.objects.filter(question__document=document).select_related("question").order_by("year", "number")
    )


@prepared.prepared
def waiting_comments(departments: Sequence[int], posts: Sequence[int], *, limit: int = 50) -> QuerySet[Comment]:
    """Proposals to drafts of these units that nobody has answered, the oldest first; one statement."""
    found = Comment.objects.filter(state=Comment.State.CAME, question__department__in=departments)
    found |= Comment.objects.filter(state=Comment.State.CAME, question__proposer__in=posts)
    return found.select_related("question").order_by("at", "id")[:limit]
