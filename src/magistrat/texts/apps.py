"""Django's description of the app."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    name = "magistrat.texts"
