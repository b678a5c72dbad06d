"""Django's description of the app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "magistrat.journal"
