"""Django's description of the app."""

from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "magistrat.bodies"

    def ready(self) -> None:
        """Put bodies into the menu of those who keep their composition."""
        from magistrat.ui import menu

        menu.register("Колегіальні органи", "bodies:bodies", ["bodies.manage"], order=82, icon="people")
