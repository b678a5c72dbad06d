"""Django's description of the app."""

from django.apps import AppConfig


class RegulationConfig(AppConfig):
    name = "magistrat.regulation"
