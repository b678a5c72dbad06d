"""One letter with all that its page, its print and its editor show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from magistrat.correspondence.draft import Draft
from magistrat.correspondence.models import Dispatch, Letter, Visa
from magistrat.correspondence.queries import facts
from magistrat.correspondence.queries.facts import addressees_of
from magistrat.documents.models import Document, DocumentCorrespondent, DocumentKind
from magistrat.documents.queries import access
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post
from magistrat.organisation.queries import Signature
from magistrat.outbox.models import Message
from magistrat.rules import letters
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import Task

SHOWN = (
    "document__kind", "document__case_file", "document__registry", "signatory__department",
    "drafter__department", "task", "reply_to__kind", "reply_to__correspondent",
)  # fmt: skip


@dataclass(frozen=True)
class Answered:
    """The paper that a new letter answers, and the task that asks for it."""

    document: Document
    task: Task | None


def letter(*, actor: Actor, letter_id: int) -> Letter:
    """A letter that the actor sees, with what its head prints; one statement.

    :raises Refusal: when there is none or it is not for him.
    """
    seen = access.visible(actor).values("pk")
    found = Letter.objects.select_related(*SHOWN).filter(pk=letter_id, document__in=seen)
    one = found.defer("document__lemmas", "document__search_text").first()
    if one is None:
        raise access.not_yours("лист")
    return one


def letter_of_document(document: int) -> Letter | None:
    """The letter whose card the document is; one statement."""
    return Letter.objects.select_related("signatory", "drafter").filter(document=document).first()


def visas(letter: Letter) -> Sequence[Visa]:
    """Visas of the present version in their order; one statement."""
    return list(letter.visas.filter(version=letter.version).select_related("post").order_by("position"))


def visas_of_all(letter: Letter) -> Sequence[Visa]:
    """Visas of all versions, the latest version first; one statement."""
    return list(letter.visas.select_related("post").order_by("-version", "position"))


def dispatches(letter: Letter) -> Sequence[Dispatch]:
    """Where the letter went, oldest first, each with its e-mail in `mail` (or None); one statement, with e-mails two."""
    rows = list(letter.dispatches.select_related("correspondent").order_by("id"))
    sent = [row.message for row in rows if row.message]
    mails = Message.objects.in_bulk(sent) if sent else {}
    for row in rows:
        row.mail = mails.get(row.message)
    return rows


def unsent(letter: Letter) -> Sequence[DocumentCorrespondent]:
    """Addressees to whom the letter has not gone yet, one of several merged entries; two statements."""
    return unsent_of([letter.document_id])


def unsent_of(documents: Collection[int]) -> list[DocumentCorrespondent]:
    """`unsent` for letters by their documents, each in the order of its addressees; two statements."""
    gone = Dispatch.objects.filter(letter__document__in=documents, failed_at__isnull=True).annotate(
        whom=facts.to_whom()
    )
    reached = set(gone.values_list("letter__document", "whom"))
    parties = DocumentCorrespondent.objects.filter(document__in=documents).select_related("correspondent")
    waiting = parties.order_by("document", "position")
    return one_each(one for one in waiting if (one.document_id, one.correspondent.staying_id) not in reached)


def one_each(parties: Iterable[DocumentCorrespondent]) -> list[DocumentCorrespondent]:
    """Addressees in their order, of several entries that are one correspondent the one that stays; no statement."""
    found: dict[tuple[int, int], DocumentCorrespondent] = {}
    for party in parties:
        place = (party.document_id, party.correspondent.staying_id)
        if place not in found or party.correspondent.merged_into_id is None:
            found[place] = party
    return list(found.values())


def content_of(letter: Letter) -> Draft:
    """What the editor begins with; one statement."""
    return Draft(
        kind=letter.document.kind_id,
        addressees=tuple(addressees_of(letter.document_id)),
        summary=letter.document.summary,
        text=letter.text,
        signatory=letter.signatory_id,
        blank=letter.blank,
        phone=letter.phone,
        annexes=letter.annexes,
        greeting=letter.greeting,
        by_list=letter.by_list,
        is_urgent=letter.document.is_urgent,
        is_restricted=letter.document.is_restricted,
        is_interim=letter.is_interim,
    )


def answerable(*, actor: Actor, task: int | None, reply_to: int | None) -> Answered | None:
    """What a new letter answers: by a task of the actor's, or a paper that he sees; at most two statements.

    :raises Refusal: the task or the paper is not his.
    """
    given = None
    if task is not None:
        given = Task.objects.filter(pk=task, executor__in=actor.line).first()
        if given is None:
            raise Refusal("", "Відповідь на завдання готує його виконавець.")
        reply_to = given.document_id
    if reply_to is None:
        return None
    seen = access.visible(actor).select_related("kind", "correspondent", "addressee").defer("lemmas", "search_text")
    document = seen.filter(pk=reply_to).first()
    if document is None:
        raise Refusal("", "Цей документ Вам не надано або його немає.")
    return Answered(document, given)


def task_of(*, actor: Actor, document: int) -> int | None:
    """The open task of the actor on the document, which a reply fills in; one statement."""
    found = Task.objects.filter(document=document, executor__in=actor.line, state__in=["given", "taken"])
    return found.exclude(part="info").order_by("id").values_list("pk", flat=True).first()


def drafter_post(actor: Actor) -> Post:
    """The post in whose name the actor writes, with its department; one statement.

    :raises Refusal: he holds none.
    """
    found = Post.objects.select_related("department").filter(pk=actor.post_id or 0).first()
    if found is None:
        raise Refusal("", "Лист готує лише той, хто обіймає посаду.")
    return found


def kinds() -> list[tuple[int, str]]:
    """Kinds of outgoing papers for a choice; one statement."""
    found = DocumentKind.objects.filter(directions__contains=["outgoing"], is_open=True).order_by("rank", "title")
    return list(found.values_list("pk", "title"))


def usual_kind(*, is_reply: bool) -> int | None:
    """The kind that a letter mostly has; one statement."""
    keys = ["reply_letter", "letter"] if is_reply else ["letter"]
    found = dict(DocumentKind.objects.filter(key__in=keys, is_open=True).values_list("key", "pk"))
    return next((found[key] for key in keys if key in found), None)


def blanks() -> list[tuple[str, str]]:
    """Blanks for a choice."""
    return list(Letter.Blank.choices)


def ways() -> list[tuple[str, str]]:
    """Ways of dispatch for a choice."""
    return list(Dispatch.Way.choices)


def ways_of(letter: Letter, roles: Collection[str]) -> list[tuple[str, str]]:
    """Ways in which a person of these roles may send the letter (KR 7.12.8); none to ask the database for."""
    edition, signatory = facts.rules_of(letter), letter.signatory.roles
    return [(key, name) for key, name in ways() if letters.way_refusal(edition, signatory, roles, key) is None]


def signers(letter: Letter, on: date) -> list[Signature]:
    """All who may have signed the letter on the day; more than one where duties were taken back on it; six statements at most."""
    return organisation.signers_of(letter.signatory_id, on)


def signature_ahead(letter: Letter, on: date) -> Signature | None:
    """Who stands under the print: the one who has signed, else who would sign on the day; none or three statements."""
    if letter.signed_name:
        return Signature(tuple(letter.signed_title.split("\n")), letter.signed_name)
    return organisation.signature_of(letter.signatory_id, on)


def actor_for(choices: Sequence[Actor], post_id: int) -> Actor | None:
    """In which of his names the person acts for the post: his own or one that he stands in for."""
    return next((one for one in choices if one.post_id == post_id and one.on_behalf is None), None)
