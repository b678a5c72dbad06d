"""Django's description of the app."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "magistrat.organisation"
