"""Grade *nobody*: the regulation gives rights or work to a role that no post fills on the day."""

from collections.abc import Collection, Iterator, Mapping

from magistrat.rules import words
from magistrat.rules.checking.form import Finding, Subject, listed
from magistrat.rules.edition import Entry, natural

# so many clauses are named in the sentence; the finding itself names all
_NAMED = 5


def find(subject: Subject, held: Collection[str], names: Mapping[str, str]) -> Iterator[Finding]:
    """Roles that the regulation names and nobody has.

    :param held: roles of the posts that somebody holds on the day.
    :param names: the roles that posts can have, with their Ukrainian names; other roles follow from the papers themselves.
    """
    for role, name in names.items():
        if role in held:
            continue
        entries = [entry for entry in subject.edition.entries if role in _roles(entry)]
        clauses = {entry.clause for entry in entries} | {
            grant.clause for grant in subject.edition.grants if role in grant.roles
        }
        if clauses:
            ordered = sorted(clauses, key=natural)
            more = len(ordered) - _NAMED
            rest = f" та ще {more} {words.plural(more, 'пункт', 'пункти', 'пунктів')}" if more > 0 else ""
            yield Finding(
                "nobody",
                tuple(entry.id for entry in entries),
                tuple(ordered),
                (),
                f"Роль «{name}» сьогодні не має жодної зайнятої посади, а повноваження й обов'язки їй надають"
                f" {listed(map(words.clause, ordered[:_NAMED]))}{rest}.",
            )


def _roles(entry: Entry) -> set[str]:
    granted = {role for grant in entry.grants for role in grant.roles}
    return granted | set(entry.actor) | {step.role for step in entry.steps if not step.outer}
