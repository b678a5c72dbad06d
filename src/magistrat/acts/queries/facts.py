"""A draft act as the rules see it, gathered from the register, the organisation and the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from magistrat.acts.models import OPEN_STATES, Act
from magistrat.acts.queries import drafts, history, naming, on_paper
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import (
    act_checks,
    act_commissions,
    act_enclosures,
    act_kinds,
    act_length,
    act_references,
    act_text,
    terms,
)
from magistrat.rules.act_draft import Amended, Draft, Executed, Finding
from magistrat.rules.act_enclosures import Asked
from magistrat.rules.act_references import Reference
from magistrat.rules.act_text import ActText
from magistrat.rules.called import MAYOR
from magistrat.rules.moments import local

# Correspondents whose papers are those of executive authorities (KR 6.3.6; DR 4.6, 5.6).
AUTHORITIES = frozenset({
    Correspondent.Kind.CABINET, Correspondent.Kind.PRESIDENT, Correspondent.Kind.CENTRAL_BODY, Correspondent.Kind.LOCAL_STATE_BODY,
})  # fmt: skip
WITHOUT_FORCE = (Act.Force.LOST, Act.Force.CANCELLED, Act.Force.EXPIRED, Act.Force.SUSPENDED)
MOST_NAMED = 5


@dataclass(frozen=True)
class AdoptBy:
    """The last day of adoption and its clause."""

    due: date
    clause: str


def findings(act: Act, on: date, *, is_set: bool = False) -> list[Finding]:
    """What the draft lacks on the day; a fixed number of statements, and two for each act that it changes.

    :param is_set: the pages are those of the act set in type, not an estimate.
    """
    edition = drafts.rules_of(act)
    return act_checks.findings(edition, draft(act, on, is_set=is_set), regulation.work_calendar())


def asked(act: Act, on: date) -> Sequence[Asked]:
    """What must accompany the draft beside its text."""
    return act_enclosures.asked(drafts.rules_of(act), draft(act, on))


def draft(act: Act, on: date, *, is_set: bool = False) -> Draft:
    """The facts of the act that is being written."""
    text = drafts.text_of(act)
    named = references(text)
    return Draft(
        kind=act.kind,
        series=act.series,
        text=text,
        on=on,
        pages=on_paper.pages(act.pk) if is_set else act_length.estimated_pages(text),
        is_estimated=not is_set,
        is_main_planned=act.is_main_planned,
        has_recipients=act.recipients.exists(),
        phone=act.phone,
        enclosed=frozenset(act.enclosures.values_list("key", flat=True)),
        consents=_consents(act),
        departments=_departments(text),
        mayor=_mayor(text),
        executes=_executed(act),
        amended=tuple(_amended(act, named)),
        lost=tuple(
            naming.full(one)
            for reference, one in named
            if one is not None and one.force in WITHOUT_FORCE and not reference.repeals
        ),
        twins=_twins(act),
        rivals=_rivals(act, [one for reference, one in named if one is not None and reference.changes]),
    )


def references(text: ActText) -> list[tuple[Reference, Act | None]]:
    """Acts that the text names, with the one of the register where it is there; at most one statement."""
    named = act_references.find(text)
    if not named:
        return []
    wanted = Q(pk__in=[])
    for one in named:
        wanted |= Q(document__index=one.number, adopted_on=one.on)
    found = Act.objects.filter(wanted, state=Act.State.REGISTERED).select_related("document__kind").order_by("id")
    rows = list(found.defer("text", "document__lemmas", "document__search_text"))
    return [(one, next((row for row in rows if _is_meant(one, row)), None)) for one in named]


def flags(act: Act) -> list[str]:
    """All by which the act's route is asked."""
    return act_kinds.flags_of(drafts.rules_of(act), act.kind, act.series, act.flags, drafts.text_of(act))


def adopt_by(act: Act) -> AdoptBy | None:
    """By which day an act of our own is adopted on a higher body's paper (DR 8.7); at most one statement."""
    entry = drafts.rules_of(act).get("own_act_adoption")
    paper = act.executes
    if entry is None or paper is None or paper.arrived_at is None or _executed(act) is None:
        return None
    due = terms.by_entry(entry, local(paper.arrived_at), regulation.work_calendar(), regulation.laws()).due
    return AdoptBy(due.date() if isinstance(due, datetime) else due, entry.clause)


def members_by_consent(act: Act) -> list[str]:
    """Members of commissions of the text who are in them «за згодою», where the city's edition asks for their consent."""
    edition = drafts.rules_of(act)
    if not act_commissions.asks_consent(edition, act.kind):
        return []
    return act_commissions.by_consent(drafts.text_of(act).annexes)


def _is_meant(reference: Reference, act: Act) -> bool:
    is_kind = not reference.kind or reference.kind == act.document.kind.key
    return is_kind and act.document.index == reference.number and act.adopted_on == reference.on


def _consents(act: Act) -> frozenset[str]:
    given = act.consents.filter(Q(given_on__isnull=False) | Q(file__isnull=False))
    return frozenset(given.values_list("name", flat=True))


def _departments(text: ActText) -> dict[int, int]:
    wanted = {post for point in act_text.walk(text.points) for post in point.executors}
    return dict(Post.objects.filter(pk__in=wanted).values_list("pk", "department")) if wanted else {}


def _mayor(text: ActText) -> str:
    """How the city calls the post that may be in the chair of a commission; one statement where the text has one."""
    return regulation.called().mayor if any(one.is_commission for one in text.annexes) else MAYOR


def _executed(act: Act) -> Executed | None:
    """The executed paper, when an executive authority wrote it; at most two statements."""
    if act.executes_id is None:
        return None
    paper = Document.objects.select_related("kind", "correspondent").get(pk=act.executes_id)
    if paper.correspondent is None or paper.correspondent.kind not in AUTHORITIES:
        return None
    party = DocumentCorrespondent.objects.filter(document=paper).order_by("position").first()
    return Executed(
        kind=paper.kind.title,
        author=paper.correspondent.name,
        on=party.their_date if party else None,
        number=party.their_index if party else "",
        title=paper.summary,
    )


def _amended(act: Act, named: Sequence[tuple[Reference, Act | None]]) -> list[Amended]:
    """Earlier acts that the draft changes or repeals, by its own words and by its kept relations."""
    found: dict[object, Amended] = {}
    for reference, one in named:
        if reference.changes or reference.repeals:
            is_anew = reference.repeals or _is_new_wording(act)
            key, printed = (one.pk, naming.short(one)) if one else (reference.printed, reference.printed)
            found.setdefault(key, Amended(printed, history.changes_of(one.pk) if one else 0, is_anew))
    for relation in act.relations.filter(kind__in=["changes", "repeals", "cancels"]).select_related("target__document"):
        key = relation.target_id or relation.named
        times = history.changes_of(relation.target_id) if relation.target_id else 0
        found.setdefault(key, Amended(naming.target(relation), times, not relation.target_points))
    return list(found.values())


def _is_new_wording(act: Act) -> bool:
    return "нов" in act.title.lower() and "редакці" in act.title.lower()


def _twins(act: Act) -> tuple[str, ...]:
    """Who prepares another draft of the kind with the same title; one statement."""
    if not act.title.strip():
        return ()
    found = Act.objects.filter(kind=act.kind, title__iexact=act.title.strip(), state__in=OPEN_STATES).exclude(pk=act.pk)
    return _printed(found)


def _rivals(act: Act, targets: Sequence[Act]) -> tuple[str, ...]:
    """Who else changes one of these acts now; at most one statement."""
    if not targets:
        return ()
    own = Act.objects.filter(kind=act.kind, state__in=OPEN_STATES).exclude(pk=act.pk)
    return _printed(own.filter(relations__target__in=targets, relations__kind="changes").distinct())


def _printed(found: QuerySet[Act]) -> tuple[str, ...]:
    """The drafters only: a title may not be the reader's to know."""
    rows = found.select_related("drafter__department").order_by("id")[:MOST_NAMED]
    return tuple(f"розробник — {one.drafter.title}, {one.drafter.department.short_name}" for one in rows)
