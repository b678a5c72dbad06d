"""Django's description of the app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "magistrat.documents"

    def ready(self) -> None:
        """Put the app's pages into the menu."""
        from magistrat.ui import menu

        menu.register("Документи", "documents:list", order=20, icon="document")
        menu.register("Надходження", "documents:arrivals", ("arrival.receive", "arrival.review"), order=30, icon="inbox")
        menu.register("Кореспонденти", "documents:correspondents", ("arrival.receive", "document.register_incoming", "document.register_unit"), order=70, icon="people")
        menu.register("Номенклатура справ", "documents:nomenclature", ("nomenclature.manage", "document.file_away"), order=75, icon="folder")
        menu.register("Реєстри", "documents:registries", ("registry.manage",), order=80, icon="book")
