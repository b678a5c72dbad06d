"""Which capabilities of the system are built: an entry of another one does not act yet, and its page says so."""

from magistrat.rules.edition import Edition, Entry

BUILT = frozenset({"org", "registration", "resolution_tasks", "control", "exchange_email"})
# Keys of built capabilities that act where sessions are convened (KR 5.9), which is not built yet.
LATER = frozenset({"session_notice_dispatch"})


def acts(entry: Entry) -> bool:
    """Whether the system does what the entry says; what it does not do must be said wherever the entry is shown."""
    return entry.capability in BUILT and entry.key not in LATER


def waiting(edition: Edition) -> tuple[Entry, ...]:
    """The edition's entries that do not act yet, in the edition's order."""
    return tuple(entry for entry in edition.entries if not acts(entry))
