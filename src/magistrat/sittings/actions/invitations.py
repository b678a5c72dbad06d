"""Who is invited, who was told, the telephone message with the mayor's signature, the press (KR 4.27-4.33; DR 6.14, 6.15)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Enclosure, Invited, Question, Sitting

MOST = 500
SIGNATORY, MAIN_LIST, LIST = "meeting_invitation_signatory", "main_item_invitation", "invited_list"
SHOWN, ATTENDANCE = "invited_persons_notice", "meeting_attendance"


def invite(
    *, actor: Actor, at: datetime, sitting: int, name: str, post: str = "", note: str = "", question: int | None = None,
    is_press: bool = False,
) -> Invited:  # fmt: skip
    """Put somebody on the list: of the sitting, or of a question by the unit that brings it in (KR 4.30, 4.31).

    :param is_press: an accredited journalist, invited by the press office (KR 4.32).
    :raises Refusal: no right, another unit's question, a draft that is not his to see, no name, too many, or he is on that
        list already.
    """
    with transaction.atomic():
        found, about = _place(actor, at, sitting, question, is_press=is_press)
        named = deeds.required(name, "Зазначте, кого запрошують.", 400)
        held = Invited.objects.filter(sitting=found, question=about)
        if held.filter(name__iexact=named, is_press=is_press).exists():
            raise Refusal("", f"{named} уже є в цьому списку.")
        if held.count() >= MOST:
            raise Refusal("", f"До одного списку вносять не більше {MOST} осіб.")
        made = Invited.objects.create(
            sitting=found, question=about, name=named, post=post.strip()[:400], note=note.strip()[:300],
            is_press=is_press,
        )  # fmt: skip
        _void_agreement(about)
        deeds.touch(found, at)
        deeds.note(about or found, actor, at, "sittings.invited", f"До списку запрошених внесено: {named}")
    return made


def strike_out(*, actor: Actor, at: datetime, invited: int) -> None:
    """Take somebody off the list.

    :raises Refusal: no right, another unit's question, a draft that is not his to see, or he is not there.
    """
    with transaction.atomic():
        one, found, about = _locked(actor, at, invited)
        name = one.name
        one.delete()
        _void_agreement(about)
        deeds.touch(found, at)
        deeds.note(about or found, actor, at, "sittings.uninvited", f"Зі списку запрошених вилучено: {name}")


def tell(*, actor: Actor, at: datetime, invited: int) -> Invited:
    """Note that the invited person was told of day, hour and place (KR 4.30, 4.31; DR 6.15).

    :raises Refusal: no right, another unit's question, a draft that is not his to see, or told already.
    """
    with transaction.atomic():
        one, found, about = _locked(actor, at, invited)
        if one.told_at is not None:
            raise Refusal("", f"{one.name}: запрошення вже передано.")
        one.told_at = at
        one.save(update_fields=["told_at"])
        deeds.note(about or found, actor, at, "sittings.told", f"Запрошення передано: {one.name}")
    return one


def show_draft(*, actor: Actor, at: datetime, invited: int) -> Invited:
    """Note that the invited person was shown the draft decision before the sitting (KR 4.31).

    :raises Refusal: no right, another unit's question, no draft there or one that is not his to see, the sitting is not ahead
        any more, or noted already.
    """
    with transaction.atomic():
        one, found, about = _locked(actor, at, invited)
        deeds.must_be_ahead(found)
        if about is None or about.document_id is None:
            raise Refusal("", "З проєктом ознайомлюють запрошених на питання, до якого долучено проєкт рішення.")
        if one.shown_at is not None:
            raise Refusal("", f"{one.name}: ознайомлення вже відмічено.")
        one.shown_at = at
        one.save(update_fields=["shown_at"])
        entry = deeds.rules_of(found).get(SHOWN)
        text = f"Із проєктом рішення ознайомлено: {one.name}"
        deeds.note(about, actor, at, "sittings.draft_shown", text, entry.clause if entry else "")
    return one


def agree_list(*, actor: Actor, at: datetime, question: int) -> Enclosure:
    """The deputy who coordinates the unit agrees the list of those invited to a main question (KR 4.30).

    A later change of the list voids it.

    :raises Refusal: no such clause, no main question, an empty list, agreed already, a draft that is not his to see, or not
        the leader in charge.
    """
    with transaction.atomic():
        about = deeds.locked_question(question)
        deeds.must_see_papers(about, actor)
        deeds.must_be_ahead(about.sitting)
        entry = deeds.rules_of(about.sitting).get(MAIN_LIST)
        if entry is None or not about.is_main:
            raise Refusal("", "Погодження списку запрошених на це питання Регламент не вимагає.")
        in_charge = organisation.leader_of(about.department_id, local_date(at))
        wanted = about.in_charge_id or (in_charge.pk if in_charge else None)
        if actor.post_id != wanted or not actor.roles & set(entry.values["agreed_by_roles"]):
            raise entry.refusal("Список запрошених погоджує заступник міського голови, який координує розробника.")
        if not about.invited.exists():
            raise entry.refusal("До списку ще нікого не внесено.")
        kept, is_new = Enclosure.objects.get_or_create(
            question=about, key=LIST, defaults={"data": {"agreed_by": actor.printed}, "at": at, "by": actor.printed}
        )
        if not is_new:
            raise Refusal("", f"Список уже погоджено: {kept.by}.")
        deeds.note(about, actor, at, "sittings.list_agreed", "Список запрошених погоджено", entry.clause)
    return kept


def write_message(*, actor: Actor, at: datetime, sitting: int, text: str) -> Sitting:
    """Write the telephone message of invitation (KR 4.29; DR 6.15); a signature on an earlier one loses force.

    :raises Refusal: no right, no text, or the sitting is not ahead any more.
    """
    deeds.demand(actor, at, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked(sitting)
        deeds.must_be_ahead(found)
        found.invitation = deeds.required(text, "Напишіть текст телефонограми.", 4000)
        found.invitation_signed_at, found.invitation_signed_by = None, ""
        found.save(update_fields=["invitation", "invitation_signed_at", "invitation_signed_by"])
        deeds.note(found, actor, at, "sittings.invitation_written", "Підготовлено телефонограму із запрошенням")
    return found


def sign_message(*, actor: Actor, at: datetime, sitting: int) -> Sitting:
    """The mayor signs the telephone message (KR 4.28).

    :raises Refusal: no right, no message, signed already, or the city's regulation asks for no signature.
    """
    deeds.demand(actor, at, deeds.INVITE)
    with transaction.atomic():
        found = deeds.locked(sitting)
        deeds.must_be_ahead(found)
        entry = deeds.rules_of(found).get(SIGNATORY)
        if entry is None:
            raise Refusal("", "Підпису телефонограми Регламент не вимагає.")
        if not found.invitation:
            raise Refusal("", "Телефонограму ще не підготовлено.")
        if found.invitation_signed_at is not None:
            raise Refusal("", f"Телефонограму вже підписано: {found.invitation_signed_by}.")
        found.invitation_signed_at, found.invitation_signed_by = at, actor.printed
        found.save(update_fields=["invitation_signed_at", "invitation_signed_by"])
        text = "Телефонограму із запрошенням підписано"
        deeds.note(found, actor, at, "sittings.invitation_signed", text, entry.clause)
    return found


def note_came(*, actor: Actor, at: datetime, invited: int, came: bool) -> Invited:
    """Note whether an invited person was there (KR 4.27; KR 4.32: of journalists a list within a day).

    :raises Refusal: no right, a draft that is not his to see, or he is not on the list.
    """
    with transaction.atomic():
        one, found, about = _locked(actor, at, invited)
        one.came = came
        one.save(update_fields=["came"])
        said = "присутність на засіданні" if came else "відсутність на засіданні"
        entry = deeds.rules_of(found).get(ATTENDANCE)
        clause = entry.clause if entry else ""
        deeds.note(about or found, actor, at, "sittings.presence_noted", f"{one.name}: {said}", clause)
    return one


def _void_agreement(about: Question | None) -> None:
    if about is not None:
        about.enclosures.filter(key=LIST).delete()


def _place(
    actor: Actor, at: datetime, sitting: int, question: int | None, *, is_press: bool
) -> tuple[Sitting, Question | None]:
    if question is None:
        deeds.demand(actor, at, *((deeds.PREPARE, deeds.PRESS) if is_press else (deeds.PREPARE,)))
        return deeds.locked(sitting), None
    deeds.demand(actor, at, deeds.PREPARE, deeds.DELIVER, deeds.PROPOSE)
    about = deeds.locked_question(question)
    deeds.must_be_own(about, actor, at)
    deeds.must_see_papers(about, actor)
    if about.sitting_id != sitting:
        raise Refusal("", "Це питання іншого засідання.")
    return about.sitting, about


def _locked(actor: Actor, at: datetime, invited: int) -> tuple[Invited, Sitting, Question | None]:
    one = Invited.objects.filter(pk=invited).first()
    if one is None:
        raise Refusal("", "Цієї особи вже немає у списку.")
    found, about = _place(actor, at, one.sitting_id, one.question_id, is_press=one.is_press)
    return one, found, about
