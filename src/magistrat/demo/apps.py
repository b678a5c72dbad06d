"""Django's description of the app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "magistrat.demo"
