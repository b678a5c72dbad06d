"""Which capabilities of the system are built: an entry of another one does not act yet, and its page says so."""

from magistrat.rules.edition import Edition, Entry

BUILT = frozenset({"org", "registration", "resolution_tasks", "control", "exchange_email"})
# Keys of built capabilities that act in what is not built yet: sittings and sessions (KR 4.9, 4.35, 5.9, 5.23, 5.24) and
# the module of the systems of electronic interaction (KR 24), whose papers are taken in and sent off by hand meanwhile.
LATER = frozenset({
    "session_notice_dispatch", "convening_order_dispatch", "decision_dispatch_hours", "session_folder", "session_folder_land",
    "exchange_receiver", "exchange_delivered", "kdoc_receivers", "exchange_document_form", "exchange_automatic_sending",
    "exchange_integrity", "exchange_journal_sections", "exchange_journal_fields", "exchange_messages",
    "exchange_message_fields", "exchange_queue_length",
})  # fmt: skip
# Keys of capabilities not built that act already: whose signature a letter's blank bears (KR 9.1.1; DR 15.11, 15.12), the
# journal of copies (KR 17.2), terms of appeals and requests that are kept on control (KR 12.12, 12.13; DR 26.19, 27.11).
SOONER = frozenset({
    "letter_blank_mayor", "letter_blank_council", "letter_blank_committee", "copying_journal",
    "appeal_execution", "information_reply",
})  # fmt: skip


def acts(entry: Entry) -> bool:
    """Whether the system does what the entry says; what it does not do must be said wherever the entry is shown."""
    return entry.key in SOONER or (entry.capability in BUILT and entry.key not in LATER)


def waiting(edition: Edition) -> tuple[Entry, ...]:
    """The edition's entries that do not act yet, in the edition's order."""
    return tuple(entry for entry in edition.entries if not acts(entry))
