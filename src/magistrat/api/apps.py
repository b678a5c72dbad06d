"""Django's description of the app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "magistrat.api"

    def ready(self) -> None:
        """Put the programs into the administrator's menu."""
        from magistrat.ui import menu

        menu.register("Програми", "api:programs", ("account.manage",), order=95, icon="key")
