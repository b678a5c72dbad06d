"""Addresses of notices."""

from __future__ import annotations

app_name = "outbox"
urlpatterns: list[object] = []
