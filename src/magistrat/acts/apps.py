"""Django's description of the app."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    name = "magistrat.acts"

    def ready(self) -> None:
        """Put acts into the menu and onto cards, follow their approvals."""
        from magistrat.acts import decision_places, extras, panels, public_places
        from magistrat.acts import places as office
        from magistrat.acts.actions import adopting, convening, sending_for_visas, texts
        from magistrat.acts.pages import bulk_deeds, shown
        from magistrat.acts.queries import changed, comparing, public, signing
        from magistrat.acts.queries import convening as calling
        from magistrat.approvals import hooks
        from magistrat.bodies import hooks as bodies
        from magistrat.documents.actions import passages
        from magistrat.organisation import open_work
        from magistrat.rules.act_kinds import DOCUMENT_KINDS
        from magistrat.ui import menu
        from magistrat.ui import panels as places

        menu.register("Проєкти актів", "acts:drafts", order=44, icon="pen")
        menu.register("Акти", "acts:register", order=45, icon="book")
        places.register("documents.card", panels.on_card, 55)
        bodies.on_outcome(adopting.follow)
        bodies.on_convened(convening.follow)
        bodies.tells_sent(calling.sent)
        hooks.on_agreed(sending_for_visas.on_agreed)
        hooks.on_returned(sending_for_visas.on_returned)
        hooks.tells_changed(changed.changed_by)
        for kind in DOCUMENT_KINDS:
            hooks.show_with(kind, shown.version_text)
            hooks.reads_public(kind, public.version_parts)
            hooks.reads_parts(kind, comparing.version_parts)
        passages.add_source(texts.of_documents)
        open_work.register(signing.open_work)
        extras.register()
        office.register()
        decision_places.register()
        bulk_deeds.register()
        public_places.register()
