"""The names that `values` of entries may have, with their types: one vocabulary for all cities.

A name that is not here is most often misspelt; one that a clause needs and nobody had is added here, in its row of the alphabet.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_FIELD = re.compile(r"\{[a-z_]+(?::0?\d+d)?\}")
# a text
_TEXT = """
    absence according_to accountable act acting_on after agreed_by agreed_with also annex annexes appeals_department appointed_by as at
    ballot barred_in before binding_after blank booking break by by_department by_kind_of_addressee by_plan by_procedure centre
    changed_by checked_by chief choose consent consolidated_by controlled_by copies copies_certified_by copies_equal copies_seal
    council_funds_applicant created_by dangling date_of dated_by dates_by days days_set_by decides department dissent
    drawn_by_department effect effective electronic_copies_department else_on ended_before envelope_lists event every exception
    first folder form fri friday_until from further_by general given_to ground handed_over_after incoming_place initiator instead
    internal internal_place issued_against issued_to journal keeper kept_at kept_by kept_by_department label language last_day
    last_page layout leaders_to_role left_with listed loss_note_to_role made_by made_by_department main mark marked_by meant
    measure mon name_form notice notice_to numbers of on one_for one_question only_for only_when or_by or_else order originals
    originals_in_bodies originals_seal otherwise otherwise_to outgoing_place outside_chief_replaced_by outside_executor_by
    outside_executor_to outsiders paper_to part_of_day period permitted_by personnel_submitted_to place place_in_printed placed_in
    posts prepared_by proposed_by published_where reads_department recorded_in refused_by register registered_by_department
    registers registers_role replaced_by replied_by replies_to_department reported_by reported_to requires restart return_to
    returned_by returned_to returned_to_department seal sent_by series set_by several_questions signature_block signature_prefix
    signed_by skips sorted staff_from stage stamp stenogram_exception style submitted_to term_from terms_by then then_department
    thu tie_for to to_department to_role tue unit unless unless_contrary_to unlisted unresolved until upper_right used valid
    visa_by visitors_from way wed what when where who_department whole_committee within word
"""
# a list of texts
_TEXTS = """
    about act addressees after agreed agreed_by_leader agreed_by_leader_and_head allowed also annual answers_for appeal_words
    appointed appointed_by_mayor attach_co_executors_when_signed_by attached barred barred_also body_ways breaks by by_body_order
    by_competition by_court by_court_labels by_law by_law_only by_mayor_order cases categories category_labels
    certificate_signed_by changes checks city_wide_blanks column_labels columns commission_only committee complex_labels
    complex_required confirmed_by_council consent_of contains control control_head controlled_by copy_to council days days_off
    decides degrees departments document_kinds documents domains duties elected_by_council examples except except_when
    exception_to exceptionally exceptions exempt explained_to flowchart_needs forms general grounds groups halls head hours if_any
    if_limited if_needed if_needed_labels if_paid if_paid_labels if_planned invited journal_pages keepers kept kind_labels kinds
    kinds_first labels law_articles leaders leave_reasons loss_requires main_item_labels main_item_required marks matters may
    member_departments not_done not_exempt of official on on_site only only_in_flowchart only_refused or_forward outcomes
    outgoing_labels outgoing_required outgoing_signatories outside_executor_required outsider own_application papers participants
    parts persons places posts private_domains procedures published put_to_vote quarterly questions reasons recipients
    records_head refused refused_kinds registered registers renewed_on required requires requires_any resolutions responsible
    result_by returned_by same_form_for saturday seals sections sent sequence series shows signs sources stages stamps
    statement_agreed_by states states_also steps submitting_person_marks substitute_grounds suspended_by termination_proposed_by
    then to to_kinds tuesday_thursday_shifts unit_ways units unless_set_by unopened_addressees unopened_marks uses voluntary ways
    weekdays weekly what when who_labels with without without_note written_only
"""
# a list of role keys
_ROLES = """
    absence_agreed_with_roles absence_roles absent_roles addressee_roles agenda_by_roles agreed_by_roles annex_of_annex_roles
    annex_roles applicant_roles appointed_by_roles approved_by_roles approver_roles author_roles barred_roles by_drafter_roles
    by_folder_roles by_roles certified_by_roles certifier_roles chair_roles commission_annex_roles control_roles convened_by_roles
    copy_signatory_roles decider_roles deputies_agreed_by_roles each_roles else_roles entered_by_roles ex_officio_roles
    except_roles executor_mark_roles finance_roles given_by_roles held_by_roles housing_roles identity_roles if_needed_roles
    inform_roles informs_roles invited_by_roles kept_by_roles keys_by_roles leader_in_charge_roles leader_roles
    main_item_registrar_roles member_roles named_later_by_roles of_roles on_instruction_roles preview_roles proposer_roles
    receiver_roles reception_roles registrar_roles renewed_roles reporter_roles responsible_roles reviewer_roles signatory_roles
    signed_by_roles
    submitter_roles substitute_roles to_others_by_roles to_roles to_staff_by_roles unit_roles visa_roles who_roles
"""
# a pattern of numbers
_PATTERN = """
    incoming_pattern internal_pattern letter_pattern outgoing_pattern reply_pattern supplement_pattern unit_pattern
"""
# true or false
_YES = """
    accounted act_stays_in_force acting actual_need advisory against_signature agreed all_of all_points_done as_copy as_needed
    automatic barcode booking branches by_need by_points by_resolution competition copies_to_each directly_otherwise
    documents_beforehand each_appeal_apart each_official_apart electronic_copy electronic_on_written_demand equal_responsibility
    equally_responsible kinds_in_annexes logged metal_clips_removed notify_sender numbered official_present on_control on_demand
    one_addressee_on_copy one_at_a_time one_ground_named one_of only only_there only_where_so or_substitute own_date
    pattern_is_assumed public_information_card registered repeated_with_previous returned_for_registration scan
    separate_instruction separate_list_when_generalised sequence standing stenogram strict strict_accounting substitute
    to_others_written unless_document_says_otherwise unless_said_otherwise unless_stated urgent whole with_article written
"""
# a whole number
_NUMBER = """
    at_least at_least_every_months at_most break_minutes calendar_years column copies count diameter exactly
    exempt_below_years_after_maternity_leave exempt_below_years_in_post first font_points groups hours_per_week insisting_at_most
    line_spacing long_term_over_years meetings_per_month megabytes month more_than net_hours passport_copy_pages pro_rata_from_day
    pro_rata_to_day remarks_at_most reminder_days
"""
# a list of whole numbers
_NUMBERS = """
    months
"""
# a table of texts and lists of texts
_TABLE = """
    by_affairs_manager_order by_mayor_order by_mayor_order_agreed direct_to_department required_by_kind role_headings
    section_roles signatories signatories_by_addressed_to voids
"""


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, str) for item in value)


def _is_roles(value: Any) -> bool:
    return _is_texts(value) and all(_KEY.fullmatch(item) for item in value)


def _is_pattern(value: Any) -> bool:
    """A text with fields in braces; a supplement's number has no counter of its own: «до {index}»."""
    return isinstance(value, str) and "{" in value and not re.search(r"[{}]", _FIELD.sub("", value))


def _is_yes(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_numbers(value: Any) -> bool:
    return isinstance(value, tuple) and all(_is_number(item) for item in value)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and all(_is_text(item) or _is_texts(item) for item in value.values())


# names, what is said of their type, whether a value is of it; a name may be in several rows
_TYPES = (
    (frozenset(_TEXT.split()), "текст", _is_text),
    (frozenset(_TEXTS.split()), "перелік текстів", _is_texts),
    (frozenset(_ROLES.split()), "перелік ключів ролей (snake_case)", _is_roles),
    (frozenset(_PATTERN.split()), "взірець номера", _is_pattern),
    (frozenset(_YES.split()), "true або false", _is_yes),
    (frozenset(_NUMBER.split()), "ціле число", _is_number),
    (frozenset(_NUMBERS.split()), "перелік цілих чисел", _is_numbers),
    (frozenset(_TABLE.split()), "таблицю текстів або їх переліків", _is_table),
)
NAMES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        name: tuple(place for place, (names, _, _) in enumerate(_TYPES) if name in names)
        for name in frozenset().union(*(names for names, _, _ in _TYPES))
    }
)


def fault(name: str, value: Any) -> str:
    """What is wrong with a name or its value, in Ukrainian; empty when nothing is."""
    if name not in NAMES:
        near = get_close_matches(name, NAMES, n=1)
        return "такої назви немає у словнику" + (f"; найближча: «{near[0]}»" if near else "")
    rows = [_TYPES[place] for place in NAMES[name]]
    if any(fits(value) for _, _, fits in rows):
        return ""
    return f"очікується {' або '.join(said for _, said, _ in rows)}"
