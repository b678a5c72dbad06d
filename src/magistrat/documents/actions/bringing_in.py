"""What a city brings with it on its first day: correspondents, documents under the numbers they have, last numbers.

Each deed is repeatable: what is there already is left as it is and said so, and nothing is made twice. A deed takes
hundreds of rows at once: it judges each by what it has read before for all, and writes those that are not refused together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import indices, passages, placing
from magistrat.documents.actions import written_many as many
from magistrat.documents.actions.correspondents import written
from magistrat.documents.card import Card
from magistrat.documents.models import Correspondent, Document, Registry
from magistrat.documents.queries import bringing_in as read
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.numbers import actions as numbers
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

RIGHT = "records.bring_in"
CODE = "documents.brought_in"


@dataclass(frozen=True)
class Entered:
    """What a deed left: the id, and whether it was made now."""

    pk: int
    is_new: bool


@dataclass(frozen=True)
class EarlierCorrespondent:
    """A line of the earlier directory."""

    name: str
    kind: str
    code: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    head: str = ""


@dataclass(frozen=True)
class Earlier:
    """A registered document as the earlier records tell it.

    :param is_resolved: a resolution comes with it, so that it does not lie on the addressee's desk.
    """

    registry_id: int
    number: int
    index: str
    registered_at: datetime
    card: Card
    is_resolved: bool


@dataclass(frozen=True)
class Line:
    """What happened to a document on a day (as it is printed) before it came here."""

    document: int
    day: str
    text: str


def demand(*, actor: Actor, at: datetime) -> None:
    """Go on only for those who may bring in earlier records.

    :raises Refusal: for anyone else.
    """
    if not actor.is_system and (refusal := regulation.refusal(actor=actor, right=RIGHT, on=local_date(at))):
        raise refusal


def correspondents(
    *, actor: Actor, at: datetime, given: Sequence[EarlierCorrespondent]
) -> list[Entered | Refusal]:  # fmt: skip
    """Correspondents of the earlier directory; one with the same code, or without a code the same name, is kept.

    What became of each, in their order: refused are those without a name, of no such kind, with a code whose check digit
    is wrong. So many statements for any number of them.

    :raises Refusal: no right.
    """
    with transaction.atomic(savepoint=False):
        demand(actor=actor, at=at)
        names = [" ".join(one.name.split()) for one in given]
        by_code, by_name = read.kept(codes=[one.code for one in given], names=names)
        left: list[Entered | Refusal | Correspondent] = []
        made: dict[tuple[str, str], Correspondent] = {}
        for one, name in zip(given, names, strict=True):
            known = by_code.get(one.code) if one.code else by_name.get(name)
            # The same twice in one book is the same one.
            key = (one.code, "" if one.code else name)
            if known is not None:
                left.append(Entered(known, is_new=False))
            elif key in made:
                left.append(made[key])
            else:
                try:
                    made[key] = written(Correspondent(), **asdict(one))
                except Refusal as refusal:
                    left.append(refusal)
                else:
                    left.append(made[key])
        Correspondent.objects.bulk_create(made.values())
        passages.keep_words_later([one.name for one in made.values()])
        journal.record_many(actor=actor, at=at, deeds=map(_of_correspondent, made.values()))
    return _entered(left)


def documents(*, actor: Actor, at: datetime, given: Sequence[Earlier]) -> list[Entered | Refusal]:
    """Registered documents of the earlier records under their own numbers, indexes and days.

    What became of each, in their order: refused are those whose number is another document's, incomplete cards, a day
    to come, a paper that is here in another form (KR 7.4). So many statements for any number of them.

    :raises Refusal: no right.
    """
    with transaction.atomic(savepoint=False), regulation.remembering():
        demand(actor=actor, at=at)
        registries = Registry.objects.select_related("department").in_bulk({one.registry_id for one in given})
        there = read.at_numbers({_place(one, registries) for one in given})
        left: list[Entered | Refusal | Document] = []
        fresh = dict[read.Place, Document]()
        entry = many.Entry(actor=actor, at=at, given=[one.card for one in given])
        for one in given:
            registry, place = registries[one.registry_id], _place(one, registries)
            try:
                _refuse_to_come(one, registry, at)
                if place in there:
                    left.append(Entered(_same(there[place], one, registry), is_new=False))
                elif place in fresh:
                    _same(_now(fresh[place]), one, registry)
                    left.append(fresh[place])
                else:
                    fresh[place] = entry.judge(registry, one.card, _written(one))
                    left.append(fresh[place])
            except Refusal as refusal:
                left.append(refusal)
        entry.write()
    return _entered(left)


def document(*, actor: Actor, at: datetime, earlier: Earlier) -> Entered:
    """`documents` for one.

    :raises Refusal: no right; the number is another document's; an incomplete card; a day to come.
    """
    [done] = documents(actor=actor, at=at, given=[earlier])
    if isinstance(done, Refusal):
        raise done
    return done


def _place(one: Earlier, registries: Mapping[int, Registry]) -> read.Place:
    return one.registry_id, placing.period_of(registries[one.registry_id], one.registered_at), one.number


def _refuse_to_come(one: Earlier, registry: Registry, at: datetime) -> None:
    if local_date(one.registered_at) > local_date(at):
        raise Refusal(registry.clause, "День реєстрації ще не настав.")


def _written(one: Earlier) -> placing.Written:
    return placing.Written(
        number=one.number, at=one.registered_at, index=one.index, code=CODE, said="Із попередніх обліків: {index}",
        is_told=not one.is_resolved,
    )  # fmt: skip


def _now(document: Document) -> read.There:
    """A document that the same deed is about to write."""
    return read.There(0, document.index, document.registered_on, is_brought_in=True)


def _same(there: read.There, one: Earlier, registry: Registry) -> int:
    """The document that is there, when it is the same one."""
    if there.index == one.index and there.on == local_date(one.registered_at) and there.is_brought_in:
        return there.pk
    raise Refusal(registry.clause, f"Номер {one.number} у реєстрі «{registry.title}» уже має документ {there.index}.")


def _entered(left: Iterable[Entered | Refusal | Correspondent | Document]) -> list[Entered | Refusal]:
    """Ids of what was written meanwhile; the second time in a row of the same one it is known."""
    seen = set[int]()
    found: list[Entered | Refusal] = []
    for one in left:
        if isinstance(one, Entered | Refusal):
            found.append(one)
        else:
            found.append(Entered(one.pk, is_new=one.pk not in seen))
            seen.add(one.pk)
    return found


def _of_correspondent(made: Correspondent) -> journal.Deed:
    payload = {"text": f"Із попереднього довідника внесено: {made.name}", "name": made.name, "code": made.code}
    return journal.Deed("documents.correspondent_brought_in", subject=made, payload=payload)


def last_number(*, actor: Actor, at: datetime, registry_id: int, period: str, last: int) -> Entered:
    """Let the registry's numbers go on after `last`: what has been given on paper or elsewhere is never given again.

    :raises Refusal: no right; the registry is kept on paper now.
    """
    with transaction.atomic(savepoint=False):
        demand(actor=actor, at=at)
        registry = Registry.objects.get(pk=registry_id)
        period = period if registry.restarts == "year" else ""
        before = read.last_given(registry, period)
        if before >= last:
            return Entered(registry.pk, is_new=False)
        if read.is_on_paper(registry):
            raise indices.on_paper(registry)
        numbers.advance(series=indices.series(registry), period=period, last=last)
        payload = {
            "text": f"Реєстр «{registry.title}» {period}: нумерація продовжується після номера {last}",
            "period": period, "last": last, "before": before,
        }  # fmt: skip
        journal.record(
            actor=actor, at=at, code="documents.last_number_brought_in", subject=registry, payload=payload
        )  # fmt: skip
    return Entered(registry.pk, is_new=True)


def history(*, actor: Actor, at: datetime, given: Sequence[Line]) -> list[Entered]:
    """Lines of documents' earlier lives, as the former books tell them; each told once, in their order.

    :raises Refusal: no right.
    """
    with transaction.atomic(savepoint=False):
        demand(actor=actor, at=at)
        told = read.lines({one.document for one in given})
        subjects = Document.objects.only("pk").in_bulk({one.document for one in given})
        left, new = list[Entered](), list[tuple[Line, str]]()
        for one in given:
            said = f"Із попередніх обліків, {one.day}: {one.text}"
            left.append(Entered(one.document, is_new=(one.document, said) not in told))
            if left[-1].is_new:
                told.add((one.document, said))
                new.append((one, said))
        deeds = (_of_line(subjects[one.document], one, said) for one, said in new)
        journal.record_many(actor=actor, at=at, deeds=deeds)
    return left


def _of_line(subject: Document, line: Line, said: str) -> journal.Deed:
    payload = {"text": said, "day": line.day}
    return journal.Deed("documents.history_brought_in", subject=subject, document=line.document, payload=payload)
