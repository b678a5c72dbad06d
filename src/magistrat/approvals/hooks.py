"""Where upper apps join approvals: what happens when a paper is agreed or comes back, and how its text is shown.

Functions are added once, from `AppConfig.ready`. Those of deeds run in the deed's transaction and may refuse by raising
`Refusal`; they must bear being called again for a paper that is agreed a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

from magistrat.journal.actor import Actor

if TYPE_CHECKING:
    from magistrat.approvals.models import Approval, Version

Agreed = Callable[["Approval", Actor, datetime], None]
Returned = Callable[["Approval", Actor, datetime, str], None]
Shown = Callable[[HttpRequest, "Version"], str]
Touched = Callable[[Sequence[int]], Mapping[int, list[str]]]
Parts = Sequence[tuple[str, str]]
Read = Callable[[Sequence["Version"]], Sequence[Parts]]

_agreed: list[Agreed] = []
_returned: list[Returned] = []
_shown: dict[str, Shown] = {}
_touched: list[Touched] = []
_public: dict[str, Read] = {}
_parts: dict[str, Read] = {}


def on_agreed(function: Agreed) -> Agreed:
    """Call the function when the last visa of a paper's newest version is given."""
    if function not in _agreed:
        _agreed.append(function)
    return function


def on_returned(function: Returned) -> Returned:
    """Call the function, with the reason, when a paper is returned for rework or recalled by its drafter."""
    if function not in _returned:
        _returned.append(function)
    return function


def show_with(kind: str, function: Shown) -> Shown:
    """Let the function render the text of a version of papers of this kind (a key of `rules.steps.ROUTES`) as HTML."""
    _shown[kind] = function
    return function


def reads_public(kind: str, function: Read) -> Read:
    """Let the function read versions of papers of this kind part by part, as the public reads them, without their titles."""
    _public[kind] = function
    return function


def public_parts(kind: str, versions: Sequence[Version]) -> Sequence[Parts] | None:
    """The versions part by part as the public reads them; nothing where no app knows papers of the kind."""
    function = _public.get(kind)
    return function(versions) if function else None


def reads_parts(kind: str, function: Read) -> Read:
    """Let the function read versions of papers of this kind part by part, as they are compared with one another."""
    _parts[kind] = function
    return function


def parts(kind: str, versions: Sequence[Version]) -> Sequence[Parts]:
    """The versions part by part, all read in the same way; as they were written where no app knows papers of the kind.

    The words kept with a version are those of its day: a post renamed since, or another form of print, is no change.
    """
    function = _parts.get(kind)
    if function:
        return function(versions)
    return [[(label, words) for label, words in one.parts] for one in versions]


def tells_changed(function: Touched) -> Touched:
    """Ask the function which earlier acts these papers change: by document, as printed (KR 4.7)."""
    if function not in _touched:
        _touched.append(function)
    return function


def changed_by(documents: Sequence[int]) -> Mapping[int, list[str]]:
    """The earlier acts that each of these papers changes, by those who know; empty when nobody does."""
    found: dict[int, list[str]] = {}
    for function in _touched if documents else ():
        for document, acts in function(documents).items():
            found.setdefault(document, []).extend(acts)
    return found


def tell_agreed(approval: Approval, actor: Actor, at: datetime) -> None:
    """Call all who wait for agreed papers."""
    for function in _agreed:
        function(approval, actor, at)


def tell_returned(approval: Approval, actor: Actor, at: datetime, reason: str) -> None:
    """Call all who wait for papers that come back."""
    for function in _returned:
        function(approval, actor, at, reason)


def shown(request: HttpRequest, kind: str, version: Version) -> str:
    """The version's text as its app shows it; "" where the app offers nothing."""
    function = _shown.get(kind)
    return function(request, version) if function else ""
