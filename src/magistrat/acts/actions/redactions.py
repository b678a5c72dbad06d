"""The text of a changed act: awaited with the change, proposed by the editor, confirmed by a person (KR 15.13; DR 4.11, 4.12)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.acts.actions import deeds
from magistrat.acts.models import Act, Redaction, Relation
from magistrat.acts.queries import naming
from magistrat.documents.actions import files
from magistrat.documents.models import Grant
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import act_history, act_text
from magistrat.rules.act_text import ActText
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


def await_one(
    *, relation: Relation, target: Act, since: date, at: datetime, actor: Actor, is_told: bool = True
) -> Redaction:
    """Keep in mind that the changed act wants a redaction from the day, and tell both drafters by when (KR 15.13).

    Part of the deed by which the change comes into force; several points of one act that changes make one redaction.

    :param is_told: a change of long ago is not due any more.
    """
    source = relation.source
    edition, adopted_on = deeds.rules_of(source), source.adopted_on or local_date(at)
    due = act_history.redaction_due(edition, adopted_on, regulation.work_calendar()) if is_told else None
    made, is_new = Redaction.objects.get_or_create(
        act=target, since=since, by_act=source,
        defaults={"made_at": at, "made_by": actor.printed, "due_on": due[0] if due else None},
    )  # fmt: skip
    if is_new and is_told:
        day = f" до {made.due_on:%d.%m.%Y}" if made.due_on else ""
        body = f"Акт змінено: {naming.short(source)}. Створіть редакцію, чинну з {since:%d.%m.%Y}{day}."
        makers = [source.drafter_id, target.drafter_id]
        deeds.open_to(target, at, Grant.Reason.INFORMED, posts=makers)
        deeds.tell(target, at, f"acts.redaction_awaited:{made.pk}", makers, "Потрібна редакція", body)
    return made


def confirm(
    *, actor: Actor, at: datetime, redaction: int, text: ActText | None = None, upload: files.Upload | None = None
) -> Redaction:
    """Say that this is the act's text from the day of the change: the words, or a file where they cannot be written out.

    A confirmed one may be corrected the same way; the journal keeps what stood there before.

    :raises Refusal: neither a drafter (of the act or its change) nor who keeps the register, or neither words nor a file.
    """
    with transaction.atomic():
        found = Redaction.objects.select_related("by_act__drafter").filter(pk=redaction).first()
        if found is None:
            raise Refusal("", "Такої редакції немає.")
        act = deeds.locked(found.act_id, actor)
        _demand(act, found, actor)
        if upload is None and (text is None or not act_text.parts(text)):
            raise Refusal("", "Внесіть текст редакції або долучіть її файл.")
        before = found.text
        found.text = act_text.write(text) if text is not None and act_text.parts(text) else None
        if upload is not None:
            [found.file] = files.put(document=act.document, uploads=[upload], actor=actor, at=at)
        found.confirmed_at, found.confirmed_by = at, actor.printed
        found.save()
        said = f"Редакцію, чинну з {found.since:%d.%m.%Y}, підтверджено"
        late = found.due_on is not None and local_date(at) > found.due_on
        deeds.note(
            act, actor, at, "acts.redaction_confirmed", said, _clause(act), since=found.since, after=found.text, before=before,
            is_late=late,
        )  # fmt: skip
    return found


def _demand(act: Act, redaction: Redaction, actor: Actor) -> None:
    """The drafter makes the redaction (KR 15.13), the unit that keeps the acts marks the original (DR 4.12)."""
    registry = act.document.registry
    keeps = registry is not None and actor.department_id == registry.department_id
    drafts = [one for one in (act, redaction.by_act) if one is not None]
    if not keeps and not any(deeds.is_drafters(one, actor) for one in drafts):
        raise Refusal(_clause(act), "Редакцію створює розробник акта або підрозділ, що веде його реєстр.")


def _clause(act: Act) -> str:
    edition = deeds.rules_of(act)
    entry = edition.get("consolidated_text") or edition.get("amendment_marks")
    return entry.clause if entry else ""
