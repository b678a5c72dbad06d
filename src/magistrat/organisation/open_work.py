"""What lies open at a post: upper apps tell it here, so that a leader who goes on leave is warned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OpenWork:
    """So many open things of a kind at a post, with the address of their list.

    `title` agrees with the number: «2 завдання у строк до 05.03.2026».
    """

    count: int
    title: str
    link: str = ""


Provider = Callable[[Sequence[int], date], Sequence[OpenWork]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider `fn(post_ids, on)`; called from `AppConfig.ready` of an upper app; usable as a decorator."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def of(posts: Sequence[int], on: date) -> list[OpenWork]:
    """What is open at the posts on the day, kinds with nothing open left out."""
    return [work for provider in _providers for work in provider(posts, on) if work.count]
