"""Django's description of the app."""

from django.apps import AppConfig

from magistrat.ui import menu


class MovingConfig(AppConfig):
    name = "magistrat.moving"

    def ready(self) -> None:
        menu.register("Перенесення обліків", "moving:list", ["records.bring_in"], order=86, icon="inbox")
