"""Addresses of the workplace."""

from __future__ import annotations

app_name = "workplace"
urlpatterns: list[object] = []
