"""Which edition a command asks: that of ``--edition``, of another day, or today's."""

from datetime import date, datetime
from pathlib import Path

from magistrat.cli import arguments, folders
from magistrat.cli.arguments import NOT_FOUND, Arguments, Stop
from magistrat.rules import library, moments, words


def first_day(folder: Path, given: Arguments, otherwise: date | None = None) -> date:
    """The first day of the edition in force on ``--edition``; without it, on the other day or today.

    :raises Stop: when none was in force on ``--edition``; without it the first one stands for the time before it.
    """
    starts = folders.starts(folder)
    if "edition" not in given.options:
        return library.for_anchor(starts, otherwise or datetime.now(tz=moments.ZONE).date())[0]
    on = arguments.day(given.options["edition"])
    start = library.in_force(starts, on)
    if start is None:
        raise Stop(NOT_FOUND, f"{words.day(on)} жодна редакція не діяла; перша чинна з {words.day(min(starts))}")
    return start
