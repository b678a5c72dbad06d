"""E-mail of the story: the boxes of the house, and letters that come to them in its last days, without a network."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from random import Random

from magistrat.correspondence.models import Dispatch
from magistrat.demo import words
from magistrat.demo.cast import MAIL
from magistrat.demo.scenes import Scene
from magistrat.demo.stage import Stage
from magistrat.exchange.actions import deciding, mailboxes, taking
from magistrat.exchange.models import Mailbox
from magistrat.journal.actor import SYSTEM
from magistrat.outbox.models import Message
from magistrat.rules import mail as rules

LATE = timedelta(minutes=2)


def boxes(stage: Stage, at: datetime) -> None:
    """The committee's box and one of the first department that has a clerk of its own; letters are brought by hand."""
    reader = stage.departments.get(rules.reader(stage.rules(at)))
    records = stage.with_role("records_clerk")[0].department
    _box(stage, at, "vykonkom", "Виконавчий комітет", (reader or records).pk, is_main=True)
    if clerks := stage.with_role("department_clerk"):
        unit = clerks[0].department
        _box(stage, at, "viddil", unit.short_name, unit.pk, is_main=False)


def letter_comes(stage: Stage, rng: Random, number: int, days_before: int) -> Scene:
    """One e-mail: a body, a citizen, an advertisement; the older ones have been decided upon."""
    at = yield stage.days.some(stage.days.calendar.add_working(stage.until, -days_before), rng, 0.05, 0.9)
    kind = words.read("mails")["letters"][number % len(words.read("mails")["letters"])]
    main = Mailbox.objects.get(is_main=True)
    mail = stage.deeds.do(taking.take, at=at, mailbox=main.pk, raw=_raw(stage, rng, kind, number, at, main.address))
    if days_before < 2:
        return
    at = yield stage.days.after(at, rng, (10, 60))
    actor = stage.who(stage.with_role("records_clerk")[0], at)
    if kind["what"] == "advertisement":
        stage.deeds.do(deciding.refuse, actor=actor, at=at, mail=mail.pk, reason="Рекламна пропозиція")
    elif mail.department_id in actor.departments:
        stage.deeds.do(deciding.accept, actor=actor, at=at, mail=mail.pk)


def letter_bounces(stage: Stage, rng: Random) -> Scene:
    """The last letter sent by e-mail comes back: it lies on the desk of those who send, with the address to correct."""
    at = yield stage.days.some(stage.days.calendar.add_working(stage.until, -1), rng, 0.5, 0.9)
    went = Dispatch.objects.filter(way="email", failed_at__isnull=True, at__lt=at - LATE).order_by("-at").first()
    message = Message.objects.filter(pk=went.message or 0, state="sent").first() if went else None
    if message is not None:
        main = Mailbox.objects.get(is_main=True)
        stage.deeds.do(taking.take, at=at, mailbox=main.pk, raw=_bounce(message, at))


def _box(stage: Stage, at: datetime, name: str, title: str, department: int, *, is_main: bool) -> None:
    entry = stage.rules(at).get("mail_official_domains")
    domain = entry.values["domains"][0] if entry else MAIL[stage.city]
    given = {"title": title, "address": f"demo-{name}@{domain}", "department": department, "is_main": is_main}
    stage.deeds.do(mailboxes.add, actor=SYSTEM, at=at, given=given)


def _raw(stage: Stage, rng: Random, kind: dict[str, str], number: int, at: datetime, to: str) -> bytes:
    # One encoded word for a long name: between several of them Python's own folding loses the spaces.
    letter = EmailMessage(policy=SMTP.clone(max_line_length=998))
    sender = rng.choice([one for one in stage.senders(["enterprise", "municipal", "central_body"]) if one.email])
    letter["From"] = kind.get("from") or f"{sender.name} <{sender.email}>".replace("«", "").replace("»", "").replace(
        ",", ""
    )
    letter["To"], letter["Subject"] = to, kind["subject"]
    letter["Date"], letter["Message-ID"] = format_datetime(at - LATE), f"<{number}.{at:%Y%m%d}@poshta.example>"
    letter.set_content(kind["text"])
    if kind.get("file"):
        content = f"{kind['subject']}\n\n{kind['text']}\n".encode()
        letter.add_attachment(content, maintype="text", subtype="plain", filename=kind["file"])
    return letter.as_bytes()


def _bounce(message: Message, at: datetime) -> bytes:
    return (
        f"From: MAILER-DAEMON@poshta.example\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: {format_datetime(at)}\r\n"
        f"Message-ID: <bounce.{message.pk}@poshta.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n'
        "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; poshta.example\r\n\r\n"
        f"Final-Recipient: rfc822; {message.to_address}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 Recipient address rejected: user unknown\r\n\r\n"
        f"--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message.message_id}>\r\n\r\n--B--\r\n"
    ).encode()
