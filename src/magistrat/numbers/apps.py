"""Django's description of the app."""

from django.apps import AppConfig


class NumbersConfig(AppConfig):
    name = "magistrat.numbers"
