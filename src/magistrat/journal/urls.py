"""Addresses of the journal."""

from __future__ import annotations

from django.urls import path

from magistrat.journal import pages

app_name = "journal"
urlpatterns = [path("", pages.journal, name="journal")]
