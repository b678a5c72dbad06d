"""What an edition has besides its entries: a right, an annex, an order of terms, a matter is added; all are checked at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.amendments.actions import deeds
from magistrat.amendments.models import DraftChange
from magistrat.journal.actor import Actor
from magistrat.organisation.roles import ROLES
from magistrat.regulation import queries as regulation
from magistrat.rules import amending, edition, entry_filling, part_faults, places
from magistrat.rules.edition import Edition
from magistrat.rules.form import FormError
from magistrat.rules.places import ANNEX, CHAIN, MATTER, RIGHT
from magistrat.rules.refusal import Refusal

# In which file of a new edition such parts stand; where there are some already, in theirs.
FILES = {RIGHT: "rights.toml", CHAIN: "checks.toml", MATTER: "checks.toml", ANNEX: edition.HEAD}
# As many as the name of what was changed may have.
MOST_LETTERS = 250


def add_part(
    *, actor: Actor, at: datetime, draft: int, kind: str, given: Mapping[str, str], reason: str
) -> DraftChange:  # fmt: skip
    """Add a right, an annex, an order of terms or a matter to a draft.

    :param kind: one of `FILES`.
    :param given: by the fields' paths, as typed in; see `rules.entry_fields`.
    :raises FormError: naming the field that says what it may not say.
    :raises Refusal: no right, no reason, such a part is there already, or the draft is not open.
    """
    reason = deeds.reasoned(reason)
    with transaction.atomic():
        found = deeds.locked(actor=actor, at=at, draft=draft)
        table = entry_filling.amended(kind, {}, given, is_new=True)
        file = _file(found.texts, kind)
        amending.checked(file, kind, table)
        own = places.Place(file, kind, 0, table).id
        if "/" in own:
            raise FormError(file, own, places.KNOWN_BY[kind][0], "тут не може бути скісної риски")
        if len(own) > MOST_LETTERS:
            raise FormError(file, own, places.KNOWN_BY[kind][0], f"не більше ніж {MOST_LETTERS} знаків")
        if places.place(found.texts, own) is not None:
            raise Refusal("", "Таке в проєкті вже є: змініть його.")
        amending.demand_words(found.texts, table)
        texts = amending.added(found.texts, file, kind, table)
        demand_known(kind, table, {}, edition.load(texts))
        return deeds.put(
            actor=actor, at=at, draft=found, texts=texts, kind=DraftChange.Kind.ADDED, reason=reason, entry=own,
            clause=str(table.get("clause", "")), file=file, after=amending.written(kind, table),
        )  # fmt: skip


def demand_known(kind: str, table: Mapping[str, Any], before: Mapping[str, Any], loaded: Edition) -> None:
    """Go on only when the part names nothing anew that the edition, the laws or the posts do not have.

    :raises FormError: with the field's path.
    """
    known: dict[str, Any] = {"laws": regulation.laws(), "roles": ROLES}
    old = {fault for _, fault in part_faults.faults(kind, before, loaded, **known)}
    for path, fault in part_faults.faults(kind, table, loaded, **known):
        if fault not in old:
            raise FormError("", kind, path, fault)


def _file(texts: Mapping[str, str], kind: str) -> str:
    return next((one.file for one in places.places(texts) if one.kind == kind), FILES[kind])
