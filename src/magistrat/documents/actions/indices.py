"""The number of a document in its registry, and its index (KR 7.6; DR 10.8, 10.9)."""

from __future__ import annotations

from datetime import date

from magistrat.documents.actions import cards, placing
from magistrat.documents.actions.placing import Written
from magistrat.documents.card import Card
from magistrat.documents.models import CaseFile, Document, Registry
from magistrat.documents.queries import points
from magistrat.numbers import actions as numbers
from magistrat.organisation import queries as organisation
from magistrat.rules.numbering import Pattern
from magistrat.rules.refusal import Refusal


def series(registry: Registry) -> str:
    """The counter of a registry."""
    return f"documents.registry:{registry.pk}"


def on_paper(registry: Registry) -> Refusal:
    """Why nothing is registered in a registry that is kept on paper now."""
    return Refusal(
        registry.clause,
        f"Реєстр «{registry.title}» зараз ведеться на папері: внесіть номер із паперового журналу "
        "або завершіть паперовий період.",
    )


def take(registry: Registry, period: str) -> int:
    """The next number of the period.

    :raises Refusal: the registry is kept on paper now.
    """
    try:
        return numbers.take(series=series(registry), period=period, first=registry.first_of(period))
    except numbers.Stopped:
        raise on_paper(registry) from None


def refuse_taken(registry: Registry, written: Written) -> None:
    """One number is given once in a period.

    :raises Refusal: naming the document that has it.
    """
    taken = Document.objects.filter(
        registry=registry,
        period=placing.period_of(registry, written.at),
        number=written.number,
        supplement=written.supplement,
    ).values_list("index", flat=True)
    if index := next(iter(taken), None):
        raise Refusal(
            registry.clause, f"Номер {written.number} у реєстрі «{registry.title}» уже надано документу {index}."
        )


def parts_of(registry: Registry, card: Card, on: date) -> dict[str, str]:
    """What the registry's pattern writes beside the number: the day's year, the unit, the file.

    :raises IncompleteCard: the card does not name the unit or the file.
    """
    names = set(Pattern(registry.pattern).names) - {"n"}
    if not names:
        return {}
    parts = {"year": f"{on:%Y}", "yy": f"{on:%y}"}
    if "dept" in names:
        named = card.department
        is_own = named is None or named == registry.department_id
        parts["dept"] = (registry.department if is_own or named is None else organisation.department(named)).index
    if "case" in names and card.case_file:
        parts["case"] = CaseFile.objects.values_list("index", flat=True).get(pk=card.case_file)
    if missing := names - parts.keys():
        raise cards.IncompleteCard(
            {
                "case_file"
                if "case" in missing
                else "department": "зазначте справу: її індекс входить до індексу документа"
            }
        )
    return {name: parts[name] for name in names}


def write(registry: Registry, number: int, parts: dict[str, str], answered: Document | None, on: date) -> str:
    """The whole index; of a reply, where the regulation says so, with that of what it answers (DR 10.9)."""
    mark = points.entry(on, points.REPLY_MARK) if answered is not None and answered.index else None
    own = Pattern(registry.pattern).write(number, **parts)
    return str(mark.values["reply_pattern"]).format(own=own, index=answered.index) if mark and answered else own


def put_under(document: Document, first: Document, at_day: date) -> None:
    """Give the supplement the number of the first paper, with its own «до» (DR 10.9); unsaved."""
    last = Document.objects.filter(registry=first.registry_id, period=first.period, number=first.number).order_by(
        "-supplement"
    )
    document.period, document.number = first.period, first.number
    document.supplement = last.values_list("supplement", flat=True)[0] + 1
    rule = points.entry(at_day, points.SUPPLEMENT)
    document.index = str(rule.values["supplement_pattern"] if rule else "до {index}").format(index=first.index)
