"""What is proposed of an e-mail: whose it is, who wrote it, which letter of ours it answers (KR 16.3; DR 14.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from magistrat.documents import reading as requisites
from magistrat.documents.models import Correspondent, Document
from magistrat.exchange.models import Mailbox
from magistrat.exchange.reading import Read
from magistrat.organisation import queries as organisation
from magistrat.outbox import queries as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import mail as rules
from magistrat.rules.edition import Edition

# Our own subjects come back in answers: «Re: … (лист від 10.03.2026 № 02/1)».
_OURS = re.compile(r"лист від (\d\d)\.(\d\d)\.(\d{4}) № ([^\s)]+)")
BEGINNING = 1500


@dataclass(frozen=True)
class Proposal:
    """`department` and why; ids of the sender and of our letter that it answers; the sender's own index and date."""

    department: int
    clause: str
    why: str
    correspondent: int | None = None
    answers: int | None = None
    their_index: str = ""
    their_date: date | None = None


def proposal(*, found: Read, mailbox: Mailbox, on: date) -> Proposal:
    """For the unit that will look at it; a fixed number of statements."""
    edition = regulation.rules_on(on)
    sender, is_citizen = sender_of(found.from_address, edition)
    text = f"{found.subject}\n{found.text[:BEGINNING]}"
    named = addressed(text, found.to, on) if mailbox.is_main else ""
    way = rules.sorting(edition, is_main_box=mailbox.is_main, text=text, from_citizen=is_citizen, named=named)
    said = requisites.of_text(found.text[: requisites.MOST_LETTERS], on)
    return Proposal(
        department=_department(way, mailbox, on),
        clause=way.clause,
        why=way.why,
        correspondent=sender.pk if sender else None,
        answers=answered(found, said.answered),
        their_index=said.index,
        their_date=said.day,
    )


def sender_of(address: str, edition: Edition) -> tuple[Correspondent | None, bool]:
    """The correspondent of the address, else the only one of its domain; whether he is a private person."""
    exact = list(Correspondent.objects.filter(email__iexact=address, is_open=True)[:2]) if address else []
    if len(exact) == 1:
        return exact[0], exact[0].kind == Correspondent.Kind.CITIZEN
    if not address or rules.is_private(edition, address):
        return None, bool(address)
    domain = address.rpartition("@")[2]
    same = list(Correspondent.objects.filter(email__iendswith=f"@{domain}", is_open=True)[:2])
    return (same[0] if len(same) == 1 else None), False


def addressed(text: str, to: tuple[str, ...], on: date) -> str:
    """Key of the department to which it is addressed by its box or by its name, when it is only one; "" otherwise."""
    boxes = Mailbox.objects.filter(is_main=False, address__in=to).select_related("department")
    keys = {box.department.key for box in boxes if box.department.key}
    if not keys:
        folded = text.casefold()
        departments = [one for one in organisation.departments(on) if one.key and not one.is_leadership]
        keys = {one.key for one in departments if re.search(_stems(one.name), folded)}
    return keys.pop() if len(keys) == 1 else ""


def answered(found: Read, index: str) -> int | None:
    """Our letter that it answers: by the id that it names, by our own subject, or by «на № … від …»."""
    if (message := outbox.by_message_id(found.answers)) and message.document:
        return int(message.document)
    if ours := _OURS.search(found.subject):
        index = ours[4]
    if not index:
        return None
    numbers = [int(part) for part in re.findall(r"\d{1,9}", index)]
    # By their numbers, which have an index, few are left to compare.
    sent = Document.objects.filter(
        number__in=numbers, direction="outgoing", state=Document.State.REGISTERED, index=index
    )
    return sent.order_by("-listed_on", "-id").values_list("pk", flat=True).first()


def _stems(name: str) -> str:
    """The beginning of the department's name in any case: «департамент* фінанс*»."""
    words = re.findall(r"[\w'-]+", name.casefold())[:3]
    return r"\s+".join(rf"{re.escape(word[: max(4, len(word) - 3)])}[\w'-]*" for word in words)


def _department(way: rules.Sorted, mailbox: Mailbox, on: date) -> int:
    if way.role:
        posts = organisation.posts_with_role(way.role, on)
        return posts[0].department_id if posts else mailbox.department_id
    if way.department:
        keyed = [one.pk for one in organisation.departments(on) if one.key == way.department]
        return keyed[0] if keyed else mailbox.department_id
    return mailbox.department_id
