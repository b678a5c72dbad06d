"""Django's description of the app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "magistrat.outbox"

    def ready(self) -> None:
        """Put the bell into the top bar."""
        from magistrat.outbox import bar
        from magistrat.ui import panels

        panels.register("base.bar", bar.bell)
