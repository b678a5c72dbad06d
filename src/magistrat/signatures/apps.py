"""Django's description of the app."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "magistrat.signatures"
