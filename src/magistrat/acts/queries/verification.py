"""What anyone who holds a copy of an act may learn of it by its code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from magistrat.acts.models import Act
from magistrat.acts.queries import copies, naming, on_copy
from magistrat.papers.stamps import Unstampable
from magistrat.signatures import queries as signatures
from magistrat.texts.readers.trouble import Unreadable


@dataclass(frozen=True)
class Known:
    """An act by its code; of one for official use or on personnel the title is not told.

    :param seals: electronic signatures of its original, as read now: state, owner, serial, moment.
    """

    act: Act
    named: str
    title: str
    force: str
    is_in_force: bool
    signed: str
    is_electronic: bool


@dataclass(frozen=True)
class Compared:
    """A file compared with the act: what it is, in words, and its own signatures."""

    is_ours: bool
    said: str
    signatures: tuple[dict[str, Any], ...] = ()


def by_code(code: str) -> Act | None:
    """The registered act of the code, however it is typed; one statement."""
    letters = "".join(one for one in code.upper() if one.isalnum())
    if len(letters) != 12:
        return None
    wanted = "-".join(letters[start : start + 4] for start in range(0, 12, 4))
    found = Act.objects.filter(check_code=wanted, state=Act.State.REGISTERED)
    return found.select_related("document", "signed_file", "signed_version", "drafter__department", "signatory").first()


def known(act: Act, on: date) -> Known:
    """What everybody may know of the act."""
    is_closed = naming.is_closed(act)
    return Known(
        act=act,
        named=naming.short(act),
        title="" if is_closed else act.title,
        force="" if is_closed else act.get_force_display(),
        is_in_force=act.is_in_force(on),
        signed=f"{act.signed_title} {act.signed_name}".replace("\n", " "),
        is_electronic=act.is_electronic,
    )


def compared(act: Act, content: bytes, at: datetime, address: str = "") -> Compared:
    """Whether the file is the signed original, a certified copy or the copy with the mark of registration."""
    sha256 = on_copy.digest(content)
    if act.signed_file is not None and act.signed_file.blob_id == sha256:
        return Compared(is_ours=True, said="Файл є підписаним оригіналом акта.", signatures=_signatures(content, at))
    if (copy := copies.by_content(act, sha256)) is not None:
        said = f"Файл є засвідченою копією (витягом) № {copy.number} від {copy.on:%d.%m.%Y}."
        return Compared(is_ours=True, said=said)
    try:
        if act.signed_file is not None and on_copy.is_copy_of(act, content, address):
            return Compared(is_ours=True, said="Файл є копією акта з відміткою про реєстрацію.")
    except Unstampable:
        pass
    said = "Файл не збігається ні з оригіналом, ні з виданими копіями акта: його змінено або він інший."
    return Compared(is_ours=False, said=said, signatures=_signatures(content, at))


def _signatures(content: bytes, at: datetime) -> tuple[dict[str, Any], ...]:
    if b"%PDF-" not in content[:1024]:
        return ()
    try:
        return tuple(signatures.examined(content, at))
    except Unreadable:
        return ()
