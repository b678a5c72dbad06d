"""What a sitting's materials consist of, question by question: the draft as it was agreed, its files, the package's forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from magistrat.approvals import hooks
from magistrat.approvals.models import Version
from magistrat.documents.models import File
from magistrat.papers.sitting_sheets import Line, Sheet
from magistrat.rules import act_text, publicity
from magistrat.sittings.models import Binder, Enclosure, Question, Sitting
from magistrat.storage import queries as storage
from magistrat.texts.models import Derived

PDF = "application/pdf"
NOT_SHOWN = "Матеріали для службового користування до спільної добірки не включають."


@dataclass
class Materials:
    """The papers of a question.

    :param parts: label and words of the draft as the public reads it, its title first.
    :param files: name and SHA-256 of a PDF that shows the file; none for one that has no such form.
    """

    question: Question
    number: str
    parts: Sequence[tuple[str, str]] = ()
    files: list[tuple[str, str | None]] = field(default_factory=list)
    forms: Sequence[Enclosure] = ()

    @property
    def is_secret(self) -> bool:
        """Whether the draft is a paper for official use."""
        return self.question.document is not None and self.question.document.is_restricted


def of(sitting: Sitting, rows: Sequence[Question]) -> list[Materials]:
    """The materials of these questions in their order; five statements and one for each kind of drafts that have no files."""
    documents = [row.document_id for row in rows if row.document_id]
    kept = _files(documents)
    texts = _texts([document for document in documents if document not in kept])
    forms: dict[int, list[Enclosure]] = {}
    for enclosure in Enclosure.objects.filter(question__in=rows, file__isnull=True).order_by("key"):
        forms.setdefault(enclosure.question_id, []).append(enclosure)
    return [
        Materials(
            row,
            row.number,
            texts.get(row.document_id or 0, ()),
            kept.get(row.document_id or 0, []),
            forms.get(row.pk, ()),
        )
        for row in rows
    ]


def title_sheet(one: Materials) -> Sheet:
    """The sheet that begins a question's papers: its number, title, who brings it in, and the draft's text where it has
    no file of its own.
    """
    question = one.question
    lines = [Line(f"Вносить: {question.department.name}")]
    lines += [Line(f"Доповідає: {question.speaker}")] if question.speaker else []
    if one.is_secret:
        lines.append(Line(NOT_SHOWN, is_bold=True))
    elif not one.files:
        lines += [Line("ПРОЄКТ", is_bold=True, is_heading=True)] if one.parts else []
        for label, words in one.parts:
            is_point = label[:1].isdigit()
            lines += [Line(label, is_italic=True)] if label and not is_point else []
            said = f"{label} {words}" if is_point else words
            lines += [Line(part) for part in said.split("\n") if part.strip()]
    return Sheet(title=(f"Питання {one.number}", question.title), lines=tuple(lines))


def newest(sitting: Sitting) -> Binder | None:
    """The newest materials that are ready; one statement."""
    return sitting.binders.filter(state=Binder.State.READY).order_by("-pk").first()


def last(sitting: Sitting) -> Binder | None:
    """The newest materials however they stand; one statement."""
    return sitting.binders.order_by("-pk").first()


def waiting() -> list[int]:
    """Materials that a worker has still to set; one statement."""
    return list(Binder.objects.filter(state=Binder.State.WAITING).values_list("pk", flat=True))


def open_content(sha256: str) -> bytes:
    """A kept content.

    :raises FileNotFoundError: when the disk has lost it.
    """
    with storage.open_blob(sha256) as content:
        return content.read()


def _texts(documents: Sequence[int]) -> Mapping[int, Sequence[tuple[str, str]]]:
    """Each draft's newest version part by part, its points in whole sentences under their numbers."""
    versions = Version.objects.filter(approval__document__in=documents).order_by("approval__document", "-number")
    by_kind: dict[str, list[Version]] = {}
    for one in versions.distinct("approval__document").select_related("approval"):
        by_kind.setdefault(one.approval.kind, []).append(one)
    found: dict[int, Sequence[tuple[str, str]]] = {}
    for kind, same in by_kind.items():
        read = hooks.public_parts(kind, same) or [publicity.of_version(one.parts) for one in same]
        for one, parts in zip(same, read, strict=True):
            title = next((words for label, words in one.parts if label == act_text.TITLE), "")
            found[one.approval.document_id] = publicity.whole(title, parts)
    return found


def _files(documents: Sequence[int]) -> dict[int, list[tuple[str, str | None]]]:
    files = File.objects.filter(
        document__in=documents, removed_at__isnull=True, replaced_by__isnull=True, parent__isnull=True,
        state=File.State.FINE, role__in=[File.Role.MAIN, File.Role.ANNEX, File.Role.PRINTED],
    ).order_by("role", "pk")  # fmt: skip
    rows = list(files.values_list("document", "name", "blob", "media_type"))
    shown = dict(
        Derived.objects.filter(source__in=[blob for _, _, blob, kind in rows if kind != PDF], kind="pages").values_list(
            "source", "blob"
        )
    )
    found: dict[int, list[tuple[str, str | None]]] = {}
    for document, name, blob, kind in rows:
        found.setdefault(document, []).append((name, blob if kind == PDF else shown.get(blob)))
    return found
