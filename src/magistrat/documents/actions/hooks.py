"""Where upper floors join a deed of documents, in its own transaction.

Functions are added once, from `AppConfig.ready`. They may insert rows and refuse by raising `Refusal`, but lock no
other document: the counter is already held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.documents.card import Card
from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.organisation.queries import Signature
from magistrat.rules.refusal import Refusal


@dataclass(frozen=True)
class OnPaper:
    """An outgoing letter that was written and signed outside the system, before it gets its number.

    :param of: the moment of its registration, which lies before `at` where the registry was kept on paper.
    :param card: its author is the post that signed; `signature` says whose name stands there.
    :param reply_to: the document that it answers.
    :param checked: keys of what was looked at on taking it (DR 11.5).
    :param is_interim: it only tells how the matter goes: what it answers stays open.
    """

    actor: Actor
    at: datetime
    of: datetime
    card: Card
    reply_to: int | None
    signed_on: date
    signature: Signature
    checked: tuple[str, ...]
    is_interim: bool = False


@dataclass(frozen=True)
class Corrected:
    """A registered document whose card has been written anew.

    :param before: what the card said; :param changed: names of the fields that differ.
    :param before_first: whether it went to the mayor at once by its former kind (DR 9.2, 10.12).
    """

    document: Document
    before: Card
    changed: frozenset[str]
    before_first: bool
    actor: Actor
    at: datetime


@dataclass(frozen=True)
class Repointed:
    """A correspondent that was merged into another one, or separated from it.

    :param was: the entry that these documents named; :param now: the one that they name now.
    :param documents: ids of those that went over; a document that names both keeps both.
    """

    was: int
    now: int
    documents: Sequence[int]
    actor: Actor
    at: datetime


Numbered = Callable[[Document], None]
LetterOnPaper = Callable[[OnPaper], Numbered]
Correction = Callable[[Corrected], None]
Registered = Callable[[Sequence[Document], Actor, datetime], None]
Annulled = Callable[[Document, Actor, datetime], None]
Filed = Callable[[Document, Actor, datetime], None]
Repointing = Callable[[Repointed], None]
MayBeFiled = Callable[[Document, datetime], Refusal | None]
MayBeHanded = Callable[[Document, int, datetime], Refusal | None]
Executed = Callable[[Document], date | None]
Executors = Callable[[Document], Iterable[int]]
MayBePublic = Callable[[Document], Refusal | None]

_letters_on_paper: list[LetterOnPaper] = []
_corrections: list[Correction] = []
_registered: list[Registered] = []
_annulled: list[Annulled] = []
_filed: list[Filed] = []
_repointed: list[Repointing] = []
_may_be_filed: list[MayBeFiled] = []
_may_be_handed: list[MayBeHanded] = []
_executed: list[Executed] = []
_executors: list[Executors] = []
_may_be_public: list[MayBePublic] = []


def before_letter_on_paper(function: LetterOnPaper) -> LetterOnPaper:
    """Ask the function about a letter that was signed on paper: it refuses, or answers what to do once it has its number."""
    if function not in _letters_on_paper:
        _letters_on_paper.append(function)
    return function


def letter_on_paper(letter: OnPaper) -> list[Numbered]:
    """Ask all who know rules of letters, before the counter is held.

    :raises Refusal: the first one.
    """
    return [function(letter) for function in _letters_on_paper]


def on_corrected(function: Correction) -> Correction:
    """Call the function when the card of a registered document is corrected; it may refuse."""
    if function not in _corrections:
        _corrections.append(function)
    return function


def tell_corrected(corrected: Corrected) -> None:
    """Call all whose deeds follow from what the card says.

    :raises Refusal: the first one.
    """
    for function in _corrections:
        function(corrected)


def on_registered(function: Registered) -> Registered:
    """Call the function with the documents that a deed has registered, right after their numbers are given."""
    if function not in _registered:
        _registered.append(function)
    return function


def on_annulled(function: Annulled) -> Annulled:
    """Call the function with a locked document whose registration has been annulled; `ground` says why."""
    if function not in _annulled:
        _annulled.append(function)
    return function


def on_filed(function: Filed) -> Filed:
    """Call the function with a locked document that has been put into its file."""
    if function not in _filed:
        _filed.append(function)
    return function


def before_filing(function: MayBeFiled) -> MayBeFiled:
    """Ask the function why a document may not be put «До справи» yet (KR 8.14; DR 10.22)."""
    if function not in _may_be_filed:
        _may_be_filed.append(function)
    return function


def say_when_executed(function: Executed) -> Executed:
    """Ask the function on which day a document was executed; nothing when it knows of no execution."""
    if function not in _executed:
        _executed.append(function)
    return function


def executed_on(*, document: Document) -> date | None:
    """The last day on which something was executed by the document: files gather what one year has executed (KR 10.2.3.2)."""
    return max((day for function in _executed if (day := function(document))), default=None)


def say_who_executes(function: Executors) -> Executors:
    """Ask the function which departments execute a document."""
    if function not in _executors:
        _executors.append(function)
    return function


def executing(*, document: Document) -> set[int]:
    """Departments that execute the document: the one that drafted it, and those named by upper apps."""
    drafted = document.department_id
    own = set() if drafted is None else {drafted}
    return own.union(*(function(document) for function in _executors))


def before_handing(function: MayBeHanded) -> MayBeHanded:
    """Ask the function why the paper original may not be handed to the post (KR 8.5)."""
    if function not in _may_be_handed:
        _may_be_handed.append(function)
    return function


def before_publishing(function: MayBePublic) -> MayBePublic:
    """Ask the function why nothing of a document may be made public."""
    if function not in _may_be_public:
        _may_be_public.append(function)
    return function


def publishing_refusal(*, document: Document) -> Refusal | None:
    """The first refusal to let the public see anything of the document."""
    return next((refusal for function in _may_be_public if (refusal := function(document))), None)


def on_repointed(function: Repointing) -> Repointing:
    """Call the function when a correspondent is merged into another one or separated from it."""
    if function not in _repointed:
        _repointed.append(function)
    return function


def tell_repointed(repointed: Repointed) -> None:
    """Call all who keep correspondents of documents themselves."""
    for function in _repointed:
        function(repointed)


def tell_registered(*, documents: Sequence[Document], actor: Actor, at: datetime) -> None:
    """Call all who wait for registered documents."""
    for function in _registered:
        function(documents, actor, at)


def tell_annulled(*, document: Document, actor: Actor, at: datetime) -> None:
    """Call all who work on registered documents."""
    for function in _annulled:
        function(document, actor, at)


def tell_filed(*, document: Document, actor: Actor, at: datetime) -> None:
    """Call all who work on documents until they lie in their files."""
    for function in _filed:
        function(document, actor, at)


def filing_refusal(*, document: Document, at: datetime) -> Refusal | None:
    """The first refusal to put the document into its file."""
    return next((refusal for function in _may_be_filed if (refusal := function(document, at))), None)


def handing_refusal(*, document: Document, post: int, at: datetime) -> Refusal | None:
    """The first refusal to hand the paper original to the post."""
    return next((refusal for function in _may_be_handed if (refusal := function(document, post, at))), None)
