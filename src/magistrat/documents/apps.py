"""Django's description of the app."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

# With PostgreSQL's own 0.6 a name of one word with one wrong letter is not found.
LIKENESS = 0.45
# PostgreSQL's own 0.3 lets a short word be compared with thousands.
LIKENESS_OF_WORDS = 0.36


def know_misspelt(connection: Any, **_: Any) -> None:
    """Let each connection take words with a wrong letter for the same."""
    if connection.vendor == "postgresql":
        connection.connection.execute(f"SET pg_trgm.word_similarity_threshold = {LIKENESS}")
        connection.connection.execute(f"SET pg_trgm.similarity_threshold = {LIKENESS_OF_WORDS}")


class DocumentsConfig(AppConfig):
    name = "magistrat.documents"

    def ready(self) -> None:
        """Put the app's pages into the menu."""
        connection_created.connect(know_misspelt)
        from magistrat.documents import views
        from magistrat.documents.actions import passages, threats
        from magistrat.documents.pages import bulk_deeds, clause_panel, familiarisation
        from magistrat.storage import hooks as of_storage
        from magistrat.texts import hooks as of_texts
        from magistrat.ui import menu, panels

        of_storage.on_infected(threats.tell)
        of_texts.add_on_read(passages.on_read)
        bulk_deeds.register()
        views.register("documents", "documents:list")
        panels.register("documents.card", familiarisation.on_card, 40)
        panels.register("regulation.clause", clause_panel.shown, 10)
        menu.register("Документи", "documents:list", order=20, icon="document")
        menu.register(
            "Надходження", "documents:arrivals", ("arrival.receive", "arrival.review"), order=30, icon="inbox"
        )
        menu.register(
            "Кореспонденти",
            "documents:correspondents",
            ("arrival.receive", "document.register_incoming", "document.register_unit"),
            order=70,
            icon="people",
        )
        menu.register(
            "Номенклатура справ",
            "documents:nomenclature",
            ("nomenclature.manage", "nomenclature.manage_own", "document.file_away"),
            order=75,
            icon="folder",
        )
        menu.register("Ознайомлення", "documents:reading", order=72, icon="document")
        menu.register("Реєстри", "documents:registries", ("registry.manage",), order=80, icon="book")
