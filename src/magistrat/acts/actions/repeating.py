"""Two decisions of one title, or two that change one decision, do not stand in one plenary meeting (KR 5.5)."""

from __future__ import annotations

from datetime import date, datetime

from magistrat.acts.actions import deeds
from magistrat.acts.models import Act
from magistrat.acts.queries import naming, repeats
from magistrat.journal.actor import Actor


def judge(*, act: Act, on: date, ground: str, actor: Actor, at: datetime) -> None:
    """Go on only when the plenary meeting of the day considered no such decision; part of the deed that hands it in.

    :param ground: the normative act that allows it; it is written down.
    :raises Refusal: there is one, and no such act is named.
    """
    entry = repeats.rule(act)
    others = repeats.of_day(act, on) if entry else []
    if entry is None or not others:
        return
    named = "; ".join(naming.short(one) if one.document.index else f"«{one.title}»" for one in others)
    if not ground.strip():
        raise entry.refusal(
            f"На пленарне засідання цього дня вже внесено рішення з такою самою назвою чи про зміни до того самого рішення:"
            f" {named}. Якщо це дозволяє нормативно-правовий акт, назвіть його."
        )
    text = f"Разом із рішенням ({named}) внесено на підставі: {ground.strip()[:300]}"
    deeds.note(act, actor, at, "acts.repeat_allowed", text, entry.clause, others=[one.pk for one in others])
