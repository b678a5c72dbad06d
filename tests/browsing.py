"""The browser of the tests and what axe finds in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import databases

# On a busy machine a page may take long; what is there is seen at once.
expect.set_options(timeout=20_000)

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


# Only what is wrong leaves the browser: all that is right on a page takes longer to carry over than to find. Of the style
# sheets axe asks one thing alone, whether they turn the page by force: asked anew only for sheets not met yet.
RUN = """
async turned => {
  const sheets = [...document.styleSheets].map(one => one.href ? new URL(one.href).pathname : one.ownerNode.textContent).sort().join()
  const known = turned.includes(sheets)
  const found = await axe.run({
    reporter: "no-passes", preload: !known, rules: {"css-orientation-lock": {enabled: !known}},
  })
  const wrong = found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`))
  return {sheets, wrong}
}
"""
_met: set[str] = set()


def bring_axe(page: Page) -> None:
    """Lay axe into each page that is opened from now on: carrying half a megabyte over for each takes as long as its work."""
    page.add_init_script(AXE_SCRIPT)


def violations(page: Page) -> list[str]:
    """What axe finds wrong on a page: rule, element."""
    # A form on its way to the server is dimmed: what is judged is the page that the person reads.
    expect(page.locator(".htmx-request")).to_have_count(0)
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, sorted(_met))
    if not found["wrong"]:
        _met.add(found["sheets"])
    return list(found["wrong"])
