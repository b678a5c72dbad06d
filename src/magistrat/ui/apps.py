"""Django's description of the app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "magistrat.ui"
