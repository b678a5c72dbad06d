"""Compiled templates for what a page repeats many times: Jinja, with the words and components of the house.

Pages are Django's templates; rows of a list that is opened all day are a template in an app's `jinja2` folder, put into
its place by `{% compiled "app/rows.html" rows=… %}`.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from jinja2 import Environment

from magistrat.ui import bulk, fields, words
from magistrat.ui.templatetags import ui


def environment(**options: Any) -> Environment:
    """Jinja's settings: everything is escaped, an empty day prints as nothing (Django's `TEMPLATES` names this)."""
    made = Environment(**options | {"autoescape": True})  # noqa: S701 - it is on
    made.filters["day"] = lambda value: "" if value in (None, "") else words.day(value)
    made.globals.update(
        box=bulk.box, icon=fields.icon, term=ui.term_chip, url=lambda name, *args: reverse(name, args=args)
    )
    return made
