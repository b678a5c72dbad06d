"""A real SMTP server on this machine that answers as told."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from tests.factories.mail_server import Server


class Post:
    """What the server received and how it answers the next letters."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.mail_answer = ""
        self.rcpt_answer = ""
        self.data_answer = ""

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 aiosmtpd's name
        if self.mail_answer:
            return self.mail_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 aiosmtpd's name
        if self.rcpt_answer:
            return self.rcpt_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        if self.data_answer:
            return self.data_answer
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def unused_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def post(settings, unused_port) -> Iterator[Post]:
    """The city's mail server; Django is pointed at it."""
    handler = Post()
    controller = Server(handler, hostname="127.0.0.1", port=unused_port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
    settings.DEFAULT_FROM_EMAIL = "kancelyariya@misto.example"
    yield handler
    controller.stop()


@pytest.fixture
def post_with_password(settings, unused_port) -> Iterator[Post]:
    """A mail server that takes letters only from who signs in, and knows no password that is told it."""
    handler = Post()
    controller = Server(
        handler, hostname="127.0.0.1", port=unused_port, auth_required=True, auth_require_tls=False,
        authenticator=lambda *asked: AuthResult(success=False, handled=False),
    )  # fmt: skip
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
    yield handler
    controller.stop()


class Noticing(SMTP):
    """A server that knows delivery notices (RFC 3461)."""

    async def smtp_RCPT(self, arg):  # noqa: N802 aiosmtpd's name
        address, _, asked = arg.partition("> ")
        self.event_handler.notices.append(asked)
        await super().smtp_RCPT(f"{address}>")


class Announcing(Post):
    """It says so in its greeting."""

    def __init__(self) -> None:
        super().__init__()
        self.notices: list[str] = []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 aiosmtpd's name
        session.host_name = hostname
        return [*responses[:-1], "250-DSN", responses[-1]]


@pytest.fixture
def post_with_notices(settings, unused_port) -> Iterator[Announcing]:
    """A mail server that reports deliveries."""
    handler = Announcing()
    controller = Server(handler, kind=Noticing, hostname="127.0.0.1", port=unused_port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port
    yield handler
    controller.stop()
