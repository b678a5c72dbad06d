"""On which day a task is executed: of the report, of the letter that answers, of its sending (Cabinet resolution 55, item 176)."""

from __future__ import annotations

from datetime import date

from magistrat.rules import instruction
from magistrat.rules.law import Laws
from magistrat.rules.refusal import Refusal

CLAUSE = instruction.item(176)


def is_executed_when_sent(kind: str, laws: Laws) -> bool:
    """Whether a task on such a paper is executed on the day on which the answer is sent, not registered (item 176)."""
    said = laws.get("executed_when_sent")
    return said is not None and kind in said.kinds


def day_of_letter(
    kind: str, laws: Laws, *, index: str, registered_on: date | None, sent_on: date | None
) -> date | Refusal:
    """The day on which a letter executes a task on a paper of this kind, or why it does not yet.

    :param sent_on: the day on which it had gone to all its addressees.
    """
    if registered_on is None:
        return Refusal(CLAUSE, "Лист, доданий до звіту, ще не зареєстровано: він виконує завдання від дня реєстрації.")
    if not is_executed_when_sent(kind, laws):
        return registered_on
    return sent_on or Refusal(
        CLAUSE, f"Лист {index} ще не надіслано: завдання, визначене в такому документі, виконано в день надсилання."
    )
