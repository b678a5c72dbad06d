"""Addresses of the logs."""

from __future__ import annotations

from django.urls import path

from magistrat.registers.pages import copying

app_name = "registers"
urlpatterns = [
    path("kopiiuvannia/", copying.log, name="copying"),
    path("kopiiuvannia/xlsx/", copying.xlsx, name="copying_xlsx"),
    path("kopiiuvannia/<int:work_id>/vykreslyty/", copying.strike, name="copying_strike"),
]
