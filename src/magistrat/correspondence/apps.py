"""Django's description of the app."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "magistrat.correspondence"

    def ready(self) -> None:
        """Put letters into the menu and onto the cards of documents."""
        from magistrat.correspondence import events, panels
        from magistrat.correspondence.actions import correcting, mailing, repointing, signed_on_paper, texts
        from magistrat.correspondence.queries import lists, replies
        from magistrat.documents.actions import hooks as of_documents
        from magistrat.documents.actions import passages
        from magistrat.documents.queries import standing
        from magistrat.organisation import open_work
        from magistrat.outbox import hooks
        from magistrat.tasks.queries import sending
        from magistrat.ui import menu
        from magistrat.ui import panels as places

        menu.register(
            "Вихідні листи", "correspondence:outgoing", ["letter.draft", "letter.visa", "letter.sign", "letter.dispatch"],
            order=40, icon="send",
        )  # fmt: skip
        of_documents.on_repointed(repointing.follow)
        of_documents.on_corrected(correcting.on_corrected)
        of_documents.before_letter_on_paper(signed_on_paper.take)
        passages.add_source(texts.of_documents)
        sending.told_by(replies.sendings_of)
        standing.sent_by(replies.is_sent)
        places.register("documents.card", panels.on_card, 60)
        open_work.register(lists.open_work)
        hooks.on_failed(mailing.KEY, events.mail_failed)
