"""Several PDFs as one with bookmarks: all materials of a sitting. What cannot be opened is said, never left out in silence."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import pikepdf

TROUBLES = (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError)


@dataclass(frozen=True)
class Mark:
    """A bookmark: its title, the page it opens (from 0), how deep it lies (0 or 1)."""

    title: str
    page: int
    depth: int = 0


class Unbindable(Exception):
    """The content is no PDF, is broken or asks for a password."""


class Binder:
    """A PDF that grows by contents, each with its bookmark."""

    def __init__(self) -> None:
        self._whole = pikepdf.Pdf.new()
        self._marks: list[Mark] = []

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._whole.pages)

    def add(self, content: bytes | BinaryIO, title: str, depth: int = 0) -> int:
        """Put a PDF at the end with a bookmark to its first page; how many pages it has.

        :raises Unbindable: nothing of it was put.
        """
        source = io.BytesIO(content) if isinstance(content, bytes) else content
        first = self.pages
        try:
            with pikepdf.Pdf.open(source) as part:
                number = len(part.pages)
                self._whole.pages.extend(part.pages)
        except TROUBLES as trouble:
            del self._whole.pages[first:]
            raise Unbindable(str(trouble)) from trouble
        self._marks.append(Mark(title, first, depth))
        return number

    def bytes(self, *, title: str) -> bytes:
        """The whole PDF with its outline, which readers show at once."""
        whole = self._whole
        with whole.open_outline() as outline:
            for mark in self._marks:
                item = pikepdf.OutlineItem(mark.title, mark.page)
                (outline.root[-1].children if mark.depth and outline.root else outline.root).append(item)
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        with whole.open_metadata() as about:
            about["dc:title"] = title
        made = io.BytesIO()
        whole.save(made)
        return made.getvalue()


def marks_of(content: bytes) -> Sequence[tuple[int, str]]:
    """The bookmarks of a PDF: depth and title, in order."""
    found: list[tuple[int, str]] = []
    with pikepdf.Pdf.open(io.BytesIO(content)) as whole, whole.open_outline() as outline:
        waiting = [(0, item) for item in reversed(outline.root)]
        while waiting:
            depth, item = waiting.pop()
            found.append((depth, str(item.title)))
            waiting += [(depth + 1, child) for child in reversed(item.children)]
    return found
