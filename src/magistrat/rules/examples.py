"""Worked examples of all sorts, one by one: which of them an edition answers otherwise, and the texts without these."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from magistrat.rules import amending, cases, toml, vote_cases, worked
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.destruction import Saying
from magistrat.rules.edition import Edition
from magistrat.rules.law import Laws
from magistrat.rules.places import Place
from magistrat.rules.provisions import Provision

TERM, VOTE = "case", "vote"
TABLES = (TERM, *cases.OTHERS)


class Examiner:
    """Puts each example to an edition; what is not the edition's (calendar, laws) is given once."""

    def __init__(
        self, calendar: WorkCalendar, laws: Laws, provisions: Iterable[Provision], general: Iterable[Saying]
    ) -> None:
        """Examine with a city's calendar, the country's laws, its acts on votes and on keeping."""
        self.calendar, self.laws = calendar, laws
        self.provisions, self.general = tuple(provisions), tuple(general)

    def otherwise(self, edition: Edition, texts: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
        """The examples that the edition answers otherwise, each with the sentence that says so.

        :raises FormError: when an example is not written as it must be.
        """
        for file in sorted(texts):
            if not file.startswith(cases.FOLDER):
                continue
            for kind, rows in toml.parse(texts[file], file).items():
                for number, row in enumerate(rows):
                    sentence = next(self._faults(edition, file, kind, row), "")
                    if sentence:
                        yield Place(file, kind, number, row), sentence

    def _faults(self, edition: Edition, file: str, kind: str, row: Mapping[str, Any]) -> Iterator[str]:
        one = {file: amending.written(kind, row)}
        if kind == TERM:
            for case in cases.load(one):
                if fault := cases.case_fault(edition, case, self.calendar):
                    yield fault
        elif kind == VOTE:
            yield from vote_cases.faults(edition, vote_cases.load(one), self.provisions)
        else:
            yield from worked.faults(edition, worked.load(one), self.general)


def without(texts: Mapping[str, str], gone: Sequence[Place]) -> dict[str, str]:
    """The texts without these examples."""
    made = dict(texts)
    # From the end, so that the numbers of those before stay.
    for place in sorted(gone, key=lambda one: (one.file, one.kind, -one.number)):
        made = amending.removed(made, place)
    return made
