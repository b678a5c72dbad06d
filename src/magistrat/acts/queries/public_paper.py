"""The public text of an act on paper: the words that were judged and published, and nothing else of the act."""

from __future__ import annotations

from django.db.models import QuerySet

from magistrat.acts.models import Act
from magistrat.acts.queries import on_copy, on_paper, public
from magistrat.documents.models import PublicVersion
from magistrat.papers import act_sheets
from magistrat.papers.act_sheets import ActSheets, AnnexSheets, Line
from magistrat.regulation import queries as regulation
from magistrat.rules import act_paper, publicity, words
from magistrat.rules.act_paper import Named
from magistrat.rules.called import Called
from magistrat.rules.moments import local_date


def unprinted(limit: int, *, after: int = 0) -> list[int]:
    """Texts that the public sees and that are not set as PDF, from that after the given one; one statement."""
    return list(_unprinted().filter(pk__gt=after).order_by("id").values_list("pk", flat=True)[:limit])


def waiting_version(pk: int) -> PublicVersion | None:
    """The text, locked, unless it is set, is seen no more, or another worker holds it. Only inside a transaction; one statement."""
    waiting = _unprinted().select_for_update(skip_locked=True, of=("self",))
    return waiting.defer("lemmas", "places").filter(pk=pk).first()


def _unprinted() -> QuerySet[PublicVersion]:
    published = PublicVersion.objects.filter(what=public.WHAT, state="published", printed__isnull=True)
    return published.exclude(parts=[])


def act_of(version: PublicVersion) -> Act:
    """The act whose public text this is, with what its paper shows; one statement."""
    return Act.objects.select_related("document", "drafter__department").get(document=version.document_id)


def pdf(act: Act, version: PublicVersion) -> bytes:
    """A published version as PDF/A-2b; the same version gives the same bytes."""
    assert version.published_at is not None
    return act_sheets.act_pdf(sheets(act, version), at=version.published_at)


def sheets(act: Act, version: PublicVersion) -> ActSheets:
    """What is set: the public words in the act's own form; of annexes their words, without those who signed them."""
    assert act.adopted_on is not None
    assert version.published_at is not None
    parts = publicity.read(version.parts)
    edition, called = regulation.rules_of(act.document.edition_id), regulation.called()
    return ActSheets(
        blank=on_paper.blank(act.kind, act.drafter.department.name),
        kind=act_paper.NAMES[act.kind],
        day=f"{act.adopted_on:%d.%m.%Y}",
        place=called.place,
        number=act.document.index,
        title=version.title,
        stating=tuple(parts.stating),
        ordering=parts.ordering,
        points=tuple(Line(f"{label} {said}", label.count(".")) for label, said in parts.points),
        signature=Named(tuple(act.signed_title.split("\n")), act.signed_name),
        is_title_italic=act_paper.has_italic_title(edition, act.kind),
        changes=_note(act, version),
        annexes=tuple(_annex(act, label, said, called) for label, said in parts.annexes),
    )


def _annex(act: Act, label: str, said: str, called: Called) -> AnnexSheets:
    dated = f"{act.adopted_on:%d.%m.%Y} № {act.document.index}"
    return AnnexSheets((label, f"до {act_paper.of_which(act.kind, called)}", dated), paragraphs=tuple(said.split("\n")))


def _note(act: Act, version: PublicVersion) -> str:
    """Which text this is and where it stands; that what is personal is left out."""
    assert version.published_at is not None
    said = [f"Текст без персональних даних, оприлюднений {words.day(local_date(version.published_at))}"]
    if version.since is not None:
        said.append(f"редакція, чинна з {words.day(version.since)}")
    note = "; ".join(said)
    address = on_copy.site()
    return f"{note}: {address.rstrip('/')}/portal/rishennia/{act.document_id}/" if address else f"{note}."
