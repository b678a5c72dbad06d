"""Limits that are numbers: pages, copies, members; whether a count keeps within them."""

from dataclasses import dataclass

from magistrat.rules.edition import Entry


@dataclass(frozen=True, slots=True)
class Bound:
    """A count is at least ``least`` and at most ``most``; what is not limited on a side is nothing there."""

    least: int | None = None
    most: int | None = None

    def fits(self, count: int) -> bool:
        """Whether a count keeps within the limit."""
        return (self.least is None or count >= self.least) and (self.most is None or count <= self.most)


def of(entry: Entry) -> Bound | None:
    """The limit of an entry's ``at_least``, ``more_than``, ``at_most``, ``exactly``; none when it has no such number."""
    values = entry.values
    if "exactly" in values:
        return Bound(values["exactly"], values["exactly"])
    least = values["more_than"] + 1 if "more_than" in values else values.get("at_least")
    most = values.get("at_most", values.get("megabytes"))
    return None if least is None and most is None else Bound(least, most)
