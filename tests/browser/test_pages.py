"""Every page that a person can reach: clean by axe, no wider than a telephone, nothing broken in its scripts."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse

from tests.house.test_routes import routes

# Answers that are no pages: files, fragments for htmx, downloads.
NOT_PAGES = {
    "documents:xlsx", "documents:csv", "documents:bulk_list", "documents:bulk_cards", "documents:bulk_labels",
    "documents:bulk_xlsx", "documents:bulk_csv", "documents:correspondent_options", "documents:post_options", "documents:document_options",
    "documents:already", "documents:summaries", "organisation:suggest", "outbox:bell", "tasks:control_xlsx",
    "accounts:sign_in", "accounts:second_step", "ui:alive", "moving:sample",
    "correspondence:addressees", "correspondence:parties",
}  # fmt: skip


def pages() -> list[str]:
    """Addresses without parameters, in the order of the house."""
    found = []
    for name, _, _ in routes():
        try:
            found.append((name, reverse(name)))
        except NoReverseMatch:
            continue
    return sorted({path for name, path in found if name not in NOT_PAGES})


# The other city's pages are the same: one person looks at them there.
LOOKERS = [("kryvyi-rih", "clerk"), ("kryvyi-rih", "mayor"), ("kryvyi-rih", "control"), ("druzhkivka", "mayor")]


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("city", "who"), LOOKERS, indirect=["city"])
def test_pages_are_accessible_and_fit_a_telephone(city, who, violations):
    troubles = looked_at(city, who, violations)
    assert not troubles, "\n".join(troubles)


def looked_at(city, who: str, violations) -> list[str]:
    """What is wrong on the pages that the person may open, on a telephone."""
    troubles: list[str] = []
    page = city.page(who, "/", width=360)
    page.on("pageerror", lambda trouble: troubles.append(f"{page.url}: {trouble}"))
    for path in pages():
        answer = page.request.get(f"{city.url}{path}")
        if answer.status in (403, 405):
            # Not for this person, or a deed and no page.
            continue
        assert answer.status < 400, f"{path}: {answer.status}"
        page.goto(f"{city.url}{path}")
        troubles += [f"{who} {path}: {one}" for one in violations(page)]
        width = page.evaluate("document.documentElement.scrollWidth")
        troubles += [f"{who} {path}: {width} px wide"] if width > 360 else []
    page.close()
    return troubles
