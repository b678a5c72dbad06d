"""What a card said before it was changed, kept for the days before the change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from magistrat.organisation import models
from magistrat.rules import words
from magistrat.rules.refusal import Refusal

Card = models.Department | models.Post | models.Person


def keep(
    card: Card,
    changes: Mapping[str, list[Any]],
    changed_on: date,
    *,
    today: date,
    name: str = "",
    ahead: Collection[str] = (),
) -> None:
    """Keep the former values for the days before `changed_on`; a change of the first day or before it has none.

    :param changes: what was and became, by column; ``name``: the column that former names are kept of; ``ahead``:
        columns whose change may lie ahead, because who prints them asks of which day.
    :raises Refusal: a change that lies ahead of anything else, or one of what was changed from a later day.
    """
    if not changes or (isinstance(card, models.ByDates) and changed_on <= card.since):
        return
    if changed_on > today and set(changes) - set(ahead):
        raise Refusal(
            "",
            f"Наперед уносять лише нову назву. Решту змін картки внесіть {words.day(changed_on)}: "
            "від них залежать права, і діяти вони почали б одразу.",
        )
    later = card.former_cards.filter(until__gt=changed_on)
    if any(_says(former, column, name) for former in later for column in changes):
        raise Refusal("", f"Після {words.day(changed_on)} ці відомості вже змінювали; зазначте пізніший день.")
    former = card.former_cards.filter(until=changed_on).first() or card.former_cards.model(
        until=changed_on, **{type(card).__name__.lower(): card}
    )
    for column, (was, _) in changes.items():
        # Of two changes from one day the first one knows what was before it.
        if column == name:
            former.name = former.name or was
        else:
            former.values.setdefault(column, was)
    former.save()


def _says(former: models.FormerCard, column: str, name: str) -> bool:
    return bool(former.name) if column == name else column in former.values
