"""What the house itself answers to an e-mail: it came, it bore a virus, it could not be read (KR annex 15, 3.2–3.4).

A program's letter is never answered, nor one address more than a few times a day: two programs would write for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from magistrat.exchange.models import Mail
from magistrat.outbox import actions as outbox
from magistrat.outbox import queries as sent
from magistrat.rules.moments import local

MOST_A_DAY = 10
KEY = "exchange.answer:"


def confirm(*, mail: Mail, at: datetime) -> int | None:
    """The receipt that the sender asked for, at once (3.3); returns the id of our letter."""
    if not mail.asks_receipt:
        return None
    body = (
        f"Ваш лист «{mail.subject or 'без теми'}» одержано {local(mail.arrived_at):%d.%m.%Y о %H:%M} "
        f"на адресу {mail.mailbox.address}.\n\nЦе повідомлення сформовано автоматично. "
        "Про реєстрацію Вашого листа буде повідомлено, якщо її передбачено."
    )
    report = (
        f"Reporting-UA: magistrat\nFinal-Recipient: rfc822;{mail.mailbox.address}\n"
        f"Original-Message-ID: <{mail.message_id}>\n"
        "Disposition: automatic-action/MDN-sent-automatically; processed\n"
    )
    return _answer(mail, at, "receipt", "Підтвердження отримання", body, report)


def tell_of_virus(*, mail: Mail, at: datetime, virus: str) -> int | None:
    """The sender is told of the virus and asked for a new letter (3.2.2)."""
    body = (
        f"У Вашому листі «{mail.subject or 'без теми'}» виявлено комп'ютерний вірус ({virus}). Лист вилучено непрочитаним.\n\n"
        "Просимо перевірити комп'ютер і надіслати новий лист."
    )
    return _answer(mail, at, "virus", "Лист містить комп'ютерний вірус", body)


def tell_of_unreadable(*, mail: Mail, at: datetime) -> int | None:
    """The sender is told that his letter could not be read (3.4)."""
    body = (
        f"Ваш лист «{mail.subject or 'без теми'}» надійшов, але його зміст прочитати не вдалося: {mail.trouble}.\n\n"
        "Просимо надіслати його знову."
    )
    return _answer(mail, at, "unreadable", "Лист не вдалося прочитати", body)


def may_answer(mail: Mail, at: datetime) -> bool:
    """Whether the sender may be answered by a program at all."""
    if mail.is_automatic or not mail.from_address or mail.from_address == mail.mailbox.address.lower():
        return False
    return sent.sent_since(mail.from_address, KEY, at - timedelta(days=1)) < MOST_A_DAY


def _answer(mail: Mail, at: datetime, what: str, subject: str, body: str, report: str = "") -> int | None:
    if not may_answer(mail, at):
        return None
    headers = {"Auto-Submitted": "auto-replied", "Precedence": "auto_reply"}
    if mail.message_id:
        headers |= {"In-Reply-To": f"<{mail.message_id}>", "References": f"<{mail.message_id}>"}
    message = outbox.mail(
        at=at,
        key=f"{KEY}{what}:{mail.pk}",
        to_address=mail.from_address,
        subject=f"{subject}: {mail.subject}" if mail.subject else subject,
        body=body,
        from_address=mail.mailbox.address,
        headers=headers,
        report=report,
    )
    return int(message.pk)
