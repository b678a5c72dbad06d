"""The public text of an act on paper: the words that were judged and published, and nothing else of the act."""

from __future__ import annotations

from magistrat.acts.models import Act
from magistrat.acts.queries import on_copy, on_paper
from magistrat.documents.models import PublicVersion
from magistrat.papers import act_sheets
from magistrat.papers.act_sheets import ActSheets, AnnexSheets, Line
from magistrat.regulation import queries as regulation
from magistrat.rules import act_paper, publicity, words
from magistrat.rules.act_paper import Named
from magistrat.rules.moments import local_date


def pdf(act: Act, version: PublicVersion) -> bytes:
    """A published version as PDF/A-2b; the same version gives the same bytes."""
    assert version.published_at is not None
    return act_sheets.act_pdf(sheets(act, version), at=version.published_at)


def sheets(act: Act, version: PublicVersion) -> ActSheets:
    """What is set: the public words in the act's own form; of annexes their words, without those who signed them."""
    assert act.adopted_on is not None
    assert version.published_at is not None
    parts = publicity.read(version.parts)
    edition = regulation.rules_of(act.document.edition_id)
    return ActSheets(
        blank=on_paper.blank(act.kind, act.drafter.department.name),
        kind=act_paper.NAMES[act.kind],
        day=f"{act.adopted_on:%d.%m.%Y}",
        place=f"м. {regulation.city().name}",
        number=act.document.index,
        title=version.title,
        stating=tuple(parts.stating),
        ordering=parts.ordering,
        points=tuple(Line(f"{label} {said}", label.count(".")) for label, said in parts.points),
        signature=Named(tuple(act.signed_title.split("\n")), act.signed_name),
        is_title_italic=act_paper.has_italic_title(edition, act.kind),
        changes=_note(act, version),
        annexes=tuple(_annex(act, label, said) for label, said in parts.annexes),
    )


def _annex(act: Act, label: str, said: str) -> AnnexSheets:
    dated = f"{act.adopted_on:%d.%m.%Y} № {act.document.index}"
    return AnnexSheets((label, f"до {act_paper.OF_WHICH[act.kind]}", dated), paragraphs=tuple(said.split("\n")))


def _note(act: Act, version: PublicVersion) -> str:
    """Which text this is and where it stands; that what is personal is left out."""
    assert version.published_at is not None
    said = [f"Текст без персональних даних, оприлюднений {words.day(local_date(version.published_at))}"]
    if version.since is not None:
        said.append(f"редакція, чинна з {words.day(version.since)}")
    note = "; ".join(said)
    address = on_copy.site()
    return f"{note}: {address.rstrip('/')}/portal/rishennia/{act.document_id}/" if address else f"{note}."
