"""Addresses of regulation."""

from __future__ import annotations

app_name = "regulation"
urlpatterns: list[object] = []
