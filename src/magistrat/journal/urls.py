"""Addresses of the journal."""

from __future__ import annotations

from django.urls import path

from magistrat.journal import pages

app_name = "journal"
urlpatterns = [
    path("", pages.journal, name="journal"),
    path("vidkrytyi-kliuch/", pages.public_key, name="public_key"),
    path("pidpysani-stany/", pages.heads, name="heads"),
]
