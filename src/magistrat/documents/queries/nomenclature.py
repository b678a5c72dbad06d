"""The year's nomenclature of files."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q

from magistrat.documents import lemmas
from magistrat.documents.models import CaseFile


def years() -> Sequence[int]:
    """Years that have a nomenclature, newest first; one statement."""
    return list(CaseFile.objects.order_by("-year").values_list("year", flat=True).distinct())


def of_year(year: int, *, department: int | None = None) -> Sequence[CaseFile]:
    """The year's files by department and index, with how many documents lie in each (`filled`); one statement."""
    found = (
        CaseFile.objects.filter(year=year)
        .select_related("department")
        .annotate(filled=Count("documents", filter=Q(documents__filed_on__isnull=False)))
    )
    if department is not None:
        found = found.filter(department=department)
    return sorted(found, key=lambda case: (_natural(case.department.index), _natural(case.index)))


def case(case_id: int) -> CaseFile:
    """One file; one statement.

    :raises CaseFile.DoesNotExist: when there is none.
    """
    return CaseFile.objects.select_related("department").get(pk=case_id)


def open_cases(year: int, departments: Sequence[int] = (), text: str = "") -> Sequence[CaseFile]:
    """Files of the year into which documents may be put, those of the departments first; one statement."""
    found = CaseFile.objects.filter(year=year, closed_on__isnull=True).select_related("department")
    wanted = lemmas.folded(text)
    rows = [one for one in found if wanted in lemmas.folded(f"{one.index} {one.title}")]
    return sorted(rows, key=lambda one: (one.department_id not in departments, _natural(one.index)))


def cases_to_fill(*, first: int, until: int, departments: Sequence[int] = ()) -> Sequence[CaseFile]:
    """All files up to a year that are not closed: those of the first year before the others, newest first; one statement."""
    rows = CaseFile.objects.filter(year__lte=until, closed_on__isnull=True)
    return sorted(
        rows,
        key=lambda one: (one.year != first, -one.year, one.department_id not in departments, _natural(one.index)),
    )


def _natural(index: str) -> tuple[tuple[bool, int, str], ...]:
    """Indices as people read them: 02-9 before 02-10."""
    parts = index.replace(".", "-").replace("/", "-").split("-")
    return tuple((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)
