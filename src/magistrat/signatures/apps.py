"""Django's description of the app."""

from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "magistrat.signatures"

    def ready(self) -> None:
        """Offer the keys that the city keeps itself."""
        from magistrat.signatures import signers
        from magistrat.signatures.signers.own import OwnKeys

        signers.register(OwnKeys())
