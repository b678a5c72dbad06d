"""Which capabilities of the system are built: an entry of another one does not act yet, and its page says so."""

from magistrat.rules.edition import Edition, Entry

BUILT = frozenset({"org", "registration", "resolution_tasks", "control", "exchange_email", "acts", "sessions"})
# Routes that papers walk: an entry acts by its visas and consents in one of these, whatever its key.
ANSWERED = frozenset({"visa", "consent", "conclusion", "check"})
WALKED = frozenset({"order", "personnel-order", "committee-decision", "protocol-decision", "council-decision"})
# Keys of built capabilities that act in what is not built yet: the council's sessions (KR V; DR 12), quarterly plans of work
# (DR 6.5), and the module of the systems of electronic interaction (KR 24), whose papers are
# taken in and sent off by hand meanwhile.
LATER = frozenset({
    "session_notice_dispatch", "session_folder", "session_folder_land",
    "exchange_receiver", "exchange_delivered", "kdoc_receivers", "exchange_document_form", "exchange_automatic_sending",
    "exchange_integrity", "exchange_journal_sections", "exchange_journal_fields", "exchange_messages",
    "exchange_message_fields", "exchange_queue_length",
    "session_agenda_forming", "session_agenda_regulatory_mark", "session_convening", "session_convening_order_content",
    "session_documents_copying", "session_documents_district_heads", "session_documents_electronic",
    "session_documents_extraordinary", "session_documents_paper", "session_folders", "session_hall", "session_interval",
    "session_interval_land", "session_invitation_signatory", "session_items_list_submission", "session_minutes",
    "session_notice", "session_notice_extraordinary", "session_stenogram", "session_late_items_permission",
    "council_decision_rework", "council_decision_visa_officials", "council_draft_copies", "council_draft_delivery",
    "council_draft_delivery_land", "land_documentation_transfer", "land_items_majority", "budget_decision_dispatch",
    "main_items_preparation", "order_number_form",
    "regulation_approval", "subordinate_acts_change",
})  # fmt: skip
# Keys of capabilities not built that act already: whose signature a letter's blank bears (KR 9.1.1; DR 15.11, 15.12), the
# journal of copies (KR 17.2), terms of appeals and requests that are kept on control (KR 12.12, 12.13; DR 26.19, 27.11).
SOONER = frozenset({
    "letter_blank_mayor", "letter_blank_council", "letter_blank_committee", "copying_journal",
    "appeal_execution", "information_reply",
    # what acts and sittings ask of other chapters: series of personnel and restricted orders (KR 6.18, 6.19), publication of
    # drafts (KR 15.7; DR 4.1, 4.7, 4.13), permits, regulatory questions, the press, consents (KR 4.32, 4.36, 4.48; DR 5.8, 6.26)
    "restricted_order_registration", "personnel_order_registration", "act_draft_publication",
    "act_draft_publication_proposal", "publication_term_exception", "publication_letter_content", "decision_publication",
    "draft_delivery_public", "draft_publication_consent", "permit_decision_transfer", "council_permit_decision_transfer",
    "regulatory_adoption_bar", "media_attendance_list", "commission_members_consent",
    # how a sitting is made known: the agenda for the press (KR 4.33), the city's site (DR 6.16)
    "media_agenda", "extraordinary_meeting_notice",
    # publication of acts and of what a sitting has ended with, copies without personal data, days of proposals
    # (KR 15.9, 15.10, 4.48; DR 5.3, 6.27, 7.6)
    "act_publication", "act_copy_for_publication", "order_publication", "regulatory_comments_period",
    "regulatory_comments_period_longest", "regulatory_comments_consideration", "act_draft_publication_late",
})  # fmt: skip


def acts(entry: Entry) -> bool:
    """Whether the system does what the entry says; what it does not do must be said wherever the entry is shown."""
    return entry.key in SOONER or (entry.capability in BUILT and entry.key not in LATER) or is_walked(entry)


def is_walked(entry: Entry) -> bool:
    """Whether the entry asks for visas, consents or checks on a route that papers walk."""
    return bool(WALKED.intersection(entry.routes)) and any(step.does in ANSWERED for step in entry.steps)


def waiting(edition: Edition) -> tuple[Entry, ...]:
    """The edition's entries that do not act yet, in the edition's order."""
    return tuple(entry for entry in edition.entries if not acts(entry))
