"""Django's description of the app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "magistrat.tasks"
