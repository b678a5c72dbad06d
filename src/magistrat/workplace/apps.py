"""Django's description of the app."""

from django.apps import AppConfig

from magistrat.ui import menu


class WorkplaceConfig(AppConfig):
    name = "magistrat.workplace"

    def ready(self) -> None:
        menu.register("Мій стіл", "workplace:desk", order=0, icon="desk")
