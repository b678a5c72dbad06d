"""What the regulation does not allow: a rule returns it, an action raises it, a page shows it."""

from magistrat.rules import words as language


class Refusal(Exception):
    """A deed that the regulation does not allow.

    :param clause: the clause as printed to people, e.g. ``8.13``.
    :param message: one official Ukrainian sentence saying what is not allowed and why.
    :param words: the clause's own words, where known.
    """

    __slots__ = ("clause", "message", "words")

    clause: str
    message: str
    words: str

    def __init__(self, clause: str, message: str, words: str = "") -> None:
        super().__init__(clause, message, words)
        for name, value in (("clause", clause), ("message", message), ("words", words)):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        # Python itself sets __traceback__, __context__ and __notes__ on a raised exception.
        if name in Refusal.__slots__:
            raise AttributeError(f"Refusal.{name} is frozen")
        super().__setattr__(name, value)

    def __str__(self) -> str:
        return f"{self.message} ({language.clause(self.clause)})" if self.clause else self.message

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refusal) and self.args == other.args

    def __hash__(self) -> int:
        return hash(self.args)
