"""What the public sees of documents, and what is prepared for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from magistrat.documents import lemmas
from magistrat.documents.models import PublicVersion
from magistrat.documents.queries.search import Lexemes
from magistrat.storage import queries as storage

State, What = PublicVersion.State, PublicVersion.What
NEWEST = ("-listed_on", "-id")
NotThere = PublicVersion.DoesNotExist


def all_of(document: int, what: str) -> Sequence[PublicVersion]:
    """Every version of this sort, the latest first, with its file; one statement."""
    found = PublicVersion.objects.filter(document=document, what=what).select_related("file")
    return list(found.defer("lemmas").order_by("-number"))


def shown(document: int, what: str) -> Sequence[PublicVersion]:
    """What the public sees now: of an act also its redactions, by their days, the text as adopted first; one statement."""
    found = [one for one in all_of(document, what) if one.is_published]
    return sorted(found, key=lambda one: one.since or date.min)


def prepared(document: int, what: str, since: date | None = None) -> PublicVersion | None:
    """The version that waits to be published; one statement."""
    found = PublicVersion.objects.filter(document=document, what=what, since=since, state=State.PREPARED)
    return found.select_related("file").first()


def published(
    what: str, *, since: date | None = None, until: date | None = None, text: str = ""
) -> QuerySet[PublicVersion]:
    """What of this sort the public sees, for a page by `NEWEST`; acts only as they were adopted: their redactions are at them.

    :param text: words that stand in its title or text, in any of their forms: the public words alone are searched.
    """
    found = PublicVersion.objects.filter(what=what, state=State.PUBLISHED, since__isnull=True)
    if since is not None:
        found = found.filter(listed_on__gte=since)
    if until is not None:
        found = found.filter(listed_on__lte=until)
    if words := lemmas.query(text):
        found = found.filter(lemmas=Lexemes(words))
    elif text.strip():
        return found.none()
    return found.select_related("document", "file").defer(
        "lemmas", "parts", "places", "document__lemmas", "document__search_text"
    )


def newest(what: str, limit: int) -> Sequence[PublicVersion]:
    """The newest of this sort by the day of lists; one statement."""
    return list(published(what).order_by(*NEWEST)[:limit])


def latest(whats: Sequence[str], limit: int) -> Sequence[PublicVersion]:
    """What was published last, whatever its day; one statement."""
    found = PublicVersion.objects.filter(what__in=whats, state=State.PUBLISHED, since__isnull=True)
    found = found.select_related("document").defer(
        "lemmas", "parts", "places", "document__lemmas", "document__search_text"
    )
    return list(found.order_by("-published_at", "-id")[:limit])


def with_file(version: int) -> PublicVersion | None:
    """A version that the public sees, with its file, in which no threat was found; two statements."""
    found = PublicVersion.objects.filter(
        pk=version, state=State.PUBLISHED, file__isnull=False, file__removed_at__isnull=True
    )
    one = found.select_related("file").first()
    if one is None or one.file is None or storage.infected_refusal([one.file.blob_id]) is not None:
        return None
    return one


def first_year(what: str, on: date) -> int:
    """The year of the earliest that the public sees; one statement."""
    found = PublicVersion.objects.filter(what=what, state=State.PUBLISHED).order_by("listed_on", "id")
    return next((day.year for day in found.values_list("listed_on", flat=True)[:1] if day), on.year)
