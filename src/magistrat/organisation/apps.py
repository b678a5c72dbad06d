"""Django's description of the app."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "magistrat.organisation"

    def ready(self) -> None:
        """Put the organisation into the menu."""
        from magistrat.ui import menu

        menu.register("Організація", "organisation:structure", (), order=80, icon="people")
