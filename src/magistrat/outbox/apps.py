"""Django's description of the app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "magistrat.outbox"
