"""Where the paper original of a document is kept, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from magistrat.documents.models import Document, PaperMove
from magistrat.documents.queries import places, points

State, Way, Kind = Document.State, Document.Way, PaperMove.Kind
RECEPTION = "reception"
WITHOUT_REGISTRY = {
    State.ARRIVED: "Перебуває на попередньому розгляді.",
    State.PASSED_ON: "Передано адресатові без реєстрації.",
    State.RETURNED: "Повернуто відправникові або переслано за належністю.",
    State.DRAFT: "Документ ще не зареєстровано.",
}
ELECTRONIC = {
    Way.EMAIL: "Паперового оригіналу немає: документ надійшов електронною поштою.",
    Way.EXCHANGE: "Паперового оригіналу немає: документ надійшов через систему електронної взаємодії.",
}


@dataclass(frozen=True)
class Kept:
    """Where it is, and the clause that says so, if one does."""

    words: str
    clause: str = ""


def kept(*, document: Document, last: PaperMove | None, on: date) -> Kept:
    """Where the original is, unless somebody has it or it is lost (`last`, its last move); the edition's statement alone."""
    if document.filed_on is not None and document.case_file is not None:
        return Kept(f"Зберігається у справі № {document.case_file.index} за {document.case_file.year} рік.")
    if last is None and document.way in ELECTRONIC:
        return Kept(ELECTRONIC[Way(document.way)])
    if document.registry is None:
        return Kept(WITHOUT_REGISTRY.get(State(document.state), ""))
    rule = points.entry(on, places.TELEPHONE_OF_LEADER)
    if rule is None or not document.registry.only_clerks or document.kind.key not in rule.values["kinds"]:
        return Kept(f"Зберігається в підрозділі: {document.registry.department.name}.")
    if rule.values["kept_at"] == RECEPTION:
        return Kept("Зберігається у приймальні керівника.", rule.clause)
    return Kept(f"Зберігається в підрозділі: {document.registry.department.name}.")
