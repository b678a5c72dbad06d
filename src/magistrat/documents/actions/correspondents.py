"""The directory of correspondents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from stdnum.ua import edrpou

from magistrat.documents import lemmas
from magistrat.documents.actions import naming, passages
from magistrat.documents.models import Correspondent
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

# Whoever takes in or registers papers writes their senders down.
RIGHTS = ("arrival.receive", "document.register_incoming", "document.register_unit")


def add(
    *,
    actor: Actor,
    at: datetime,
    name: str,
    kind: str,
    code: str = "",
    address: str = "",
    email: str = "",
    phone: str = "",
    head: str = "",
) -> Correspondent:
    """Write a correspondent into the directory.

    :raises Refusal: no right, no name, a code with a wrong check digit, or the code is there already.
    """
    with transaction.atomic():
        _ask(actor, at)
        correspondent = Correspondent()
        fill(correspondent, name=name, kind=kind, code=code, address=address, email=email, phone=phone, head=head)
        correspondent.save()
        _note(actor, at, "documents.correspondent_added", correspondent, f"До довідника внесено: {correspondent.name}")
    return correspondent


def change(
    *,
    actor: Actor,
    at: datetime,
    correspondent_id: int,
    name: str,
    kind: str,
    code: str = "",
    address: str = "",
    email: str = "",
    phone: str = "",
    head: str = "",
    is_open: bool = True,
) -> Correspondent:
    """Change a correspondent; what was registered keeps pointing at him.

    :raises Refusal: as for `add`.
    """
    with transaction.atomic():
        _ask(actor, at)
        correspondent = Correspondent.objects.select_for_update().get(pk=correspondent_id)
        if correspondent.merged_into is not None:
            raise Refusal("", f"Цього кореспондента об'єднано з «{correspondent.merged_into.name}»: змінюйте його.")
        before = correspondent.name, correspondent.code
        fill(correspondent, name=name, kind=kind, code=code, address=address, email=email, phone=phone, head=head)
        correspondent.is_open = is_open
        correspondent.save()
        if before != (correspondent.name, correspondent.code):
            naming.begin(correspondents=[correspondent.pk])
        _note(actor, at, "documents.correspondent_changed", correspondent, f"У довіднику змінено: {correspondent.name}")
    return correspondent


def change_email(*, actor: Actor, at: datetime, correspondent_id: int, email: str) -> Correspondent:
    """Write another e-mail address of a correspondent into the directory.

    :raises Refusal: no right.
    """
    with transaction.atomic():
        _ask(actor, at)
        correspondent = Correspondent.objects.select_for_update().get(pk=correspondent_id)
        correspondent.email = email.strip()
        correspondent.save(update_fields=["email"])
        text = f"У довіднику змінено електронну адресу: {correspondent.name}, {correspondent.email}"
        _note(actor, at, "documents.correspondent_changed", correspondent, text)
    return correspondent


def fold_names() -> None:
    """Write anew by what names are sought, after the way of folding them has changed, and remember their words."""
    changed = []
    for one in Correspondent.objects.order_by("id"):
        name = lemmas.folded(f"{one.name} {one.code}")[:320]
        if name != one.search_name:
            one.search_name = name
            changed.append(one)
    Correspondent.objects.bulk_update(changed, ["search_name"], batch_size=500)
    passages.keep_words(Correspondent.objects.values_list("name", flat=True))


def fill(correspondent: Correspondent, *, name: str, kind: str, code: str, **rest: str) -> None:
    """Put the fields into the correspondent, unsaved; part of the deeds that write one down.

    :raises Refusal: no name, no such kind, a code with a wrong check digit or of another correspondent.
    """
    code = code.strip()
    if code and Correspondent.objects.filter(code=code, merged_into__isnull=True).exclude(pk=correspondent.pk).exists():
        raise Refusal("", f"Кореспондент із кодом {code} уже є в довіднику.")
    written(correspondent, name=name, kind=kind, code=code, **rest)
    passages.keep_words_later([correspondent.name])


def written(correspondent: Correspondent, *, name: str, kind: str, code: str, **rest: str) -> Correspondent:
    """The correspondent with these fields, unsaved; whether another has the code is the caller's to ask.

    :raises Refusal: no name, no such kind, a code with a wrong check digit.
    """
    name, code = " ".join(name.split()), code.strip()
    if not name:
        raise Refusal("", "Зазначте назву кореспондента.")
    if kind not in Correspondent.Kind.values:
        raise Refusal("", "Виберіть категорію кореспондента.")
    if code and not edrpou.is_valid(code):
        raise Refusal("", f"Код ЄДРПОУ {code} не відповідає контрольній цифрі.")
    correspondent.name, correspondent.kind, correspondent.code = name, kind, code
    for field, value in rest.items():
        setattr(correspondent, field, value.strip())
    correspondent.search_name = lemmas.folded(f"{name} {code}")[:320]
    return correspondent


def _ask(actor: Actor, at: datetime) -> None:
    refusals = [regulation.refusal(actor=actor, right=right, on=local_date(at)) for right in RIGHTS]
    if all(refusals):
        raise next(refusal for refusal in refusals if refusal)


def _note(actor: Actor, at: datetime, code: str, correspondent: Correspondent, text: str) -> None:
    payload = {"text": text, "name": correspondent.name, "kind": correspondent.kind, "code": correspondent.code}
    journal.record(actor=actor, at=at, code=code, subject=correspondent, payload=payload)
