"""What a letter must have before it goes by e-mail, and from which box (KR 16.3-16.5, annex 15; DR 14.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from magistrat.rules import limits
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.refusal import Refusal

MEGABYTE = 1024 * 1024
# An area code and a number make at least so many figures: (056) 92-13-14.
LEAST_FIGURES = 9


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a letter; `size` in bytes, `kind` its media type by its content."""

    name: str
    size: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter about to go: `signature` by the parts `post name phone email`, each a line or empty."""

    subject: str
    sender: str
    attached: tuple[Attached, ...]
    signature: Mapping[str, str]


def refusal(edition: Edition, mail: Outgoing) -> Refusal | None:
    """Why the letter may not go as it is, the first reason; nothing when it may (KR 16.5, annex 15, 2.5–2.9)."""
    checks = (_subject, _sender, _size, _archives, _signature)
    return next((found for check in checks if (found := check(edition, mail))), None)


def largest_sum(edition: Edition) -> tuple[int, str] | None:
    """Bytes that the attachments may have together, with the clause (KR annex 15, 2.7)."""
    entry = edition.get("mail_attachments_size")
    return (limits.number(entry) * MEGABYTE, entry.clause) if entry else None


def is_official(edition: Edition, address: str) -> bool:
    """Whether one may write from this address (KR 16.5)."""
    entry = edition.get("mail_official_domains")
    domain = address.rpartition("@")[2].strip(" >").lower()
    return entry is None or any(domain == one or domain.endswith(f".{one}") for one in entry.values["domains"])


def goes_from_main_box(edition: Edition, blank: str) -> bool:
    """Whether a letter on this blank concerns the city as a whole and goes from the committee's box (KR 16.4)."""
    entry = edition.get("mail_sender_box")
    return entry is not None and blank in entry.values["city_wide_blanks"]


def described(edition: Edition) -> bool:
    """Whether the letter must describe its attachments (KR annex 15, 2.6)."""
    return edition.get("mail_attachments_described") is not None


def watches_confirmations(edition: Edition) -> bool:
    """Whether confirmations are asked for and watched (KR annex 15, 2.12)."""
    return edition.get("mail_confirmations_watched") is not None


def _subject(edition: Edition, mail: Outgoing) -> Refusal | None:
    entry = edition.get("mail_subject")
    return (
        entry.refusal("Зазначте тему листа: її заповнюють обов'язково.") if entry and not mail.subject.strip() else None
    )


def _sender(edition: Edition, mail: Outgoing) -> Refusal | None:
    entry = edition.get("mail_official_domains")
    if entry is None or is_official(edition, mail.sender):
        return None
    domains = ", ".join(entry.values["domains"])
    said = f"адреса «{mail.sender}» не офіційна" if mail.sender else "офіційної скриньки не налаштовано"
    return entry.refusal(f"Листуються лише з офіційних адрес (домен {domains}): {said}.")


def _size(edition: Edition, mail: Outgoing) -> Refusal | None:
    entry = edition.get("mail_attachments_size")
    whole = sum(one.size for one in mail.attached)
    if entry is None or limits.judge(entry, Fraction(whole, MEGABYTE), "megabytes").is_allowed:
        return None
    largest = max(mail.attached, key=lambda one: one.size)
    return entry.refusal(
        f"Файли разом мають {_megabytes(whole)} МБ, а дозволено {limits.number(entry)} МБ. "
        f"Найбільший: «{largest.name}» ({_megabytes(largest.size)} МБ)."
    )


def _archives(edition: Edition, mail: Outgoing) -> Refusal | None:
    entry = edition.get("mail_archive_format")
    if entry is None:
        return None
    names, kinds = entry.values["refused"], entry.values["refused_kinds"]
    wrong = next((one.name for one in mail.attached if _ending(one.name) in names or one.kind in kinds), None)
    return entry.refusal(f"Архів «{wrong}» надсилають лише у форматі ZIP.") if wrong else None


def _signature(edition: Edition, mail: Outgoing) -> Refusal | None:
    entry = edition.get("mail_signature")
    if entry is None:
        return None
    lacking = [label for part, label in _parts(entry) if not _is_whole(part, mail.signature.get(part, ""))]
    return entry.refusal(f"У підписі листа бракує: {'; '.join(lacking)}.") if lacking else None


def _parts(entry: Entry) -> list[tuple[str, str]]:
    parts: Sequence[str] = entry.values["parts"]
    return list(zip(parts, entry.values["labels"], strict=True))


def _is_whole(part: str, line: str) -> bool:
    if part == "phone":
        return len(re.sub(r"\D", "", line)) >= LEAST_FIGURES
    return bool(line.strip())


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.1f}".replace(".", ",").removesuffix(",0")
