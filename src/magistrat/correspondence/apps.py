"""Django's description of the app."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "magistrat.correspondence"
