"""Django's description of the app."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "magistrat.storage"
