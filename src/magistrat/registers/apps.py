"""Django's description of the app."""

from typing import Any

from django.apps import AppConfig


def _is_kept(request: Any) -> bool:
    """Whether the regulation of the day keeps the log."""
    from magistrat.registers.queries import copying

    return copying.is_kept(request.on)


class RegistersConfig(AppConfig):
    """Logs that the regulation asks for beside the registration of documents."""

    name = "magistrat.registers"

    def ready(self) -> None:
        """Offer the logs in cities whose regulation keeps them."""
        from magistrat.ui import menu

        menu.register(
            "Облік копіювання",
            "registers:copying",
            order=78,
            icon="clip",
            when=_is_kept,
        )
