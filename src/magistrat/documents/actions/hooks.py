"""Where upper floors join a deed of documents, in its own transaction.

Functions are added once, from `AppConfig.ready`. They may insert rows and refuse by raising `Refusal`, but lock no
other document: the counter is already held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.rules.refusal import Refusal

Registered = Callable[[Sequence[Document], Actor, datetime], None]
Repointed = Callable[[int, int, list[int]], None]
MayBeFiled = Callable[[Document, datetime], Refusal | None]
MayBePublic = Callable[[Document], Refusal | None]

_registered: list[Registered] = []
_repointed: list[Repointed] = []
_may_be_filed: list[MayBeFiled] = []
_may_be_public: list[MayBePublic] = []


def on_registered(function: Registered) -> Registered:
    """Call the function with the documents that a deed has registered, right after their numbers are given."""
    if function not in _registered:
        _registered.append(function)
    return function


def before_filing(function: MayBeFiled) -> MayBeFiled:
    """Ask the function why a document may not be put «До справи» yet (KR 8.14; DR 10.22)."""
    if function not in _may_be_filed:
        _may_be_filed.append(function)
    return function


def before_publishing(function: MayBePublic) -> MayBePublic:
    """Ask the function why nothing of a document may be made public."""
    if function not in _may_be_public:
        _may_be_public.append(function)
    return function


def publishing_refusal(*, document: Document) -> Refusal | None:
    """The first refusal to let the public see anything of the document."""
    return next((refusal for function in _may_be_public if (refusal := function(document))), None)


def on_repointed(function: Repointed) -> Repointed:
    """Call the function with the correspondent that was, the one that is now, and the documents that went over."""
    if function not in _repointed:
        _repointed.append(function)
    return function


def tell_repointed(*, was: int, now: int, documents: list[int]) -> None:
    """Call all who keep correspondents of documents themselves."""
    for function in _repointed:
        function(was, now, documents)


def tell_registered(*, documents: Sequence[Document], actor: Actor, at: datetime) -> None:
    """Call all who wait for registered documents."""
    for function in _registered:
        function(documents, actor, at)


def filing_refusal(*, document: Document, at: datetime) -> Refusal | None:
    """The first refusal to put the document into its file."""
    return next((refusal for function in _may_be_filed if (refusal := function(document, at))), None)
