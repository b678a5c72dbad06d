"""Which files of a card stand as they are, and who may take off or renew the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from magistrat.documents.models import Direction, Document, File
from magistrat.documents.queries import rights
from magistrat.journal import queries as journal
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal

State = Document.State
# Each is made by a deed of its own, which alone may undo it; a wrong scan of what was signed its keeper rights.
MADE = {File.Role.SIGNED, File.Role.PRINTED, File.Role.COPY, File.Role.PUBLIC}

Sent = Callable[[int, bool], bool]

_sent: list[Sent] = []


def sent_by(function: Sent) -> Sent:
    """Ask the function whether a registered document has gone to an addressee; held, if so asked, so that it does not go meanwhile."""
    if function not in _sent:
        _sent.append(function)
    return function


def refusals(
    *, actor: Actor, document: Document, files: Iterable[File], on: date, hold: bool = False
) -> dict[int, Refusal | None]:
    """Why the actor may not take each of these files off the card nor replace it; three statements at most.

    What was taken out of a container goes with it: the containers are among `files`. An own addition may be undone by
    whoever made it, all others by who keeps the card; what is filed or annulled stands, and a signed copy once it was sent.

    :param hold: the document, which the caller holds, is not sent until his deed is done.
    """
    known = {file.pk: file for file in files}
    if refusal := _of_document(document):
        return dict.fromkeys(known, refusal)
    if _keeps(actor, document, on):
        has_signed = any(file.role == File.Role.SIGNED for file in known.values())
        of_signed = _of_signed(document, hold) if has_signed else None
        return {pk: of_signed if file.role == File.Role.SIGNED else _of_role(file) for pk, file in known.items()}
    above = {pk: _top(file, known) for pk, file in known.items()}
    authors = journal.posts_of(code="documents.file_added", kind="documents.file", subjects=set(above.values()))
    own = {actor.post_id, actor.own_post_id} - {None}
    return {
        pk: _of_role(file) or (None if authors.get(above[pk]) in own and _came_later(file, document) else _not_own())
        for pk, file in known.items()
    }


def refusal_to_replace(file: File) -> Refusal | None:
    """Why no version of this file alone is put on the card: it lies in a container."""
    if file.parent_id is None:
        return None
    return Refusal("", f"Файл «{file.name}» узято з архіву або листа: замінити можна лише його цілком.")


def roles_to_attach(*, actor: Actor, document: Document, on: date) -> list[tuple[str, str]]:
    """As what the actor adds a file by hand; of our own papers a signed copy too, where he keeps the card; one statement at most."""
    is_own = document.is_registered and document.direction in (Direction.OUTGOING, Direction.INTERNAL)
    more = {File.Role.SIGNED} if is_own and _keeps(actor, document, on) else set()
    return [pair for pair in File.Role.choices if pair[0] not in MADE - more]


def refusal_to_attach_as(*, actor: Actor, document: Document, role: str, on: date) -> Refusal | None:
    """Why the actor may not add a file in this role: what is signed is added by whoever keeps the card."""
    if role not in MADE or _keeps(actor, document, on):
        return None
    return Refusal("", f"Файл виду «{File.Role(role).label}» долучає той, хто веде картку документа.")


def _keeps(actor: Actor, document: Document, on: date) -> bool:
    if document.state == State.DRAFT:
        return actor.is_system or document.created_by_post in {actor.post_id, actor.own_post_id} - {None}
    return rights.refusal_to_keep_card(actor=actor, registry_id=document.registry_id, on=on) is None


def _of_document(document: Document) -> Refusal | None:
    if document.direction == Direction.ACT and document.state != State.DRAFT:
        return Refusal("", "Файли зареєстрованого акта не замінюють і не вилучають: у них те, що підписано.")
    if document.state == State.ANNULLED:
        return Refusal("", "Реєстрацію документа анульовано: його файли не замінюють і не вилучають.")
    if document.filed_on is not None:
        return Refusal("", "Документ уміщено до справи: його файли не замінюють і не вилучають.")
    return None


def _of_role(file: File) -> Refusal | None:
    return _made(file.role) if file.role in MADE else None


def _made(role: str) -> Refusal:
    return Refusal("", f"Файл виду «{File.Role(role).label}» не замінюють і не вилучають.")


def _of_signed(document: Document, hold: bool) -> Refusal | None:
    """A wrong scan is taken off until it has gone out; a draft's is the ground of the mark that it is signed."""
    if document.state == State.DRAFT:
        return _made(File.Role.SIGNED)
    if any(function(document.pk, hold) for function in _sent):
        return Refusal("", "Документ уже надіслано: його підписаний примірник не замінюють і не вилучають.")
    return None


def _not_own() -> Refusal:
    return Refusal("", "Замінити або вилучити файл може той, хто його долучив, чи той, хто веде картку документа.")


def _came_later(file: File, document: Document) -> bool:
    """What was registered belongs to the registration, whoever brought it."""
    return document.registered_at is None or file.added_at > document.registered_at


def _top(file: File, known: dict[int, File]) -> int:
    while file.parent_id is not None and file.parent_id in known:
        file = known[file.parent_id]
    return file.pk
