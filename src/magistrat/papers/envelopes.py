"""Envelopes C5 and DL, addressed as the rules of postal services want them (Cabinet resolution 270 of 05.03.2009)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from magistrat.papers import typesetting

_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


@dataclass(frozen=True)
class EnvelopeForm:
    """Sizes and places in millimetres: from the left and upper edges, `bottom` from the lower one."""

    title: str
    width: float
    height: float
    to_left: float
    to_top: float
    to_width: float
    left: float = 12
    top: float = 10
    bottom: float = 10
    sender_width: float = 85
    box: float = 7
    box_height: float = 10
    gap: float = 2


FORMS: Mapping[str, EnvelopeForm] = {
    "c5": EnvelopeForm("C5 (229 × 162 мм)", 229, 162, to_left=118, to_top=92, to_width=99),
    "dl": EnvelopeForm("DL (220 × 110 мм)", 220, 110, to_left=112, to_top=54, to_width=96),
}


@dataclass(frozen=True)
class Envelope:
    """To whom: lines of the addressee, the address in one line, indexes of the letters inside, a mark such as «Рекомендоване»."""

    lines: tuple[str, ...]
    address: str
    index: str = ""
    mark: str = ""

    @property
    def postcode(self) -> str:
        """The five figures of the address; empty when it has none or several."""
        found = _POSTCODE.findall(self.address)
        return found[0] if len(found) == 1 else ""


def envelopes_pdf(envelopes: Sequence[Envelope], *, form: str, sender: Sequence[str], at: datetime) -> bytes:
    """A page an envelope, of the envelope's own size.

    :param form: a key of `FORMS`; `sender`: lines of who writes, the address among them.
    """
    data = {
        "title": "Конверти",
        "form": asdict(FORMS[form]),
        "sender": list(sender),
        "envelopes": [_data(one) for one in envelopes],
    }
    return typesetting.pdf("envelope.typ", data, at=at)


def _data(one: Envelope) -> dict[str, object]:
    postcode = one.postcode
    without = _POSTCODE.sub("", one.address) if postcode else one.address
    parts = [part.strip() for part in without.split(",") if part.strip()]
    return {
        "lines": list(one.lines),
        "address": _joined(parts),
        "postcode": postcode,
        "index": one.index,
        "mark": one.mark,
    }


def _joined(parts: Sequence[str], most: int = 34) -> list[str]:
    """The address in lines: street and house together, each further place on its own when it does not fit."""
    lines: list[str] = []
    for part in parts:
        if lines and len(lines[-1]) + len(part) + 2 <= most:
            lines[-1] += f", {part}"
        else:
            lines.append(part)
    return lines
