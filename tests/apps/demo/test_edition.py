"""The made-up second edition: one term and one right changed, in force from the middle of the year."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings

from magistrat.demo import edition
from magistrat.regulation import folders
from magistrat.rules import edition as rules

CITY = "kryvyi-rih"


def patched() -> tuple[rules.Edition, rules.Edition]:
    """The first edition and the second."""
    patch = edition.patch_of(CITY)
    assert patch is not None
    first = regulation_texts()
    return rules.load(first), rules.load(edition.patched(patch, settings.CITIES_DIR, CITY, date(2026, 6, 1)))


def regulation_texts() -> dict[str, str]:
    """The first edition as it lies among the cities."""
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
