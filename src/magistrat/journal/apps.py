"""Django's description of the app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "magistrat.journal"

    def ready(self) -> None:
        """Put the journal into the menu of those who may look into it."""
        from magistrat.ui import menu

        menu.register("Журнал", "journal:journal", ["journal.view"], order=900, icon="history")
