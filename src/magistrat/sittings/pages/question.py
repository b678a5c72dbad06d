"""A question's page: where it stands on its way, what is next and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from magistrat.documents.queries import public_versions
from magistrat.journal import queries as journal
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import agenda, personal_data, publicity, sitting_late, sitting_way
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal
from magistrat.sittings.forms.preparing import FLAGS
from magistrat.sittings.pages import head, opened
from magistrat.sittings.queries import count, lists, papers, public, steps, titles, way
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

Verdict = public.Verdict
OPEN = ("proposed", "prepared", "agreed", "delivered", "reviewed")
EARLY = ("proposed", "prepared", "agreed")
# Deeds whose line in the history names somebody invited.
NAMING = frozenset(f"sittings.{deed}" for deed in ("invited", "uninvited", "told", "draft_shown", "presence_noted"))
STAGES = (
    ("proposed", "Запропоновано"), ("prepared", "Проєкт"), ("agreed", "Погоджено"), ("delivered", "Подано"),
    ("reviewed", "Розглянуто"), ("on_agenda", "Порядок денний"), ("done", "Засідання"),
)  # fmt: skip
GROUNDS = {
    "financing": "фінансування", "emergency": "аварійна (надзвичайна) ситуація", "political_event": "важлива політична подія",
    "court_decision": "виконання рішення суду", "prosecutor_act": "акт прокурорського реагування",
    "other_exceptional": "інший виключний випадок",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of a main question's package as the page shows it."""

    key: str
    label: str
    is_asked: bool
    form: Any
    enclosure: Any
    is_held: bool


@allow(any_post=True)
@require_GET
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """The question with its way."""
    return show(request, pk)


def show(request: HttpRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """The question's page, with the refusal of a deed on its top."""
    found = lists.question(pk)
    titles.must_read(request.actor, found, request.on)
    sitting, edition = found.sitting, regulation.rules_of(found.sitting.gathering.edition_id)
    counted, day = count.of(sitting), count.day_of(sitting)
    invited, receipts = papers.invited(found), papers.receipts_of(found)
    is_draft_seen = opened.is_draft_seen(request, found)
    entries = journal.of_subject(kind="sittings.question", subject=found.pk)
    lasts = sitting_way.of_question(counted, day, count.matter_of(found))
    context: dict[str, Any] = {
        **head.of(request, sitting, ""),
        "question": found,
        "is_draft_seen": is_draft_seen,
        "card": way.card_of(found, request.on),
        "stages": list(_stages(found)),
        "deeds": steps.of_question(found, lasts, entries),
        "ways": _ways(found, counted, day),
        "vote": edition.get("additional_items_vote"),
        "grounds": _grounds(edition),
        "package": list(_package(found, edition, invited)),
        "package_rule": edition.get(agenda.MAIN_PACKAGE),
        "invited": invited,
        "receipts": receipts,
        "list_rule": edition.get("main_item_invitation") if found.is_main else None,
        "shown_rule": edition.get("invited_persons_notice") if not found.is_main else None,
        "list_agreed": papers.enclosure(found, "invited_list") if found.is_main else None,
        "held": next((one for one in receipts if one.returned_at is None), None),
        "letter": edition.get("publication_letter_content"),
        "letter_fields": _letter(edition),
        "exception": edition.get("publication_term_exception"),
        "longest": edition.get(publicity.COMMENTS_LONGEST) if found.is_regulatory else None,
        "copies": edition.get("draft_copies"),
        **_publication(found),
        "consent": edition.get("draft_publication_consent"),
        "others": lists.others(sitting, request.on),
        "may": _may(request, found, edition),
        "flag_names": [FLAGS[flag] for flag in found.flags if flag in FLAGS],
        "entries": [one for one in entries[::-1] if is_draft_seen or one.code not in NAMING],
        "refusal": refusal,
    }
    return render(request, "sittings/question.html", context, status=status_of(refusal) if refusal else 200)


def sitting_of(pk: int) -> int:
    """The id of the sitting to which the question belongs.

    :raises Question.DoesNotExist: when there is no such question.
    """
    return int(lists.question(pk).sitting_id)


def _leaders(found: Any, on: Any) -> set[int | None]:
    """Who agrees the list of those invited to a main question (KR 4.30): the leader in charge of it."""
    leader = organisation.leader_of(found.department_id, on)
    return {found.in_charge_id or (leader.pk if leader else None)} - {None}


def _stages(found: Any) -> Iterator[dict[str, str]]:
    keys = [key for key, _ in STAGES]
    place = keys.index(found.stage) if found.stage in keys else -1
    for number, (key, title) in enumerate(STAGES):
        if found.is_information and key in ("prepared", "agreed"):
            continue
        yield {"title": title, "state": "done" if number < place else "now" if number == place else "waiting"}


def _ways(found: Any, counted: Any, day: Any) -> Sequence[sitting_late.Way]:
    """How a late question may still come in; nothing for one that is in time."""
    is_late = found.lateness != "none" or found.stage in EARLY
    return sitting_late.ways_in(counted, day, count.matter_of(found, count.roles_of(found))) if is_late else ()


def _grounds(edition: Edition) -> list[tuple[str, str]]:
    entry = edition.get("additional_items_vote")
    return [(key, GROUNDS.get(key, key)) for key in entry.values["grounds"]] if entry else []


def _package(found: Any, edition: Edition, invited: Sequence[Any]) -> Iterator[Part]:
    if not found.is_main:
        return
    enclosures = papers.enclosures(found)
    for key, label, is_asked in agenda.package(edition):
        enclosure = enclosures.get(key)
        is_held = enclosure is not None or (key == "invited_list" and bool(invited))
        is_held |= key == "draft_with_visas" and found.document_id is not None
        form = agenda.form(edition, key) if key != "invited_list" else None
        yield Part(key, label, is_asked, form, enclosure, is_held)


def _letter(edition: Edition) -> list[tuple[str, str]]:
    """What of the letter about publication the drafter writes himself (KR 15.7)."""
    entry = edition.get("publication_letter_content")
    if entry is None:
        return []
    pairs = zip(entry.values["required"], entry.values["labels"], strict=True)
    return [(key, label) for key, label in pairs if key not in ("full_title", "session_or_meeting")]


def _publication(found: Any) -> dict[str, Any]:
    """What the public sees of the draft, places of its text to be judged, proposals that came."""
    if found.document_id is None:
        return {"comments": []}
    whole = public.whole(found)
    return {
        "public": public_versions.all_of(found.document_id, public.DRAFT),
        "places": personal_data.shown(whole),
        "digest": personal_data.digest(whole),
        "has_text": len(whole) > 1,
        "comments": public.comments_of(found.document_id),
        "verdicts": [one for one in Verdict.choices if one[0] != Verdict.CAME],
    }


def _may(request: HttpRequest, found: Any, edition: Edition) -> dict[str, bool]:
    """Which deeds the page offers; each asks the rule itself when it is done."""
    rights = {
        name: request.may(right) is None
        for name, right in {
            "prepare": "sessions.prepare", "propose": "sessions.propose_item", "deliver": "sessions.deliver_draft",
            "review": "sessions.review_drafts", "admit": "sessions.admit_late_item",
            "publish": "publication.publish_draft", "consent": "publication.approve_draft",
        }.items()
    }  # fmt: skip
    actor = request.actor
    is_own = found.department_id in actor.departments or found.proposer_id in actor.line or rights["prepare"]
    is_ahead = found.sitting.gathering.state == "planned"
    is_open = is_ahead and found.sitting.agenda_frozen_at is None
    writes = is_own and (rights["prepare"] or rights["propose"] or rights["deliver"])
    stage, document = found.stage, found.document
    is_published = found.published_at is not None
    publishable = is_ahead and document is not None and not is_published and stage not in ("out", "done")
    return {
        **rights,
        "change": is_open and writes and stage in (*OPEN, "on_agenda"),
        "write": is_ahead and writes and stage in (*OPEN, "on_agenda"),
        "deliver_now": is_ahead and writes and (stage == "agreed" or (found.is_information and stage == "proposed")),
        "review_now": is_ahead and rights["review"] and stage == "delivered",
        "send_back": is_open and rights["review"] and stage in ("delivered", "reviewed", "on_agenda"),
        "exclude": is_open and is_own and (rights["prepare"] or rights["propose"]) and stage in (*OPEN, "on_agenda"),
        "transfer": is_own and (rights["prepare"] or rights["propose"])
        and ((is_open and stage in (*OPEN, "on_agenda")) or stage == "done"),
        "ask_leave": is_ahead and (writes or rights["review"]) and found.lateness in ("none", "refused", "by_vote")
        and stage in (*OPEN, "on_agenda") and edition.get("late_items_permission") is not None,
        "decide": is_ahead and rights["admit"] and found.lateness in ("asked", "refused") and stage in (*OPEN, "on_agenda"),
        "vote": is_ahead and writes and found.lateness != "by_vote" and stage in (*OPEN, "on_agenda")
        and edition.get("additional_items_vote") is not None,
        "ask_publication": publishable and writes and not found.is_closed,
        "answer": writes,
        "close_content": writes and not is_published and stage != "out",
        "replace_published": is_published and rights["publish"] and document is not None,
        "agree_publication": publishable and rights["consent"] and found.publication_agreed_at is None
        and edition.get("draft_publication_consent") is not None,
        "publish_now": publishable and rights["publish"] and not found.is_closed,
        "take_off": is_open and rights["prepare"] and stage == "on_agenda",
        "originals": rights["prepare"],
        "invite": is_own and is_ahead,
        "agree_list": is_ahead and found.is_main and actor.post_id in _leaders(found, request.on),
    }  # fmt: skip
