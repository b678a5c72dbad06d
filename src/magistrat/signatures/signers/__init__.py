"""Who makes an electronic signature: the place of providers, each behind the same small interface.

A provider is added by `register` in `AppConfig.ready` of an app that knows it (docs/how-to/put-a-signer.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from magistrat.signatures.trouble import Trouble

__all__ = ["Asked", "Signer", "Trouble", "Waiting", "of", "offered", "register"]


@dataclass(frozen=True)
class Asked:
    """What is asked of a provider.

    :param person: id of the one who signs; `name` and `title` as they are printed.
    :param field: name of the signature's field in the file; `reason`: what is signed.
    :param secret: what the person has typed (a PIN); never kept.
    """

    person: int
    name: str
    title: str
    field: str
    reason: str
    at: datetime
    secret: str = ""


@dataclass(frozen=True)
class Waiting:
    """The provider answers later: ask `collect` by its reference. `words` tell the person what to do meanwhile."""

    reference: str
    words: str = ""


class Signer(Protocol):
    """A provider of signatures in PDF.

    `key` names it in the record of each attempt, `title` on the page; `asks`: what the person types there, empty when
    nothing.
    """

    key: str
    title: str
    asks: str

    def is_ready(self, person: int, at: datetime) -> bool:
        """Whether the person can sign by this provider."""
        ...

    def sign(self, pdf: bytes, asked: Asked) -> bytes | Waiting:
        """The file with the signature added after its last byte, or the promise of it.

        :raises Trouble: it could not be signed.
        """
        ...

    def collect(self, reference: str, at: datetime) -> bytes | Waiting:
        """What has become of a promise.

        :raises Trouble: it could not be signed.
        """
        ...


_known: dict[str, Signer] = {}


def register(signer: Signer) -> None:
    """Offer the provider; a later one of the same key takes the place of the earlier."""
    _known[signer.key] = signer


def of(key: str) -> Signer | None:
    """The provider of the key."""
    return _known.get(key)


def offered(person: int, at: datetime) -> list[Signer]:
    """Providers by which the person can sign now."""
    return [one for one in _known.values() if one.is_ready(person, at)]
