"""Django's description of the app."""

from django.apps import AppConfig


class WorkplaceConfig(AppConfig):
    name = "magistrat.workplace"
