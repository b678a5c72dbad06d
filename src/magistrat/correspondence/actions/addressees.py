"""How a correspondent stands on letters, corrected by whoever writes them; kept for all further letters to him."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.correspondence.actions import way
from magistrat.correspondence.actions.drafting import RIGHT
from magistrat.correspondence.models import AddresseeForm
from magistrat.documents.models import Correspondent
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal

MOST_LINES = 6


def correct(*, actor: Actor, at: datetime, correspondent: int, lines: str, greeting: str = "") -> AddresseeForm:
    """Keep the lines (and the greeting) in which the correspondent stands on letters from now on.

    :raises Refusal: no right, no such correspondent, no line or too many.
    """
    with transaction.atomic():
        way.demand(actor, RIGHT, at)
        found = Correspondent.objects.select_for_update().filter(pk=correspondent).first()
        if found is None:
            raise Refusal("", "Такого кореспондента немає в довіднику.")
        written = [" ".join(line.split()) for line in lines.split("\n") if line.strip()]
        if not 0 < len(written) <= MOST_LINES:
            raise Refusal("", f"Адресат друкують в одному — {MOST_LINES} рядках.")
        form, _ = AddresseeForm.objects.update_or_create(
            correspondent=found,
            defaults={
                "lines": "\n".join(written),
                "greeting": " ".join(greeting.split()),
                "changed_at": at,
                "changed_by": actor.printed,
            },
        )
        _note(form, actor, at, "correspondence.addressee_corrected", f"Уточнено, як друкувати адресата: {found.name}")
    return form


def restore(*, actor: Actor, at: datetime, correspondent: int) -> None:
    """Go back to what declension proposes.

    :raises Refusal: no right, or nobody has corrected it.
    """
    with transaction.atomic():
        way.demand(actor, RIGHT, at)
        form = AddresseeForm.objects.select_for_update().filter(correspondent=correspondent).first()
        if form is None:
            raise Refusal("", "Адресат друкується так, як пропонує система.")
        _note(form, actor, at, "correspondence.addressee_restored", "Повернуто запропоноване написання адресата")
        form.delete()


def _note(form: AddresseeForm, actor: Actor, at: datetime, code: str, text: str) -> None:
    payload = {"text": text, "correspondent": form.correspondent_id, "lines": form.lines, "greeting": form.greeting}
    journal.record(actor=actor, at=at, code=code, subject=form, payload=payload)
