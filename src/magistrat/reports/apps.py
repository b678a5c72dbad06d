"""Django's description of the app."""

from django.apps import AppConfig

from magistrat.ui import menu


class ReportsConfig(AppConfig):
    name = "magistrat.reports"

    def ready(self) -> None:
        menu.register("Звіти", "reports:execution", ["report.view"], order=65, icon="chart")
