"""Acts as the public has them: the text that is judged before it is published, the register of what it sees, an act on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from magistrat.acts.models import Act, Kind, Redaction, Relation
from magistrat.acts.queries import drafts, history, naming, on_paper
from magistrat.acts.queries.history import History
from magistrat.approvals.models import Version
from magistrat.documents.models import PublicVersion
from magistrat.documents.queries import public_versions
from magistrat.regulation import queries as regulation
from magistrat.rules import publicity, words
from magistrat.rules.act_history import Standing
from magistrat.rules.publicity import Due

WHAT = PublicVersion.What.ACT
# Of one day the latest number first: drafts of a sitting were begun in another order than that of its agenda.
NEWEST = ("-adopted_on", "kind", "-document__number", "-id")
CLOSED = "personnel-order"
HEAVY = ("text", "document__lemmas", "document__search_text")
KINDS = [(one.value, words.sentence(str(one.label))) for one in Kind if one.value != CLOSED]


@dataclass(frozen=True)
class Filters:
    """What the public register shows; empty where not chosen. `on`: only what had force on that day, by its own dates."""

    kind: str = ""
    year: int | None = None
    number: str = ""
    text: str = ""
    on: date | None = None


@dataclass(frozen=True)
class Shown:
    """An act on a day as the public sees it.

    :param version: the public text of that day; ``is_awaited``: a later redaction held then that is not published yet.
    """

    act: Act
    past: History
    standing: Standing
    version: PublicVersion
    is_awaited: bool


def one(pk: int) -> Act | None:
    """An act that whoever publishes may look at: no paper for official use, no order on personnel; one statement.

    Others find it by `drafts.act` when it is theirs to see.
    """
    found = Act.objects.filter(pk=pk, document__is_restricted=False).exclude(kind=CLOSED)
    return found.select_related(*drafts.SHOWN).defer("document__lemmas", "document__search_text").first()


def parts(act: Act, redaction: Redaction | None = None) -> list[tuple[str, str]]:
    """The text that is judged before it is published: as adopted, or of a redaction; empty where only a file is there."""
    if redaction is not None and redaction.text is None:
        return []
    text = on_paper.read(redaction.text or {}) if redaction is not None else on_paper.working(act)
    return publicity.of_act(text, on_paper.titles(text))


def version_parts(versions: Sequence[Version]) -> list[list[tuple[str, str]]]:
    """Versions that were sent for visas, as the public reads a draft: with the explanatory note; at most one statement."""
    texts = [on_paper.read(one.content) for one in versions]
    titles = on_paper.titles(*texts)
    return [publicity.of_act(text, titles, with_note=True) for text in texts]


def due(act: Act) -> Due | None:
    """By which day the act is published."""
    if act.adopted_on is None:
        return None
    edition = drafts.rules_of(act)
    return publicity.act_due(edition, regulation.laws(), regulation.work_calendar(), act.kind, act.adopted_on)


def copy_due(act: Act) -> Due | None:
    """By which day the drafter gives the copy without personal data (KR 15.10)."""
    if act.adopted_on is None:
        return None
    return publicity.copy_due(drafts.rules_of(act), regulation.work_calendar(), act.adopted_on)


def waiting(limit: int = 100) -> Sequence[Act]:
    """Registered acts that may be public and are not, the earliest adopted first; one statement."""
    found = Act.objects.filter(state=Act.State.REGISTERED, document__is_restricted=False, signed_at__isnull=False)
    found = found.exclude(kind=CLOSED).exclude(document__public_versions__what=WHAT)
    return list(
        found.select_related("document", "drafter__department").defer(*HEAVY).order_by("adopted_on", "id")[:limit]
    )


def register(filters: Filters) -> QuerySet[Act]:
    """Acts that the public sees, for a page by `NEWEST`; words are looked for in the public text alone."""
    versions = public_versions.published(WHAT, text=filters.text)
    found = Act.objects.filter(state=Act.State.REGISTERED, document__in=versions.order_by().values("document"))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.year:
        found = found.filter(adopted_on__gte=date(filters.year, 1, 1), adopted_on__lt=date(filters.year + 1, 1, 1))
    if number := filters.number.strip().lstrip("№ "):
        found = found.filter(document__index__istartswith=number)
    if filters.on is not None:
        held = Q(in_force_from__lte=filters.on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=filters.on))
        found = found.filter(held & (Q(in_force_until__isnull=True) | Q(in_force_until__gte=filters.on)))
    return found.select_related("document").defer(*HEAVY)


def act_of(document: int) -> Act | None:
    """The registered act of the document, whether the public sees it or not; one statement."""
    found = Act.objects.filter(document=document, state=Act.State.REGISTERED)
    return found.select_related("document", "signed_version", "outcome__gathering__body").defer(*HEAVY[1:]).first()


def published(versions: Sequence[PublicVersion]) -> tuple[list[PublicVersion], PublicVersion | None]:
    """Of all versions what the public sees, the text as adopted first, else none; and what was taken down instead."""
    held = sorted((one for one in versions if one.is_published), key=lambda one: (one.since is not None, one.since))
    gone = next((one for one in versions if one.state == "taken_down" and one.since is None), None)
    return (held if held and held[0].since is None else []), gone


def shown(act: Act, versions: Sequence[PublicVersion], day: date) -> Shown:
    """The act on the day; the public versions are those of `public_versions.shown`. Three statements."""
    past = history.of(act)
    standing = past.on(day)
    known = {one.since: one for one in versions}
    redaction = past.redaction(standing)
    wanted = redaction.since if redaction is not None else None
    held = [one for one in versions if one.since is None or one.since <= day]
    version = known.get(wanted) or held[-1]
    return Shown(act, past, standing, version, wanted is not None and wanted not in known)


def relations(act: Act) -> tuple[list[tuple[str, str, int | None]], list[tuple[str, str, int | None]]]:
    """What the act does to earlier ones and later ones to it: the deed, the act as printed, its document where the public sees it.

    Acts that it does not see are named by kind, day and number alone. Three statements.
    """
    forth = list(
        act.relations.exclude(kind="executes").select_related("target__document", "source__document").order_by("id")
    )
    done = Relation.objects.filter(target=act, done_at__isnull=False).exclude(kind="executes")
    back = list(done.select_related("source__document").order_by("effective_on", "id"))
    documents = [one.target.document_id for one in forth if one.target] + [one.source.document_id for one in back]
    public = titles_of(documents)
    return (
        [(one.get_kind_display(), _outside(one) if one.target is None else _named(one.target, public),
          one.target.document_id if one.target and one.target.document_id in public else None) for one in forth],
        [(PASSIVE.get(one.kind, one.get_kind_display()), _named(one.source, public),
          one.source.document_id if one.source.document_id in public else None) for one in back],
    )  # fmt: skip


def titles_of(documents: Sequence[int]) -> dict[int, str]:
    """The public titles of the documents that the public sees; one statement."""
    found = PublicVersion.objects.filter(document__in=documents, what=WHAT, state="published", since__isnull=True)
    return dict(found.values_list("document", "title"))


def _named(act: Act, public: dict[int, str]) -> str:
    """An act that the public does not see is told by kind, day and number: its title may name a person."""
    title = public.get(act.document_id)
    return f"{naming.short(act)} «{title}»" if title else naming.short(act)


def _outside(relation: Relation) -> str:
    """An act outside the system by its day and number; as it was printed where these are not known."""
    dated = naming.dated(relation.named_on, relation.named_number)
    return f"акт {dated}" if dated else relation.named


PASSIVE = {
    "changes": "змінено", "repeals": "визнано таким, що втратило чинність", "cancels": "скасовано", "suspends": "дію зупинено",
    "renews": "дію поновлено", "releases": "знято з контролю", "refers": "згадано",
}  # fmt: skip
