"""Django's description of the app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "magistrat.documents"
