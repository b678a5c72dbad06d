"""What is printed for journalists: who is invited, who was there, the notice with the agenda (KR 4.32, 4.33)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from magistrat.papers.sitting_sheets import Line, Sheet
from magistrat.sittings.models import Invited, Sitting
from magistrat.sittings.queries import titles
from magistrat.sittings.queries.on_paper import agenda_sheet, committee_genitive, day_and_hour, signature_of

PRESS = "press_head"


def press_sheet(sitting: Sitting, invited: Iterable[Invited], on: date, *, only_present: bool) -> Sheet:
    """The list of journalists invited, or of those who were there (KR 4.32)."""
    chosen = [one for one in invited if one.is_press and (one.came or not only_present)]
    rows = [(str(number), one.name, one.post, one.note) for number, one in enumerate(chosen, start=1)]
    what = "присутніх на засіданні" if only_present else "запрошених на засідання"
    return Sheet(
        kind="СПИСОК",
        title=(f"представників засобів масової інформації, {what} {committee_genitive()}",),
        under=(day_and_hour(sitting),),
        rows=(("№ з/п", "Прізвище, ім'я, по батькові", "Засіб масової інформації", "Примітки"), *rows),
        signature=signature_of(PRESS, on),
    )


def notice_sheet(sitting: Sitting, on: date) -> Sheet:
    """The notice for journalists: day, hour and place, then the draft agenda, which they get on the day (KR 4.33)."""
    gathering = sitting.gathering
    place = f" Місце проведення: {gathering.place}." if gathering.place else ""
    opening = f"{day_and_hour(sitting)} відбудеться {gathering.get_kind_display()} засідання {committee_genitive()}."
    # Journalists read of a closed draft what whoever has no part in the sitting reads: that there is one.
    agenda = agenda_sheet(sitting, on, titles.closed(sitting)).lines if sitting.agenda_frozen_at else ()
    head = (Line("Проєкт порядку денного", is_bold=True, is_heading=True),) if agenda else ()
    return Sheet(
        kind="ПОВІДОМЛЕННЯ",
        title=("для представників медіа",),
        lines=(Line(f"{opening}{place}"), *head, *agenda),
        signature=signature_of(PRESS, on),
    )
