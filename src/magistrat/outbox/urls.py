"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from magistrat.outbox import pages

app_name = "outbox"
urlpatterns = [
    path("", pages.notices, name="notices"),
    path("dzvinok/", pages.bell, name="bell"),
    path("prochytano/", pages.read_all, name="read_all"),
    path("<int:notice>/", pages.open_notice, name="open_notice"),
]
