"""Django's description of the app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "magistrat.exchange"

    def ready(self) -> None:
        """Put the queue into the menu; lend the outbox the units' own addresses; hear of infected contents and of a server in trouble."""
        from magistrat.exchange import events
        from magistrat.exchange.actions.mailboxes import tell_of_server
        from magistrat.exchange.queries import mailboxes
        from magistrat.outbox import hooks as outbox
        from magistrat.storage import hooks as storage
        from magistrat.ui import menu

        menu.register("Електронна пошта", "exchange:queue", ["mail.operate"], order=31, icon="mail")
        menu.register("Скриньки", "exchange:mailboxes", ["mail.settings"], order=92, icon="mail")
        outbox.sends_from(mailboxes.address_of)
        outbox.on_trouble(tell_of_server)
        storage.on_infected(events.found_infected)
