"""Django's description of the app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "magistrat.reports"
