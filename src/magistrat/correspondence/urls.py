"""Addresses of correspondence."""

from __future__ import annotations

app_name = "correspondence"
urlpatterns: list[object] = []
