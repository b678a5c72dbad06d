"""Addresses of the ground's own pages."""

from __future__ import annotations

from django.urls import path

from magistrat.ui import pages

app_name = "ui"
urlpatterns = [
    path("", pages.alive, name="alive"),
]
