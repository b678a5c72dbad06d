"""Grade *double*: a number of the text under which two clauses stand."""

from collections.abc import Iterator

from magistrat.rules.checking.form import Finding, Subject
from magistrat.rules.clauses import Clause, base


def find(subject: Subject) -> Iterator[Finding]:
    """Each number that is printed more than once, with the first words of its places."""
    places: dict[str, list[Clause]] = {}
    for clause in subject.clauses:
        if clause.place:
            places.setdefault(clause.printed, []).append(clause)
    for printed, found in places.items():
        own = {clause.id for clause in found}
        entries = [entry.id for entry in subject.edition.entries if base(entry.id) in own]
        begins = "; ".join(f"«{_begin(clause.text)}»" for clause in found)
        yield Finding(
            "double",
            tuple(entries or own),
            (printed,),
            (),
            f"Номер {printed} мають {_COUNTED.get(len(found), str(len(found)))} різні пункти: {begins}."
            " Посилання на цей номер не вказує, про який із них ідеться.",
        )


_COUNTED = {2: "два", 3: "три", 4: "чотири"}
_LONG = 90


def _begin(text: str) -> str:
    """The first words, cut between words."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONG else plain[:_LONG].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
