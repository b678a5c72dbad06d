"""The made-up second edition: one term and one right changed, in force from the middle of the year."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings

from magistrat.demo import edition
from magistrat.demo.stage import Stage
from magistrat.documents.models import Document
from magistrat.regulation import queries as regulation
from magistrat.regulation.models import Edition
from magistrat.rules import edition as rules
from magistrat.tasks.models import Control, Task

CITY = "kryvyi-rih"


def patched() -> tuple[rules.Edition, rules.Edition]:
    """The first edition and the second."""
    patch = edition.patch_of(CITY)
    assert patch is not None
    first = regulation_texts()
    return rules.load(first), rules.load(edition.patched(patch, settings.CITIES_DIR, CITY, date(2026, 6, 1)))


def regulation_texts() -> dict[str, str]:
    from magistrat.regulation import folders

    return folders.edition(settings.CITIES_DIR / CITY / "2021-07-21")


def test_only_one_term_and_one_right_differ() -> None:
    first, second = patched()
    terms = [
        one.id for one, other in zip(first.entries, second.entries, strict=True)
        if (one.term, one.values) != (other.term, other.values)
    ]  # fmt: skip
    assert terms == ["8.12"]
    assert second.term("execution_urgent").number == 4
    rights = [right for right in first.rights() if first.roles_with(right) != second.roles_with(right)]
    assert rights == ["document.file_away"]
    assert second.in_force_from == date(2026, 6, 1)


def test_a_patch_that_no_longer_fits_is_said(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "patch.toml"
    file.write_text(
        'base = "2021-07-21"\n[[change]]\nfile = "edition.toml"\nold = "немає такого"\nnew = "x"\n', encoding="utf-8"
    )
    with pytest.raises(ValueError, match="0 times"):
        edition.patched(file, settings.CITIES_DIR, CITY, date(2026, 6, 1))


def test_cities_folder_knows_one_edition_only() -> None:
    assert [path.parent.name for path in (settings.CITIES_DIR / CITY).glob("*/edition.toml")] == ["2021-07-21"]


def test_what_began_before_keeps_the_first_edition(lived: Stage) -> None:
    editions = list(Edition.objects.order_by("in_force_from"))
    if lived.city != CITY:
        assert len(editions) == 1
        return
    first, second = editions
    papers = Document.objects.filter(direction="incoming", state="registered")
    assert papers.filter(edition=first).exists()
    assert papers.filter(edition=second).exists()
    for paper in papers:
        assert paper.edition_id == (first if paper.listed_on < second.in_force_from else second).pk
    assert regulation.rules_on(lived.until).term("execution_urgent").number == 4


def test_terms_of_urgent_papers_follow_their_edition(lived: Stage) -> None:
    urgent = Task.objects.filter(document__is_urgent=True, due_clause="8.12", parent=None).exclude(
        extensions__state="granted"
    )
    assert lived.city != CITY or urgent.exists()
    for task in urgent.select_related("document"):
        number = regulation.rules_of(task.document.edition_id).term("execution_urgent").number
        assert task.document.registered_on is not None
        assert task.due_on == lived.days.calendar.add_working(task.document.registered_on, number)


def test_control_off_names_its_clause(lived: Stage) -> None:
    off = Control.objects.filter(state="off")
    assert off.exists()
    assert not off.filter(off_clause="").exists()
