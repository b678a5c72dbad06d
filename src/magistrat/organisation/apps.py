"""Django's description of the app."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "magistrat.organisation"

    def ready(self) -> None:
        """Put the organisation into the menu; say who holds which role."""
        from magistrat.organisation import queries
        from magistrat.organisation.roles import ROLES
        from magistrat.regulation import offices
        from magistrat.ui import menu

        offices.register(lambda on: (queries.roles_held(on), ROLES))
        menu.register("Організація", "organisation:structure", (), order=80, icon="people")
