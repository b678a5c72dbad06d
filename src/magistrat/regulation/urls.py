"""Addresses of regulation."""

from __future__ import annotations

from django.urls import path

from magistrat.regulation.pages import days, entries

app_name = "regulation"
urlpatterns = [
    path("", entries.entries, name="entries"),
    path("punkty/<str:clause>/", entries.entry, name="entry"),
    path("punkty/<str:clause>/slova/", entries.clause_words, name="words"),
    path("redaktsii/", entries.editions, name="editions"),
    path("kalendar/", days.calendar, name="calendar"),
    path("kalendar/den/", days.calendar_day, name="calendar_day"),
    path("kalendar/den/skasuvaty/", days.clear_day, name="clear_day"),
]
