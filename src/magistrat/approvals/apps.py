"""Django's description of the app."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Routes, versions and visas of papers."""

    name = "magistrat.approvals"

    def ready(self) -> None:
        """Join the menu and the warning before a leave."""
        from magistrat.approvals.pages import visas
        from magistrat.approvals.queries import lists
        from magistrat.organisation import open_work
        from magistrat.ui import menu

        open_work.register(lists.open_work)
        menu.register("Візування", "approvals:mine", order=25, icon="check", count=visas.count)
