"""Django's description of the app."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "magistrat.storage"

    def ready(self) -> None:
        """Let Django check the settings of the bucket."""
        from magistrat.storage import checks  # noqa: F401
