"""Writing a draft act: its beginning, its text saved while it is written, its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from magistrat.acts.actions import deeds, draft_cards, draft_contents
from magistrat.acts.draft import Beginning, Content
from magistrat.acts.models import Act, Aside
from magistrat.acts.queries import drafts
from magistrat.documents.actions import drafts as cards
from magistrat.documents.models import Direction
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import act_text
from magistrat.rules.act_text import ActText
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

RIGHT = "act.draft"
State, Why = Act.State, Aside.Why
OPEN = (State.DRAFT, State.APPROVAL, State.AGREED, State.REWORK)
# Savings of one person within this time are one entry of the journal.
ONE_SITTING = timedelta(minutes=15)


class Outdated(Refusal):
    """Somebody else has saved the draft since the person opened it: both texts are there to choose from.

    `theirs` is the text that stands now, with its `now` revision; `by` and `since` who saved it and when.
    """

    def __init__(self, act: Act) -> None:
        said = f"Поки Ви працювали, проєкт змінив інший користувач: {act.changed_by}. Виберіть, чий текст зберегти."
        super().__init__("", said)
        self.theirs: ActText = act_text.read(act.text)
        self.now, self.by, self.since = act.revision, act.changed_by, act.changed_at


def begin(*, actor: Actor, at: datetime, start: Beginning) -> Act:
    """Begin a draft: its card, its drafter; he and his head see it, a personnel order he and the personnel office.

    :raises Refusal: no right, the city has no such kind or series, no title, or the task or the paper is not the actor's.
    """
    with transaction.atomic():
        deeds.demand(actor, RIGHT, at)
        own = _post(actor)
        edition = regulation.rules_on(local_date(at))
        kind, series = draft_cards.kind_of(edition, start)
        executes = draft_cards.executed_by(actor, start)
        title = draft_cards.heading(start.title)
        signatory = draft_cards.signatory_of(edition, kind, at)
        document = cards.begin(
            actor=actor, at=at, card=draft_cards.new_card(kind, series, title, own, signatory), direction=Direction.ACT
        )
        act = Act(
            document=document, kind=kind.key, series=series.key, title=title, drafter=own, signatory=signatory,
            in_charge_id=start.in_charge, task_id=start.task, executes_id=executes, is_main_planned=start.is_main_planned,
            text=act_text.write(ActText(title=title)), changed_at=at, changed_by=actor.printed,
        )  # fmt: skip
        act.save()
        draft_cards.open_to_own(act, own, at)
        # A kind of one series bears its name.
        text = f"Розпочато проєкт: {', '.join(dict.fromkeys([kind.label, series.label]))}"
        deeds.note(act, actor, at, "acts.drafted", text, series.clause, kind=kind.key, series=series.key)
    return act


def write(*, actor: Actor, at: datetime, act: int, content: Content, revision: int, over: bool = False) -> Act:
    """Save what the drafter has written; the revision grows, and the same text saved again changes nothing.

    :param revision: the one that he opened. :param over: he has seen the other's text and chooses his own: the other's
        is set aside.
    :raises Outdated: somebody else has saved it since. :raises Refusal: no right, not his draft, or it is signed already.
    """
    with transaction.atomic():
        found = _open(actor, at, act)
        draft_contents.check(found, content)
        # The editor saves by itself: the same text saved again on the way is nobody's conflict.
        if drafts.content_of(found) == content:
            return found
        if found.revision != revision:
            if not over:
                raise Outdated(found)
            _set_aside(found, Why.OVERWRITTEN, found.changed_by, at)
        draft_contents.put(found, content)
        _stamp(found, actor, at, "Змінено текст проєкту")
    return found


def give_way(*, actor: Actor, at: datetime, act: int, content: Content) -> Act:
    """Leave the other's text as it stands; what the person wrote is set aside for him.

    :raises Refusal: no right, not his draft, or it is signed already.
    """
    with transaction.atomic():
        found = _open(actor, at, act)
        draft_contents.check(found, content)
        Aside.objects.create(act=found, why=Why.YIELDED, text=act_text.write(content.text), at=at, by=actor.printed)
        deeds.note(found, actor, at, "acts.set_aside", "Редакцію відкладено: залишено текст іншого користувача")
    return found


def take_back(*, actor: Actor, at: datetime, act: int, aside: int) -> Act:
    """Put a text that was set aside in the place of the present one, which is set aside in its turn.

    :raises Refusal: no right, not his draft, or there is no such text.
    """
    with transaction.atomic():
        found = _open(actor, at, act)
        kept = found.asides.filter(pk=aside, text__isnull=False).first()
        if kept is None or kept.text is None:
            raise Refusal("", "Цієї редакції вже немає.")
        _set_aside(found, Why.OVERWRITTEN, found.changed_by, at)
        draft_contents.write_text(found, act_text.read(kept.text))
        kept.delete()
        _stamp(found, actor, at, "Повернуто відкладену редакцію", is_told=True)
    return found


def drop(*, actor: Actor, at: datetime, act: int, aside: int) -> Act:
    """Throw away what was set aside or not recognised: the person has seen to it.

    :raises Refusal: no right, or not his draft.
    """
    with transaction.atomic():
        found = _open(actor, at, act)
        if found.asides.filter(pk=aside).delete()[0]:
            deeds.note(found, actor, at, "acts.aside_dropped", "Відкладене прибрано")
    return found


def cancel(*, actor: Actor, at: datetime, act: int, reason: str) -> Act:
    """End the work on an act that is not signed yet; the card stays without a number.

    :raises Refusal: no right, not his draft, no reason, on its way through visas (recall it first), or signed already.
    """
    with transaction.atomic():
        found = _open(actor, at, act, State.DRAFT)
        if found.outcome_id is not None:
            raise Refusal("", "Рішення вже ухвалено: скасувати його проєкт не можна.")
        if not reason.strip():
            raise Refusal("", "Зазначте, чому проєкт скасовують.")
        cards.give_up(at=at, document_id=found.document_id, reason=reason.strip()[:600])
        found.state, found.force = State.CANCELLED, Act.Force.NONE
        found.save(update_fields=["state", "force"])
        deeds.note(found, actor, at, "acts.draft_cancelled", f"Проєкт скасовано. Причина: {reason.strip()}")
    return found


def replace_text(*, act: Act, text: ActText, actor: Actor, at: datetime, said: str) -> None:
    """Put another text in the place of the present one, which is set aside when it says anything; part of a deed."""
    if act_text.read(act.text) != ActText(title=act.title):
        _set_aside(act, Why.REPLACED, act.changed_by, at)
    draft_contents.write_text(act, text)
    _stamp(act, actor, at, said, is_told=True)


def opened(*, actor: Actor, at: datetime, act: int) -> Act:
    """The act, locked, when the actor may write in it.

    :raises Refusal: no right, not his draft, or it is signed already.
    """
    return _open(actor, at, act)


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _open(actor: Actor, at: datetime, act: int, *states: str) -> Act:
    deeds.demand(actor, RIGHT, at)
    found = deeds.locked(act, actor)
    deeds.must_be_drafters(found, actor)
    deeds.must_be(found, *(states or OPEN))
    return found


def _post(actor: Actor) -> Post:
    post = drafts.drafter_post(actor)
    if post is None:
        raise Refusal("", "Проєкт акта готує лише той, хто обіймає посаду.")
    return post


def _stamp(act: Act, actor: Actor, at: datetime, said: str, *, is_told: bool = False) -> None:
    """The revision grows; one sitting of a person is told in the journal once."""
    is_new_sitting = act.changed_by != actor.printed or at - act.changed_at > ONE_SITTING or act.revision == 0
    act.revision += 1
    act.changed_at, act.changed_by = at, actor.printed
    act.save()
    if is_told or is_new_sitting:
        deeds.note(act, actor, at, "acts.edited", said)


def _set_aside(act: Act, why: str, by: str, at: datetime) -> None:
    Aside.objects.create(act=act, why=why, text=act.text, at=at, by=by)
