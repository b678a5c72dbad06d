"""The browser of the tests and what axe finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import databases

# Chromium without its windows and services: the same pages for a third of the processor's time.
CHROMIUM = {
    "executable_path": "/usr/bin/chromium-headless-shell",
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
}


@contextmanager
def launched() -> Iterator[Browser]:
    """A running browser; the tests' own statements may be made beside it."""
    # Django keeps connections of a thread with an event loop apart from those of one without: what is open now would not
    # be closed before the database is renewed, and the next test would meet it dead.
    databases.close()
    # Playwright keeps an event loop in this thread; the tests' own statements are not part of it.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = driver.chromium.launch(**CHROMIUM)
        yield started
        started.close()


def violations(page: Page) -> list[str]:
    """What axe finds wrong on a page: rule, element."""
    # A form on its way to the server is dimmed: what is judged is the page that the person reads.
    expect(page.locator(".htmx-request")).to_have_count(0)
    rules = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in rules for node in rule["nodes"]]
