"""Two people at once, and a letter that really goes by e-mail."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connections

from magistrat.correspondence import queries
from magistrat.correspondence.actions import dispatching, drafting, registering, signing, visas
from magistrat.correspondence.models import Letter
from magistrat.documents.models import Document
from magistrat.outbox import actions as outbox
from magistrat.rules.refusal import Refusal
from tests.apps.correspondence.conftest import AT, Hall, build, kyiv
from tests.factories.mail_server import Server


class Post:
    """What the mail server received."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    handler = Post()
    controller = Server(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


@pytest.fixture
def town(transactional_db: None) -> Hall:
    return build("kryvyi-rih")


def signed(hall: Hall, *addressees: str) -> Letter:
    letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter(*addressees).pk)
    visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
    return signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment; results or refusals in their order."""
    start, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            results[place] = deed()
        except Refusal as refusal:
            results[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class TestTwoAtOnce:
    def test_one_number_for_one_letter(self, town: Hall) -> None:
        letter = signed(town)
        words = {
            "actor": town.actor("clerk"),
            "at": AT,
            "letter": letter.pk,
            "registry": town.registries["outgoing"].pk,
        }
        results = together(*[lambda: registering.register(**words)] * 3)
        assert sum(isinstance(one, Letter) for one in results) == 1
        assert sum(isinstance(one, Refusal) for one in results) == 2
        assert list(Document.objects.exclude(number=None).values_list("number", flat=True)) == [1]

    def test_letters_get_numbers_without_gaps(self, town: Hall) -> None:
        found = [signed(town) for _ in range(4)]
        actor, registry = town.actor("clerk"), town.registries["outgoing"].pk
        together(
            *(lambda pk=one.pk: registering.register(actor=actor, at=AT, letter=pk, registry=registry) for one in found)
        )
        assert sorted(Document.objects.values_list("number", flat=True)) == [1, 2, 3, 4]

    def test_changed_while_it_is_visaed(self, town: Hall) -> None:
        letter = visas.ask(actor=town.actor("executor"), at=AT, letter=town.letter().pk)
        head, executor, content = town.actor("head"), town.actor("executor"), town.draft(text="Інший текст")
        together(
            lambda: visas.give(actor=head, at=AT, letter=letter.pk),
            lambda: drafting.change(actor=executor, at=AT, letter=letter.pk, content=content),
        )
        letter.refresh_from_db()
        assert (letter.state, letter.version) == (Letter.State.DRAFT, 2)
        assert not letter.visas.filter(state="given", version=1).exists()

    def test_one_signature(self, town: Hall) -> None:
        letter = visas.ask(actor=town.actor("executor"), at=AT, letter=town.letter().pk)
        visas.give(actor=town.actor("head"), at=AT, letter=letter.pk)
        deputy = town.actor("deputy")
        results = together(*[lambda: signing.sign(actor=deputy, at=AT, letter=letter.pk)] * 2)
        assert sum(isinstance(one, Refusal) for one in results) == 1

    def test_one_dispatch(self, town: Hall) -> None:
        letter = signed(town, "plant")
        clerk = town.actor("clerk")
        registering.register(actor=clerk, at=AT, letter=letter.pk, registry=town.registries["outgoing"].pk)
        wanted = [town.correspondents["plant"].pk]
        send = lambda: dispatching.send(actor=clerk, at=AT, letter=letter.pk, addressees=wanted, by="post")  # noqa: E731
        together(send, send)
        assert letter.dispatches.count() == 1


class TestByEmail:
    def test_goes_to_a_real_server_with_its_files(self, hall: Hall, post: Post, scan: list[Any]) -> None:
        letter = signed(hall, "enterprise")
        registry = hall.registries["outgoing"].pk
        letter = registering.register(actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=registry, scan=scan)
        wanted = [hall.correspondents["enterprise"].pk]
        row = dispatching.send(actor=hall.actor("clerk"), at=AT, letter=letter.pk, addressees=wanted, by="email")[0]
        outbox.send(at=kyiv("03-10 11:31"), message=row.message)
        assert queries.dispatches(letter)[0].mail.state == "sent"
        (received,) = post.letters
        assert post.recipients == ["dzherelo@example.org"]
        assert letter.document.index in received["Subject"]
        (attached,) = received.iter_attachments()
        assert attached.get_filename() == "підписаний.pdf"
        assert attached.get_content() == scan[0].content
