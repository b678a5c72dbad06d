"""Of which questions of a sitting a post reads no words: those whose draft is for official use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from magistrat.bodies.queries import composition
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.sittings.models import Question, Sitting

OFFICIAL_USE = "Питання з проєктом для службового користування"
# Whose office the sitting is: who forms, reviews, agrees, conducts and discloses it cannot do so without its questions.
OFFICE = (
    "sessions.prepare", "sessions.review_drafts", "sessions.agree_agenda", "sessions.admit_late_item",
    "sittings.keep_minutes", "publication.publish_draft", "publication.approve_draft", "publication.publish_results",
)  # fmt: skip


def unread(actor: Actor, sitting: Sitting, on: date) -> frozenset[int]:
    """Ids of the questions whose words the actor does not read; one statement, two more where a draft is closed to him.

    A title tells what such a draft decides. It is read by those who sit (the agenda is given to members, KR 4.24; DR 6.3),
    by the office of the sitting, by the unit that brings the question in, and by whom the draft was given to by name. What
    of the draft itself is shown is the same for them all: only whoever was given it sees that.
    """
    closed = sitting.questions.filter(document__is_restricted=True)
    rows = closed.values_list("pk", "document", "department", "proposer")
    return _closed_to(
        actor, list(rows), on, lambda: composition.members_on(sitting.gathering.body, sitting.gathering.on)
    )


def unread_among(actor: Actor, rows: Collection[Question], on: date) -> frozenset[int]:
    """The same of questions of several gatherings, with their documents, to who sits today; at most three statements."""
    closed = [
        (row.pk, row.document.pk, row.department_id, row.proposer_id)
        for row in rows
        if row.document is not None and row.document.is_restricted
    ]
    body = composition.committee() if closed else None
    return _closed_to(actor, closed, on, lambda: composition.members_on(body, on) if body else [])


def _closed_to(
    actor: Actor, closed: Sequence[tuple[int, int, int, int | None]], on: date, members: Callable[[], Iterable[Any]]
) -> frozenset[int]:
    """Of these questions (id, draft, unit, who brings it in) those of which the actor reads no words."""
    if not closed or _is_of_office(actor, on) or any(one.person_id == actor.person_id for one in members()):
        return frozenset()
    seen = access.seen_of(actor, [document for _, document, _, _ in closed])
    return frozenset(
        pk
        for pk, document, department, proposer in closed
        if document not in seen and department not in actor.departments and proposer not in actor.line
    )


def closed(sitting: Sitting) -> frozenset[int]:
    """Ids of the questions of which those outside the sitting read no words; one statement."""
    return frozenset(sitting.questions.filter(document__is_restricted=True).values_list("pk", flat=True))


def must_read(actor: Actor, question: Question, on: date) -> None:
    """Go on only when the question's words are for the actor.

    :raises Refusal: they are not.
    """
    if question.pk in unread(actor, question.sitting, on):
        refusal = Refusal(
            "", f"{OFFICIAL_USE}: його читають члени виконавчого комітету, ті, хто готує засідання, орган, який вносить"
            " питання, і ті, кому надано проєкт.",
        )  # fmt: skip
        refusal.is_right = True
        raise refusal


def veil(rows: Iterable[Question], unread: Collection[int]) -> None:
    """Put the common words where titles and speakers stand of those that are not read; such rows are shown, never saved."""
    for row in rows:
        if row.pk in unread:
            row.title, row.speaker, row.co_speakers, row.returned_reason = OFFICIAL_USE, "", "", ""


def _is_of_office(actor: Actor, on: date) -> bool:
    return any(regulation.refusal(actor=actor, right=right, on=on) is None for right in OFFICE)
