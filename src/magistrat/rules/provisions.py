"""What clauses and laws say of a body's votes, gathered; what the regulation does not say is the law's."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from magistrat.rules import toml, voting, words
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.form import Fields, FormError
from magistrat.rules.voting import Vote


@dataclass(frozen=True, slots=True)
class Provision:
    """One sentence about votes; ``clause`` as printed to people, ``meaning`` in plain official Ukrainian."""

    vote: Vote
    clause: str
    meaning: str
    words: str
    law: bool = False

    @property
    def cited(self) -> str:
        """«п. 4.4», «Закон України …, ст. 59, ч. 2»."""
        return self.clause if self.law else words.clause(self.clause)


@dataclass(frozen=True, slots=True)
class Provisions:
    """All that is said of one body, the regulation's own sentences before those of laws."""

    body: str
    all: tuple[Provision, ...]

    @property
    def quorum(self) -> Provision | None:
        """What quorum the body has."""
        return self._first(lambda vote: vote.quorum is not None)

    def majority(self, question: str | None = None, *, poll: bool = False) -> Provision | None:
        """Which majority decides; for a question of a sort, that of the sort if any sentence names it."""
        fitting = [provision for provision in self.all if provision.vote.majority and provision.vote.poll == poll]
        own = [provision for provision in fitting if provision.vote.question == question]
        return next(iter([*own, *(provision for provision in fitting if provision.vote.question is None)]), None)

    @property
    def instead_of_poll(self) -> Provision | None:
        """What is done when a decision cannot wait and the body has no poll."""
        return self._first(lambda vote: vote.instead_of_poll)

    @property
    def recusal(self) -> Provision | None:
        """That members with a conflict of interests do not vote."""
        return self._first(lambda vote: vote.recusal)

    @property
    def admission(self) -> Provision | None:
        """How they come to vote when there would be no quorum without them."""
        return self._first(lambda vote: vote.admission)

    def _first(self, fits: Callable[[Vote], bool]) -> Provision | None:
        return next((provision for provision in self.all if fits(provision.vote)), None)


def of_edition(edition: Edition) -> tuple[Provision, ...]:
    """The sentences of an edition, in the order of its clauses."""
    return tuple(
        Provision(entry.vote, entry.clause, entry.meaning, entry.words) for entry in edition.entries if entry.vote
    )


def faults(edition: Edition) -> Iterator[str]:
    """Entries that give one body two quorums or two majorities for the same, each in one Ukrainian sentence."""
    given: dict[tuple[object, ...], Entry] = {}
    for entry in edition.entries:
        vote = entry.vote
        if vote is None:
            continue
        said = {"quorum": (vote.quorum,), "majority": (vote.majority, vote.of, vote.tie)}
        for name, value in said.items():
            if value[0] is None:
                continue
            first = given.setdefault((name, vote.body, vote.question, vote.poll), entry)
            other = first.vote or vote
            if value != {"quorum": (other.quorum,), "majority": (other.majority, other.of, other.tie)}[name]:
                yield f"{entry.file}: {entry.id}: vote.{name}: інше, ніж у {first.id}"


def load(text: str, file: str = "votes.toml") -> tuple[Provision, ...]:
    """Read the sentences of laws.

    :raises FormError: naming file, key, field and reason.
    """
    whole = Fields(file, "", toml.parse(text, file))
    found: dict[str, list[Provision]] = {}
    for table in whole.tables("provision"):
        key, provisions = _read(file, table)
        if key in found:
            raise FormError(file, key, "key", "такий ключ уже є")
        found[key] = provisions
    whole.done()
    return tuple(provision for provisions in found.values() for provision in provisions)


def gather(body: str, edition: Edition, laws: Iterable[Provision]) -> Provisions:
    """What the edition and then the laws say of a body."""
    said = (*of_edition(edition), *laws)
    return Provisions(body, tuple(provision for provision in said if provision.vote.body == body))


def _read(file: str, table: object) -> tuple[str, list[Provision]]:
    key = str(table.get("key", "provision")) if isinstance(table, Mapping) else "provision"
    fields = Fields(file, key, table)
    act, article = fields.take("act", str), fields.take("article", str)
    meaning, said, bodies = fields.take("meaning", str), fields.take("words", str), fields.texts("bodies")
    fields.take("key", str), fields.take("date", date)
    vote = fields.take("vote", dict)
    fields.done()
    if not bodies:
        raise fields.error("bodies", "потрібен хоча б один орган")
    votes = [voting.read(Fields(file, key, {**vote, "body": body})) for body in bodies]
    return key, [Provision(vote, f"{act}, {article}", meaning, said, law=True) for vote in votes]
