"""Addresses of collegial bodies."""

from __future__ import annotations

from django.urls import path

from magistrat.bodies.pages import composition

app_name = "bodies"
urlpatterns = [
    path("", composition.bodies, name="bodies"),
    path("novyi/", composition.form_body, name="form"),
    path("<int:body>/", composition.body, name="body"),
    path("<int:body>/chlen/", composition.appoint, name="appoint"),
    path("<int:body>/sklad/", composition.set_seats, name="seats"),
    path("chleny/<int:membership>/vyvesty/", composition.release, name="release"),
]
