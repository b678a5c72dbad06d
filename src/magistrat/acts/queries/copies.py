"""Certified copies and extracts as their journal has them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max, Min, QuerySet

from magistrat.acts.models import Act, Copy
from magistrat.bodies.models import Gathering
from magistrat.bodies.queries import halls
from magistrat.documents.models import BulkRun, Registry
from magistrat.papers.binding import Binder
from magistrat.storage import queries as storage


def of_act(act: Act) -> Sequence[Copy]:
    """Copies of the act, the newest first; one statement."""
    return list(act.copies.select_related("file").order_by("-id"))


def journal(kept: Iterable[Registry], year: int) -> QuerySet[Copy]:
    """The year's copies of acts of these registries, the newest first."""
    found = Copy.objects.filter(year=year, act__document__registry__in=[one.pk for one in kept])
    return found.select_related("act__document", "file").order_by("-on", "-id")


@dataclass(frozen=True)
class Others:
    """Numbers of the journal, one after another, of copies that another office certified of its own acts."""

    last: int
    first: int


def next_number(kept: Iterable[Registry], year: int, after: Copy) -> int:
    """With which number the rows of the journal go on below this one; 0 when it is the last. One statement."""
    below = journal(kept, year).order_by().filter(number__lt=after.number)
    return below.aggregate(number=Max("number"))["number"] or 0


def with_others(rows: Sequence[Copy], year: int, *, is_first: bool, below: int = 0) -> list[Copy | Others]:
    """The page's rows, the newest first, with the numbers between them that another office took; one statement.

    The system keeps the journal of a year one for the whole committee and without gaps (copies are certified by KR 6.21, DR 5.17,
    which say nothing of their numbers): who sees a number missing must see whose it is.

    :param is_first: the page has the newest rows.
    :param below: the number with which the next page goes on; 0: this page has the oldest rows.
    """
    found: list[Copy | Others] = []
    newest = Copy.objects.filter(year=year).aggregate(newest=Max("number"))["newest"] or 0
    expected = newest if is_first else rows[0].number
    for one in rows:
        if expected > one.number:
            found.append(Others(expected, one.number + 1))
        found.append(one)
        expected = one.number - 1
    if expected > below:
        found.append(Others(expected, below + 1))
    return found


def years(now: int) -> list[int]:
    """Years of the journal, the newest first; one statement."""
    first = Copy.objects.aggregate(first=Min("year"))["first"]
    return list(range(now, (first or now) - 1, -1))


def by_content(act: Act, sha256: str) -> Copy | None:
    """The certified copy of the act with this very file; one statement."""
    return act.copies.filter(file__blob=sha256).first()


def ground_of(gathering: Gathering) -> str:
    """By which ground copies of a sitting's decisions stand in the journal."""
    what = "рішення між засіданнями" if gathering.kind == Gathering.Kind.POLL else "засідання виконавчого комітету"
    return f"{what} {gathering.on:%d.%m.%Y}, розробникові"


def of_gathering(gathering: int, form: str = Copy.Form.COPY) -> Sequence[Copy]:
    """Copies certified for the drafters of a sitting's decisions, in the order of their numbers; two statements."""
    ground = ground_of(halls.gathering(gathering))
    found = Copy.objects.filter(act__outcome__gathering=gathering, form=form, ground=ground)
    return list(found.select_related("act__document", "file").order_by("year", "number"))


def certified(gathering: int, form: str) -> set[tuple[int, tuple[str, ...]]]:
    """Of which acts and points they are there; two statements."""
    return {(one.act_id, tuple(one.points)) for one in of_gathering(gathering, form)}


def under_way(gathering: int, form: str) -> BulkRun | None:
    """The worker's run that certifies them now; one statement."""
    found = BulkRun.objects.filter(finished_at__isnull=True, given__gathering=gathering, given__form=form)
    return found.order_by("-pk").first()


def together(rows: Sequence[Copy], *, as_zip: bool, title: str) -> bytes:
    """The files of the copies as one PDF with a bookmark to each, or as a ZIP archive.

    :raises Unbindable: one of them is no PDF.
    """
    if as_zip:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as whole:
            for one in rows:
                whole.writestr(_name(one), _content(one))
        return target.getvalue()
    binder = Binder()
    for one in rows:
        binder.add(_content(one), f"№ {one.act.document.index}. {one.act.title}")
    return binder.bytes(title=title)


def _name(one: Copy) -> str:
    points = f", пункти {'-'.join(one.points)}" if one.points else ""
    return f"{one.get_form_display()} {one.act.document.index} ({one.number}{points}).pdf".replace("/", "-")


def _content(one: Copy) -> bytes:
    assert one.file is not None
    with storage.open_blob(one.file.blob_id) as content:
        return content.read()
