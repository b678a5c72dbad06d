"""Django's description of the app."""

from django.apps import AppConfig


class RegulationConfig(AppConfig):
    name = "magistrat.regulation"

    def ready(self) -> None:
        """Put the regulation into the menu."""
        from magistrat.ui import menu

        menu.register("Регламент", "regulation:entries", ("regulation.view",), order=90, icon="book")
