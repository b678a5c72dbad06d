"""A round through a mailbox: each new letter is kept in its own transaction before the server hears that it was read.

Whatever breaks in the middle, the next round goes on behind the last letter that was kept.
"""

from __future__ import annotations

from datetime import datetime

from magistrat.exchange import imap, passwords
from magistrat.exchange.actions import mailboxes, taking
from magistrat.exchange.models import Fetched, Mail, Mailbox

INFECTED_FOLDER = "Infected"


def check(*, at: datetime, mailbox: int) -> int:
    """Fetch what is new in the box and write down that it was checked, or why not; returns how many letters came."""
    box = Mailbox.objects.filter(pk=mailbox, is_open=True).exclude(host="").first()
    if box is None:
        return 0
    try:
        password = passwords.password(secret=box.secret, secret_from=box.secret_from)
        place = imap.Place(box.host, box.port, box.security, box.login, password, box.folder)
        with imap.opened(place) as opened:
            came = _bring(opened, box, at)
            _tell_server(opened, box)
    except passwords.Unreadable as trouble:
        mailboxes.note_check(at=at, mailbox=mailbox, trouble=str(trouble))
        return 0
    except imap.TROUBLES as trouble:
        mailboxes.note_check(at=at, mailbox=mailbox, trouble=imap.said(trouble))
        return 0
    mailboxes.note_check(at=at, mailbox=mailbox)
    return came


def _bring(opened: imap.Box, box: Mailbox, at: datetime) -> int:
    uids = opened.after(_last(opened, box))
    if uids and uids[0] < box.first_uid:
        unread = opened.unread()
        uids = [uid for uid in uids if uid >= box.first_uid or uid in unread]
    came = 0
    for uid in uids:
        letter = opened.letter(uid)
        if letter is None:
            continue
        taking.take(
            at=at,
            mailbox=box.pk,
            raw=letter.raw,
            arrived_at=letter.arrived_at,
            place=(opened.validity, uid),
            trouble=letter.trouble,
        )
        came += 1
    return came


def _last(opened: imap.Box, box: Mailbox) -> int:
    """Behind which letter the round goes on.

    A box looked into for the first time may hold the letters of years, read by its people long ago: of those only the
    unread are brought. A server that made its folder anew numbers from the beginning: all are brought, and those that
    were here are known by their content.
    """
    if box.validity == opened.validity:
        return box.last_uid
    is_first = box.validity is None
    box.validity, box.last_uid = opened.validity, 0
    box.first_uid = max(opened.after(0), default=0) + 1 if is_first else 0
    Mailbox.objects.filter(pk=box.pk).update(validity=box.validity, last_uid=0, first_uid=box.first_uid)
    return 0


def _tell_server(opened: imap.Box, box: Mailbox) -> None:
    """Marks, also those that a broken round owed; infected letters leave the folder."""
    owed = Fetched.objects.filter(mailbox=box, validity=opened.validity, is_marked=False)
    rows = list(owed.select_related("mail").only("uid", "mail__state")[:1000])
    opened.mark([row.uid for row in rows])
    opened.put_away([row.uid for row in rows if row.mail.state == Mail.State.INFECTED], INFECTED_FOLDER)
    Fetched.objects.filter(pk__in=[row.pk for row in rows]).update(is_marked=True)
