"""Django's description of the app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Resolutions, tasks, control."""

    name = "magistrat.tasks"

    def ready(self) -> None:
        """Join the registration of documents, their filing and the warning of a leader who goes on leave."""
        from magistrat.documents import events as documents
        from magistrat.organisation import open_work
        from magistrat.tasks import events, queries
        from magistrat.tasks.actions import reviews

        documents.on_registered(reviews.on_registered)
        documents.before_filing(events.filing_refusal)
        open_work.register(queries.open_work)
