"""Whether the journal is what it was: every entry, link and signed head is counted again."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from magistrat.journal import queries, signing
from magistrat.journal.hashes import BEGINNING, link, row_hash, values_hash


@dataclass(frozen=True)
class Fault:
    """What is wrong: `kind` is changed, missing, extra or head; `place` the position or the entry's id."""

    kind: str
    place: int
    words: str


@dataclass
class Verdict:
    """The result: how many links were counted, how many entries were cleared by destruction acts, what is wrong.

    `untold` are heads signed by HMAC in earlier times whose secret is not here.
    """

    links: int = 0
    cleared: int = 0
    heads: int = 0
    untold: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True)
class Signed:
    """A signed head as it was carried out of the house (`exported`)."""

    position: int
    chain_hash: str
    signed_at: datetime
    signature: str
    public_key: str = ""


def exported() -> list[dict[str, Any]]:
    """All signed heads, to be kept outside the house: `journal_verify --heads` compares the chain with them later."""
    return [
        {
            "position": head.position, "chain_hash": head.chain_hash, "signed_at": head.signed_at.isoformat(),
            "signature": head.signature, "public_key": head.public_key,
        }
        for head in queries.heads()
    ]  # fmt: skip


def read_heads(text: str) -> list[Signed]:
    """Heads as `exported` wrote them.

    :raises ValueError: the text is something else.
    """
    try:
        rows = json.loads(text)["heads"]
        return [Signed(**{**row, "signed_at": datetime.fromisoformat(row["signed_at"])}) for row in rows]
    except (KeyError, TypeError, json.JSONDecodeError) as wrong:
        raise ValueError("not a list of signed heads") from wrong


def verify(*, trusted: Collection[str] | None = None, kept: Sequence[Signed] = ()) -> Verdict:
    """Count the whole chain again and name every changed, missing and extra entry.

    :param trusted: public keys to verify heads by, instead of those in the city's folder.
    :param kept: heads that were carried out of the house before: the chain must still go through them.
    """
    verdict = Verdict()
    signed: list[Any] = [*queries.heads(), *kept]
    wanted, known = {head.position for head in signed}, {}
    position, before = 0, BEGINNING
    for seal, entry in queries.links():
        verdict.links += 1
        verdict.faults += _gap(position + 1, seal.position)
        verdict.faults += _entry_faults(seal, entry, verdict)
        is_next = seal.position == position + 1
        if (
            is_next
            and entry is not None
            and seal.chain_hash != link(before, seal.position, seal.entry_id, entry.row_hash)
        ):
            verdict.faults.append(Fault("changed", seal.position, "ланка не продовжує ланцюг перед нею"))
        position, before = seal.position, seal.chain_hash
        if position in wanted:
            known[position] = before
    verdict.faults += list(
        _head_faults(verdict, signed, known, position, signing.trusted() if trusted is None else trusted)
    )
    verdict.faults += [
        Fault("extra", entry, "рядок з'явився повз журнал: жодна ланка його не тримає")
        for entry in queries.beside_the_chain()
    ]
    return verdict


def _gap(expected: int, found: int) -> list[Fault]:
    return [Fault("missing", place, "ланки немає") for place in range(expected, min(found, expected + 100))]


def _entry_faults(seal: Any, entry: Any, verdict: Verdict) -> list[Fault]:
    if entry is None:
        return [Fault("missing", seal.entry_id, "рядка немає, а ланка є")]
    if row_hash(entry) != entry.row_hash:
        return [Fault("changed", entry.pk, "рядок змінено після того, як його внесено до ланцюга")]
    if not entry.salt and not entry.payload:
        verdict.cleared += 1
    elif values_hash(entry) != entry.values_hash:
        return [Fault("changed", entry.pk, "значення рядка змінено")]
    return []


def _head_faults(
    verdict: Verdict, signed: Sequence[Any], known: dict[int, str], last: int, trusted: Collection[str]
) -> Iterator[Fault]:
    for head in signed:
        verdict.heads += 1
        position = head.position
        genuine = signing.is_genuine(
            position, head.chain_hash, head.signed_at, head.signature, head.public_key, trusted
        )
        if genuine is None:
            verdict.untold += 1
        if genuine is False:
            yield Fault("head", position, "підпис стану ланцюга несправжній")
        elif position > last:
            yield Fault("missing", position, "ланцюг коротший, ніж його підписаний стан")
        elif known.get(position) != head.chain_hash:
            yield Fault("head", position, "ланцюг не такий, яким його підписано")
