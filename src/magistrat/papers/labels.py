"""Sheets of labels with barcode, index and date for the first pages of papers (KR 7.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from magistrat.papers import codes, typesetting
from magistrat.rules.stationery import LabelForm


@dataclass(frozen=True)
class Label:
    """One label: the mark, and stamps such as «Контроль» where the paper bears them (KR 8.7)."""

    mark: codes.Mark
    stamps: tuple[str, ...] = ()


def labels_pdf(labels: Sequence[Label], *, form: LabelForm, owner: str, at: datetime, skip: int = 0) -> bytes:
    """The labels as a PDF to be printed without scaling.

    :param owner: whose registration it is, printed on top of each label.
    :param skip: places of the first page that are used already.
    """
    places: list[dict[str, object] | None] = [None] * (skip % form.places)
    places += [_data(label) for label in labels]
    sheets = [places[start : start + form.places] for start in range(0, len(places), form.places)]
    data = {"title": "Бирки", "owner": owner, "form": asdict(form), "sheets": sheets}
    return typesetting.pdf("labels.typ", data, at=at)


def _data(label: Label) -> dict[str, object]:
    mark = label.mark
    return {
        "linear": codes.linear_svg(mark.linear),
        "square": codes.square_svg(mark.square),
        "index": mark.index,
        "day": f"{mark.day:%d.%m.%Y}",
        "stamps": label.stamps,
    }
