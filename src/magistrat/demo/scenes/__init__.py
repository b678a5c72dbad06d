"""Scenes of the story: each is one paper's or one person's way through the house.

A scene is a generator: it yields the moment of its next step and is sent that moment when its turn comes. What has not
come by the last day stays undone, so the desks of the last day look like those of a working house.
"""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime

Scene = Generator[datetime, datetime, None]
