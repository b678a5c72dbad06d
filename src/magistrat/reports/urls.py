"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from magistrat.reports import pages

app_name = "reports"
urlpatterns = [
    path("vykonannia/", pages.execution, name="execution"),
    path("vykonannia/zavdannia/", pages.tasks, name="tasks"),
]
