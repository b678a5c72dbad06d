"""Django's description of the app."""

from django.apps import AppConfig


class SittingsConfig(AppConfig):
    name = "magistrat.sittings"

    def ready(self) -> None:
        """Tell the hall what its questions are, and hear how they ended."""
        from magistrat.approvals import hooks as of_approvals
        from magistrat.bodies import hooks
        from magistrat.documents.actions import hooks as of_documents
        from magistrat.sittings import events, panels
        from magistrat.sittings.actions import agenda_fixing, minutes, outcomes, publishing
        from magistrat.sittings.pages import head
        from magistrat.sittings.queries import hall
        from magistrat.ui import menu
        from magistrat.ui import panels as places

        menu.register("Засідання", "sittings:sittings", [], order=45, icon="calendar")
        places.register("acts.act", panels.on_act, 60)
        hooks.tells_items(hall.facts)
        hooks.tells_page(head.address)
        hooks.on_outcome(outcomes.follow)
        hooks.on_turn(agenda_fixing.follow_turn)
        hooks.on_turn(minutes.follow_turn)
        of_documents.before_publishing(publishing.closed_refusal)
        of_approvals.on_agreed(events.agreed)
        of_approvals.on_returned(events.returned)
