"""What is wrong with a draft, what it changes in the worked examples, and what the examination of it finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from magistrat.amendments.models import DraftEdition
from magistrat.amendments.queries.drafts import rules_of_draft
from magistrat.regulation import offices
from magistrat.regulation import queries as regulation
from magistrat.regulation.models import City
from magistrat.rules import (
    amending,
    capabilities,
    cases,
    checking,
    clauses,
    destruction,
    differing,
    events,
    kinds,
    provisions,
    routing,
    terms,
)
from magistrat.rules.calendar import CalendarError, WorkCalendar
from magistrat.rules.checking import Finding, Subject
from magistrat.rules.destruction import Saying
from magistrat.rules.edition import Edition
from magistrat.rules.examples import TERM, Examiner
from magistrat.rules.law import Laws
from magistrat.rules.places import Place
from magistrat.rules.provisions import Provision

General = tuple[tuple[Provision, ...], tuple[Saying, ...]]


@dataclass(frozen=True, slots=True)
class Effect:
    """A worked example that the draft answers otherwise: what it shows, the day before and after (none: no such term)."""

    id: str
    clause: str
    name: str
    event: str
    anchor: date | datetime
    old: date | datetime
    new: date | datetime | None


@dataclass(frozen=True, slots=True)
class Report:
    """What a lawyer has to know before the adoption.

    `faults` stop it; `effects` are what the change does to the terms of examples, `others` to other examples, `examples`
    where all these stand; `warnings` and `findings` have to be confirmed, `findings` only those that the edition before it
    did not have; `kept` are the others.
    """

    faults: tuple[str, ...]
    effects: tuple[Effect, ...]
    others: tuple[str, ...]
    examples: tuple[Place, ...]
    warnings: tuple[str, ...]
    findings: tuple[Finding, ...]
    kept: tuple[Finding, ...]

    @property
    def asks(self) -> bool:
        """Whether anything has to be confirmed."""
        return bool(self.warnings or self.findings)


def report(found: DraftEdition, on: date) -> Report:
    """Examine a draft beside the edition that it began from; findings are for the first session day after `on`."""
    old, new = regulation.rules_of(found.base_id), rules_of_draft(found)
    said = _Texts(found.texts, old, new, regulation.work_calendar(), regulation.laws(), on, _general())
    made = _report(said)
    # Who holds which role changes without the texts, so it is asked anew.
    held, names = offices.on(on)
    before = {_role(one) for one in checking.nobody.find(_subject(said, old, cut=False), held, names)}
    vacant = list(checking.nobody.find(_subject(said, new, cut=False), held, names))
    return replace(
        made,
        findings=(*made.findings, *(one for one in vacant if _role(one) not in before)),
        kept=(*made.kept, *(one for one in vacant if _role(one) in before)),
    )


def _general() -> General:
    """What the country's acts say of votes and of keeping, as this city keeps them; one statement."""
    files = City.objects.values_list("calendar_files", flat=True).get()
    votes, keeping = files.get("votes.toml", ""), files.get("keeping.toml", "")
    return provisions.load(votes), tuple(destruction.load(keeping))


class _Texts:
    """Arguments of an examination, kept by what they say."""

    def __init__(
        self,
        texts: Mapping[str, str],
        old: Edition,
        new: Edition,
        calendar: WorkCalendar,
        laws: Laws,
        on: date,
        general: General,
    ) -> None:
        self.texts, self.old, self.new, self.calendar, self.laws, self.on = texts, old, new, calendar, laws, on
        self.general = general
        self._key = (old.hash, new.hash, id(calendar), on)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Texts) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=4)
def _report(said: _Texts) -> Report:
    text = said.texts.get(amending.REGULATION, "")
    examiner = Examiner(said.calendar, said.laws, *said.general)
    otherwise = list(examiner.otherwise(said.new, said.texts))
    before, found = (checking.check(_subject(said, edition)) for edition in (said.old, said.new))
    return Report(
        faults=tuple(_faults(said, text)),
        effects=tuple(_effects(said)),
        others=tuple(sentence for place, sentence in otherwise if place.kind != TERM),
        examples=tuple(place for place, _ in otherwise),
        warnings=tuple(_warnings(said)),
        findings=tuple(one for one in found if one not in before),
        kept=tuple(one for one in found if one in before),
    )


def _faults(said: _Texts, text: str) -> Iterator[str]:
    """What makes the edition untrue or unusable."""
    yield from cases.entry_faults(said.new, said.laws, text)
    yield from kinds.faults(said.new)
    yield from routing.faults(said.new)
    yield from provisions.faults(said.new)


def _effects(said: _Texts) -> Iterator[Effect]:
    for case in cases.load(said.texts):
        entry, was = said.new.by_id(case.id), said.old.by_id(case.id)
        clause = entry.clause if entry else was.clause if was else case.id
        term = entry.term if entry else None
        if term is None:
            yield Effect(case.id, clause, case.name, "", case.anchor, case.due, None)
            continue
        try:
            due = terms.due(term, case.anchor, said.calendar).due
        except CalendarError:
            continue
        if due != case.due:
            yield Effect(case.id, clause, case.name, events.name(term.event), case.anchor, case.due, due)


def _warnings(said: _Texts) -> Iterator[str]:
    for right in sorted(said.old.rights() - said.new.rights()):
        yield f"Права «{right}» більше ніхто не матиме."
    for right in sorted(said.new.rights() - said.old.rights()):
        yield f"Права «{right}» попередня редакція не знала: перевірте, чи діє щось у системі за такою назвою."
    for entry in said.old.entries:
        now = said.new.get(entry.key)
        if now is None and capabilities.acts(entry):
            yield f"Вилучено правило {entry.id}, за яким працює система: {entry.meaning}"
        elif now is not None and entry.term is not None and now.term is None:
            yield f"Правило {entry.id} більше не є строком: система за ним нічого не обчислить."
    for lost in cases.unlinked(said.new):
        gone = said.old.get(lost.key)
        if gone is not None:
            yield f"Правило {gone.id} вилучено, тож перевірка регламенту нічого з ним не порівнює: {lost.about}."
    yield from _words_left(said)
    worked = {case.id for case in cases.load(said.texts)}
    for entry in said.new.entries:
        if entry.term is not None and entry.id not in worked and said.old.by_id(entry.id) is None:
            yield f"Для нового строку {entry.id} немає прикладу, обчисленого вручну."


def _words_left(said: _Texts) -> Iterator[str]:
    """Values that say something new under words that say the old."""
    for entry in said.new.entries:
        was = said.old.by_id(entry.id)
        if was is not None and was != entry and was.words == entry.words:
            names = [one.name for one in differing.of_entry(was, entry) if one.name != "Зміст правила"]
            if names:
                yield f"Правило {entry.id}: змінено ({', '.join(names)}), а слова регламенту лишилися ті самі: «{entry.words}»"


def _subject(said: _Texts, edition: Edition, *, cut: bool = True) -> Subject:
    """What is examined; only the grades that look at the text need it cut at its clauses."""
    text = said.texts.get(amending.REGULATION, "") if cut else ""
    session = checking.next_session(edition, said.on, said.calendar) or said.on
    return Subject(edition, clauses.split(text, edition.annexes) if text else (), said.calendar, said.laws, session)


def _role(finding: Finding) -> str:
    """The role that a finding of the grade *nobody* is about: its sentence begins with it."""
    return finding.sentence.partition("»")[0]
