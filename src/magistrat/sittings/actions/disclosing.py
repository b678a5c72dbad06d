"""A sitting is made public: its agenda, how it ended with the named votes, its minutes; replaced or taken down with a reason.

KR 15.9; DR 6.27; Laws 280/97-VR, art. 59, and 2939-VI, art. 15. The law's «on the day of the vote» speaks of councillors; of a
committee's named votes no clause names another day than that of its minutes and acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from magistrat.bodies.models import Gathering
from magistrat.documents.actions import public_versions
from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.models import PublicVersion
from magistrat.documents.queries import public_versions as versions
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import act_kinds, personal_data, publicity, words
from magistrat.rules.publicity import Due
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Disclosure, Minutes, Sitting
from magistrat.sittings.queries import minutes as minutes_of
from magistrat.sittings.queries import public

State, What = Disclosure.State, Disclosure.What
NOTHING: Mapping[int, Judged] = {}


def publish_agenda(
    *, actor: Actor, at: datetime, sitting: int, judged: Mapping[int, Judged] = NOTHING, reason: str = ""
) -> Disclosure:
    """Let the public see the frozen agenda that has been agreed.

    :param judged: by question, what was said of the suspicious places of its title. :param reason: why the former is replaced.
    :raises Refusal: no right, not frozen, not agreed, a place of a title that nobody judged, or no reason to replace.
    """
    deeds.demand(actor, at, publicity.RIGHT)
    with transaction.atomic():
        found = deeds.locked(sitting)
        clause = _clause(found)
        if found.agenda_frozen_at is None or found.agreed_at is None:
            raise Refusal(clause, "Оприлюднюють порядок денний, який зафіксовано й узгоджено.")
        _title(found, judged, clause)
        return _disclose(found, What.AGENDA, public.agenda_content(found), actor, at, reason)


def publish_results(
    *, actor: Actor, at: datetime, sitting: int, judged: Mapping[int, Judged] = NOTHING, reason: str = ""
) -> Disclosure:
    """Let the public see how the sitting ended: each question's result with the votes by name.

    :raises Refusal: no right, the sitting is not closed, a place of a title that nobody judged, or no reason to replace.
    """
    deeds.demand(actor, at, publicity.RIGHT)
    with transaction.atomic():
        found = deeds.locked(sitting)
        if found.gathering.state != Gathering.State.CLOSED:
            raise Refusal(_clause(found), "Результати оприлюднюють, коли засідання закрито.")
        _title(found, judged, _clause(found))
        return _disclose(found, What.RESULTS, public.results_content(found), actor, at, reason)


def publish_minutes(*, actor: Actor, at: datetime, sitting: int, judged: Judged, reason: str = "") -> PublicVersion:
    """Let the public read the signed minutes without personal data.

    :raises Refusal: no right, not signed, a closed question was considered, a place that nobody judged, or no reason to replace.
    """
    deeds.demand(actor, at, publicity.RIGHT)
    with transaction.atomic():
        found = deeds.locked(sitting)
        clause = _clause(found)
        minutes = Minutes.objects.select_related("document").filter(sitting=found).first()
        if minutes is None or minutes.state != Minutes.State.SIGNED or minutes.document is None:
            raise Refusal(clause, "Оприлюднюють підписаний протокол.")
        hidden = Q(is_closed=True) | Q(document__is_restricted=True)
        if found.questions.filter(hidden, stage="done").exists():
            raise Refusal(
                clause, "На засіданні розглянуто питання, зміст якого не оприлюднюють: протокол надають витягами."
            )
        public_versions.prepare(
            actor=actor, at=at, document=minutes.document, what=public.MINUTES, title=minutes_title(found, minutes),
            parts=minutes_parts(minutes), judged=judged, clause=clause,
        )  # fmt: skip
        ready = versions.prepared(minutes.document.pk, public.MINUTES)
        assert ready is not None
        made = public_versions.publish(
            actor=actor, at=at, version=ready, listed_on=found.gathering.on, reason=reason, clause=clause
        )
        deeds.note(found, actor, at, "sittings.minutes_published", "Протокол засідання оприлюднено", clause)
    return made


def take_down(*, actor: Actor, at: datetime, sitting: int, what: str, reason: str) -> None:
    """Take down the agenda, the results or the minutes; the reason stands at their address.

    :param what: `agenda`, `results` or `minutes`.
    :raises Refusal: no right, nothing of it is published, or no reason.
    """
    deeds.demand(actor, at, publicity.RIGHT)
    with transaction.atomic():
        found = deeds.locked(sitting)
        clause, why = _clause(found), deeds.required(reason, "Зазначте, чому це знімають з оприлюднення.")
        if what == public.MINUTES:
            minutes = Minutes.objects.filter(sitting=found, document__isnull=False).first()
            if minutes is None or minutes.document_id is None:
                raise Refusal(clause, "Оприлюдненого, яке можна зняти, немає.")
            public_versions.take_down(
                actor=actor, at=at, document=minutes.document_id, what=public.MINUTES, reason=why, clause=clause
            )
            label = "Протокол"
        else:
            shown = Disclosure.objects.filter(sitting=found, what=what, state=State.PUBLISHED)
            if not _end(shown, State.TAKEN_DOWN, actor, at, why):
                raise Refusal(clause, "Оприлюдненого, яке можна зняти, немає.")
            label = words.sentence(What(what).label)
        deeds.note(found, actor, at, "sittings.taken_from_public", f"{label} знято з оприлюднення: {why}", clause)


def due(sitting: Sitting) -> Due | None:
    """By which day agenda, results and minutes are published after the sitting (KR 15.9; DR 6.27)."""
    return publicity.act_due(
        deeds.rules_of(sitting),
        regulation.laws(),
        regulation.work_calendar(),
        act_kinds.COMMITTEE,
        sitting.gathering.on,
    )


def minutes_title(sitting: Sitting, minutes: Minutes) -> str:
    """«Протокол № 3 засідання виконавчого комітету від 18.03.2026»."""
    index = minutes.document.index if minutes.document else ""
    return f"Протокол № {index} засідання від {sitting.gathering.on:%d.%m.%Y}: {sitting.gathering.body.title}"


def minutes_parts(minutes: Minutes) -> list[tuple[str, str]]:
    """The minutes as they were signed, part by part."""
    return [
        (one.part.title, "\n".join(one.lines)) for one in minutes_of.frozen(minutes) if any(one.lines)
    ]  # fmt: skip


def _title(found: Sitting, judged: Mapping[int, Judged], clause: str) -> None:
    """Keep each question's title as the public reads it; one told before stays while its title is the same."""
    for question, places in public.titles(found):
        if public.is_closed(question) or (not places and not question.public_title):
            continue
        said = judged.get(question.pk)
        if said is None:
            if places and not question.public_title:
                raise Refusal(clause, f"Скажіть, чи вилучити з назви питання «{places[0].words}» ({places[0].kind}).")
            continue
        parts = [("", question.title)]
        if left := personal_data.unjudged(parts, said.hidden, said.kept):
            raise Refusal(clause, f"Скажіть, чи вилучити з назви питання «{left[0].words}».")
        question.public_title = personal_data.hide(parts, said.hidden)[0][1]
        question.save(update_fields=["public_title"])


def _disclose(
    found: Sitting, what: str, content: dict[str, Any], actor: Actor, at: datetime, reason: str
) -> Disclosure:
    clause = _clause(found)
    same = Disclosure.objects.filter(sitting=found, what=what)
    if same.filter(state=State.PUBLISHED).exists():
        _end(same.filter(state=State.PUBLISHED), State.REPLACED, actor, at,
             deeds.required(reason, "Зазначте, чому оприлюднене замінюють."))  # fmt: skip
    last = due(found)
    made = Disclosure.objects.create(
        sitting=found, what=what, number=(same.aggregate(last=Max("number"))["last"] or 0) + 1, content=content,
        published_at=at, published_by=actor.printed, due_on=last.on if last else None, due_clause=last.clause if last else "",
    )  # fmt: skip
    said = f": {reason.strip()}" if reason.strip() else ""
    text = f"{words.sentence(What(what).label)} засідання оприлюднено{said}"
    deeds.note(found, actor, at, "sittings.disclosed", text, clause, what=what, number=made.number)
    return made


def _end(shown: Any, state: str, actor: Actor, at: datetime, reason: str) -> int:
    return int(shown.update(state=state, ended_at=at, ended_by=actor.printed, ended_reason=reason))


def _clause(found: Sitting) -> str:
    return publicity.clause_of(deeds.rules_of(found))
