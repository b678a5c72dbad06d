"""Votes worked out by hand that lie beside an edition, and which of them its clauses do not answer so."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from magistrat.rules import tally, toml
from magistrat.rules.edition import Edition
from magistrat.rules.form import Fields
from magistrat.rules.provisions import Provision, gather
from magistrat.rules.tally import Count, NoProvision
from magistrat.rules.voting import BODIES, QUESTIONS


@dataclass(frozen=True, slots=True)
class VoteCase:
    """An example: these numbers of a body give this answer, because ``why``."""

    file: str
    name: str
    body: str
    question: str | None
    count: Count
    valid: bool
    adopted: bool | None
    needs_admission: bool
    clause: str
    why: str


def load(texts: Mapping[str, str]) -> tuple[VoteCase, ...]:
    """Read the votes among an edition's cases.

    :raises FormError: naming file, case, field and reason.
    """
    return tuple(
        _read(file, table)
        for file in sorted(texts)
        if file.startswith("cases/")
        for table in Fields(file, "", toml.parse(texts[file], file)).tables("vote")
    )


def _read(file: str, table: object) -> VoteCase:
    fields = Fields(file, str(table.get("name", "vote")) if isinstance(table, Mapping) else "vote", table)
    poll = fields.take("poll", bool, False)
    count = Count(
        members=fields.take("members", int),
        present=None if poll else fields.take("present", int),
        recused=fields.take("recused", int, 0),
        in_favour=fields.optional("for", int),
        against=fields.optional("against", int),
        abstained=fields.optional("abstained", int),
    )
    case = VoteCase(
        file=file,
        name=fields.take("name", str),
        body=fields.choice("body", tuple(BODIES)),
        question=fields.choice("question", tuple(QUESTIONS)) if fields.has("question") else None,
        count=count,
        valid=fields.take("valid", bool),
        adopted=fields.optional("adopted", bool),
        needs_admission=fields.take("needs_admission", bool, False),
        clause=fields.take("clause", str),
        why=fields.take("why", str),
    )
    fields.done()
    return case


def faults(edition: Edition, cases: Iterable[VoteCase], laws: Iterable[Provision]) -> Iterator[str]:
    """The cases that do not hold, each in one Ukrainian sentence."""
    laws = tuple(laws)
    said = {body: gather(body, edition, laws) for body in BODIES}
    for case in cases:
        try:
            found = tally.judge(said[case.body], case.count, case.question)
        except (NoProvision, ValueError) as refused:
            yield f"{case.file}: «{case.name}»: {refused}"
            continue
        answered = (found.valid, found.adopted, found.needs_admission, found.clause)
        if answered != (case.valid, case.adopted, case.needs_admission, case.clause):
            yield f"{case.file}: «{case.name}»: очікувано інше, обчислено: {found.reason}"
