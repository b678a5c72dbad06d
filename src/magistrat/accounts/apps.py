"""Django's description of the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "magistrat.accounts"
