"""Django's description of the app."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "magistrat.organisation"

    def ready(self) -> None:
        """Put the organisation into the menu; say who holds which role; tell administrators of a mail server in trouble."""
        from magistrat.organisation import queries
        from magistrat.organisation.actions import administrators
        from magistrat.organisation.roles import ROLES
        from magistrat.outbox import hooks as outbox
        from magistrat.regulation import offices
        from magistrat.ui import menu

        outbox.on_trouble(administrators.tell_of_mail_server)
        offices.register(lambda on: (queries.roles_held(on), ROLES))
        menu.register("Організація", "organisation:structure", (), order=80, icon="people")
