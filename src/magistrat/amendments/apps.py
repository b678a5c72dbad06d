"""Django's description of the app."""

from django.apps import AppConfig


class AmendmentsConfig(AppConfig):
    """Drafts of editions of the regulation: changed, checked, tried on the past, adopted."""

    name = "magistrat.amendments"

    def ready(self) -> None:
        """Put the drafts beside the regulation's pages, and beside the list of adopted editions."""
        from magistrat.amendments.pages import panel
        from magistrat.ui import panels

        panels.register("regulation.tabs", panel.tab)
        panels.register("regulation.editions", panel.beside_editions)
