"""Addresses of regulation."""

from __future__ import annotations

from django.urls import path

from magistrat.regulation.pages import check, days, editions, entries, text

app_name = "regulation"
urlpatterns = [
    path("", text.entries, name="entries"),
    path("tekst/", text.whole, name="whole"),
    path("tekst.txt", text.source, name="source"),
    path("rozdil/<str:key>/", text.part, name="part"),
    path("porivniannia/", entries.compare, name="compare"),
    path("perevirka/", check.check, name="check"),
    path("punkty/<str:clause>/", entries.entry, name="entry"),
    path("punkty/<str:clause>/slova/", entries.clause_words, name="words"),
    path("redaktsii/", editions.editions, name="editions"),
    path("kalendar/", days.calendar, name="calendar"),
    path("kalendar/den/", days.calendar_day, name="calendar_day"),
    path("kalendar/den/skasuvaty/", days.clear_day, name="clear_day"),
]
