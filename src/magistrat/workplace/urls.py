"""Addresses of the workplace."""

from __future__ import annotations

from django.urls import path

from magistrat.workplace import pages

app_name = "workplace"
urlpatterns = [
    path("", pages.desk, name="desk"),
    path("druk-dnia/", pages.day, name="day"),
]
