"""Keys that the city keeps for its people, each under its owner's PIN."""

from __future__ import annotations

from datetime import datetime

from magistrat.signatures import pades, queries
from magistrat.signatures.actions import keys
from magistrat.signatures.signers import Asked, Trouble, Waiting


class OwnKeys:
    """Signs at once with the key of the test authority that the person's PIN opens."""

    key = "own_keys"
    title = "Ключ, збережений у системі"
    asks = "PIN-код ключа"

    def is_ready(self, person: int, at: datetime) -> bool:
        """Whether the person has a key in force."""
        return queries.key_of(person, at) is not None

    def sign(self, pdf: bytes, asked: Asked) -> bytes | Waiting:
        """The signed file.

        :raises Trouble: no key, a wrong PIN, too many wrong ones, or no PDF.
        """
        opened = keys.unlock(person=asked.person, pin=asked.secret, at=asked.at)
        try:
            return pades.sign(pdf, opened, field=asked.field, reason=asked.reason, name=asked.name, at=asked.at)
        except pades.Unsignable as trouble:
            raise Trouble("Файл акта не вдалося підписати: він пошкоджений або вже має такий підпис.") from trouble

    def collect(self, reference: str, at: datetime) -> bytes | Waiting:
        """Nothing is ever promised: an attempt that was broken off is made anew.

        :raises Trouble: always.
        """
        raise Trouble("Підписання перервано. Підпишіть ще раз.")
