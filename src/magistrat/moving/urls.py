"""Addresses of moving in."""

from __future__ import annotations

from django.urls import path

from magistrat.moving import pages

app_name = "moving"
urlpatterns = [
    path("", pages.workbooks, name="list"),
    path("zrazok/", pages.sample_file, name="sample"),
    path("<int:import_id>/", pages.workbook, name="workbook"),
    path("<int:import_id>/stan/", pages.progress, name="progress"),
    path("<int:import_id>/vnesty/", pages.start, name="start"),
]
