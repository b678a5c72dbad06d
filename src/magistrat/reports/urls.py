"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from magistrat.reports import pages

app_name = "reports"
urlpatterns = [
    path("vykonannia/", pages.execution, name="execution"),
    path("vykonannia/zavdannia/", pages.tasks, name="tasks"),
    path("vykonannia/kontrol/", pages.control, name="control"),
    path("vykonannia/punkty/", pages.points, name="points"),
    path("vykonannia/dokumenty/", pages.documents, name="documents"),
]
