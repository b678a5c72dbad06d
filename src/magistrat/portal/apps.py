"""Django's description of the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "magistrat.portal"

    def ready(self) -> None:
        """Show strangers the way to the public pages, and those who publish a sitting what of it is seen."""
        from magistrat.portal import panels
        from magistrat.ui import panels as places

        places.register("base.public", panels.way_in, 10)
        places.register("sittings.head", panels.on_sitting, 20)
