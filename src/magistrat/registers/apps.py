"""Django's description of the app."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Logs that the regulation asks for beside the registration of documents."""

    name = "magistrat.registers"

    def ready(self) -> None:
        """Offer the logs in cities whose regulation keeps them."""
        from magistrat.registers.queries import copying
        from magistrat.ui import menu

        menu.register(
            "Облік копіювання",
            "registers:copying",
            order=78,
            icon="clip",
            when=lambda request: copying.is_kept(request.on),
        )
