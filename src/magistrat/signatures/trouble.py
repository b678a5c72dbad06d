"""Why something could not be signed."""

from __future__ import annotations


class Trouble(Exception):
    """It could not be signed; `words` say why, in a sentence that a person can read."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words
