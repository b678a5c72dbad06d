"""Writing a letter: a draft from a task or by itself, its new versions, its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from magistrat.correspondence.actions import texts, way
from magistrat.correspondence.draft import Draft
from magistrat.correspondence.models import Letter, Visa
from magistrat.correspondence.queries import facts
from magistrat.documents.actions import drafts, files, grants
from magistrat.documents.card import Card, Party
from magistrat.documents.models import Correspondent, Document
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.papers import typesetting
from magistrat.regulation import queries as regulation
from magistrat.rules import letters
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import Task

RIGHT = "letter.draft"
State = Letter.State
# Some thirty pages: setting a letter must not hold the others up.
MOST_TEXT = 100_000
UNPRINTABLE = {
    "summary": "У заголовку", "greeting": "У звертанні", "text": "У тексті листа", "annexes": "У відмітці про додатки",
    "phone": "У телефоні виконавця",
}  # fmt: skip
OPEN_TASK = (Task.State.GIVEN, Task.State.TAKEN)


def draft(
    *,
    actor: Actor,
    at: datetime,
    content: Draft,
    task: int | None = None,
    reply_to: int | None = None,
    uploads: Sequence[files.Upload] = (),
) -> Letter:
    """Begin a letter: the answer that a task asks for, a reply to a paper, or a letter of our own.

    :raises Refusal: no right, the task or the paper is not the actor's, the signatory may not sign it (KR 7.12;
        DR 8.8, 15.11), or what must be written is not.
    """
    with transaction.atomic():
        way.demand(actor, RIGHT, at)
        own = _post(actor)
        reply_to = _answered(actor, task, reply_to)
        edition = regulation.rules_on(local_date(at))
        signatory = _signatory(edition, content, reply_to, own)
        document = drafts.begin(actor=actor, at=at, card=_card(content, own, signatory), uploads=uploads)
        letter = Letter(document=document, drafter=own, task_id=task, reply_to_id=reply_to)
        _write(letter, content, signatory, edition, at)
        text = f"Підготовлено проєкт листа на підпис: {signatory.title}"
        way.note(letter, actor, at, "correspondence.drafted", text, task=task, reply_to=reply_to)
    return letter


def change(*, actor: Actor, at: datetime, letter: int, content: Draft, uploads: Sequence[files.Upload] = ()) -> Letter:
    """Write the letter anew: the version grows, all visas lose force, the letter is a draft again.

    :raises Refusal: no right, not his letter, signed already, the signatory may not sign it.
    """
    with transaction.atomic():
        way.demand(actor, RIGHT, at)
        found = way.locked(letter, actor)
        way.must_be_drafters(found, actor)
        way.must_be(found, State.DRAFT, State.VISAS, State.SIGNING)
        edition = facts.rules_of(found)
        signatory = _signatory(edition, content, found.reply_to_id, found.drafter)
        card = _card(content, found.drafter, signatory)
        found.document = drafts.change(actor=actor, at=at, document_id=found.document_id, card=card, uploads=uploads)
        if found.state != State.DRAFT:
            take_back(found, at)
        _write(found, content, signatory, edition, at)
        way.note(found, actor, at, "correspondence.changed", f"Проєкт листа змінено, версія {found.version}")
    return found


def cancel(*, actor: Actor, at: datetime, letter: int, reason: str) -> Letter:
    """End the work on a letter that is not signed yet; the card stays without a number.

    :raises Refusal: no right, not his letter, no reason, or it is signed already.
    """
    with transaction.atomic():
        way.demand(actor, RIGHT, at)
        found = way.locked(letter, actor)
        way.must_be_drafters(found, actor)
        way.must_be(found, State.DRAFT, State.VISAS, State.SIGNING)
        if not reason.strip():
            raise Refusal("", "Зазначте, чому лист не надсилатимуть.")
        take_back(found, at)
        drafts.give_up(at=at, document_id=found.document_id, reason=reason.strip())
        found.state = State.CANCELLED
        found.save(update_fields=["state", "version"])
        way.note(found, actor, at, "correspondence.cancelled", f"Проєкт листа скасовано. Причина: {reason.strip()}")
    return found


def take_back(letter: Letter, at: datetime) -> None:
    """Visas of the present version lose force, those who were to visa or sign see the letter no more; unsaved."""
    held = letter.visas.filter(version=letter.version, state__in=[Visa.State.ASKED, Visa.State.GIVEN])
    held.update(state=Visa.State.VOID)
    grants.withdraw(source=way.source(letter), at=at)
    letter.version += 1


def _post(actor: Actor) -> Post:
    if actor.post_id is None:
        raise Refusal("", "Лист готує лише той, хто обіймає посаду.")
    return Post.objects.select_related("department").get(pk=actor.post_id)


def _answered(actor: Actor, task: int | None, reply_to: int | None) -> int | None:
    """Which paper is answered: that of the task, which must be the actor's; or one that the actor sees."""
    if task is not None:
        given = Task.objects.filter(pk=task).first()
        if given is None or given.executor_id not in actor.line:
            raise Refusal("", "Відповідь на завдання готує його виконавець.")
        if given.state not in OPEN_TASK:
            raise Refusal("", f"Відповідь уже не потрібна: стан завдання — «{given.get_state_display()}».")
        return given.document_id
    if reply_to is not None and access.get_visible(actor, reply_to).state != Document.State.REGISTERED:
        raise Refusal("", "Відповідають лише на зареєстрований документ.")
    return reply_to


def _signatory(edition: Edition, content: Draft, reply_to: int | None, drafter: Post) -> Post:
    about = facts.matter(addressees=content.addressees, reply_to=reply_to, department=drafter.department_id)
    signatory = Post.objects.select_related("department").filter(pk=content.signatory).first()
    if signatory is None:
        raise Refusal("", "Виберіть, хто підписує лист.")
    if refusal := letters.refusal_to_sign(edition, about, signatory.roles):
        raise refusal
    return signatory


def _card(content: Draft, drafter: Post, signatory: Post) -> Card:
    if not content.summary.strip():
        raise Refusal("", "Зазначте, про що лист.")
    _refuse_addressees(content.addressees)
    _refuse_unprintable(content)
    return Card(
        kind=content.kind,
        summary=content.summary,
        parties=tuple(Party(one) for one in content.addressees),
        author=signatory.pk,
        department=drafter.department_id,
        is_urgent=content.is_urgent,
        is_restricted=content.is_restricted,
    )


def _refuse_addressees(addressees: Iterable[int]) -> None:
    wanted = list(addressees)
    if not wanted:
        raise Refusal("", "Зазначте, кому адресовано лист.")
    if len(set(wanted)) != len(wanted) or Correspondent.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Refusal("", "Перевірте адресатів: когось зазначено двічі або його немає в довіднику.")


def _refuse_unprintable(content: Draft) -> None:
    """What no font draws would be missing on the letter's paper; what is a book is no letter."""
    if len(content.text) > MOST_TEXT:
        raise Refusal("", f"Текст листа довший за {MOST_TEXT} знаків: долучіть його файлом.")
    for name in ("summary", "greeting", "text", "annexes", "phone"):
        if missing := typesetting.unprintable(getattr(content, name)):
            shown = ", ".join(f"«{one}» (U+{ord(one):04X})" for one in missing[:5])
            raise Refusal("", f"{UNPRINTABLE[name]} є знаки, які не можна надрукувати: {shown}. Вилучіть їх.")


def _write(letter: Letter, content: Draft, signatory: Post, edition: Edition, at: datetime) -> None:
    allowed = letters.blanks(edition, signatory.roles)
    if content.blank and content.blank not in allowed:
        raise Refusal("", f"«{signatory.title}» не підписує листів на цьому бланку.")
    letter.state, letter.signatory, letter.remark = State.DRAFT, signatory, ""
    letter.blank = content.blank or allowed[0]
    letter.text, letter.phone, letter.annexes = content.text.strip(), content.phone.strip(), content.annexes.strip()
    if content.is_interim and letter.reply_to_id is None:
        raise Refusal("", way.ONLY_REPLIES)
    letter.greeting, letter.is_interim = content.greeting.strip(), content.is_interim
    letter.by_list, letter.changed_at = content.by_list, at
    letter.save()
    texts.put_letter(letter=letter)
