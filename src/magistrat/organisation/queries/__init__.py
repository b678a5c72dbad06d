"""Reading the organisation: who is and was what, who stands in for whom, who may act in whose name."""

from django.core.exceptions import ObjectDoesNotExist

from magistrat.organisation.queries.absences import (
    absences_of,
    performed_by,
    substitute_of,
    substitution,
    substitutions,
    wanting_order,
    with_names,
)
from magistrat.organisation.queries.actors import actor_of_post, actors_of, actors_of_account
from magistrat.organisation.queries.changes import journal_of
from magistrat.organisation.queries.fields import department_led_by, duty_rule, fields_of, fields_on, leader_of
from magistrat.organisation.queries.filling import filled, vacant
from magistrat.organisation.queries.former import former_cards_of
from magistrat.organisation.queries.membership import (
    committee_rules,
    councillor_refusal,
    elected_refusal,
    holders_refusal,
    membership_refusal,
)
from magistrat.organisation.queries.people import (
    Choice,
    everybody,
    has_second_step,
    people,
    person,
    posts_of,
    suggest,
)
from magistrat.organisation.queries.rights import hand_over_refusal
from magistrat.organisation.queries.signatures import (
    Signature,
    Unnamed,
    accusative,
    acting_lines,
    acting_title,
    dative,
    genitive,
)
from magistrat.organisation.queries.signatures import (
    all_of_post as signers_of,
)
from magistrat.organisation.queries.signatures import (
    named as named_signer,
)
from magistrat.organisation.queries.signatures import (
    of_person as own_signature,
)
from magistrat.organisation.queries.signatures import (
    of_post as signature_of,
)
from magistrat.organisation.queries.signatures import (
    of_posts as signatures_of,
)
from magistrat.organisation.queries.standing_in import (
    absence_reasons,
    candidates_for,
    ground_choices,
    roles_with_duties,
    rule_for,
    stood_in,
)
from magistrat.organisation.queries.structure import (
    Place,
    addressees,
    assistants_of,
    department,
    departments,
    found_in,
    head_of_department,
    heads_above,
    heads_above_each,
    history_of,
    holder_of,
    holders_of,
    holding,
    keyed_departments,
    keyed_posts,
    led_without,
    post,
    posts,
    posts_with_role,
    readers_of_department,
    roles_held,
    subordinates_of,
    tree,
    units_by_role,
)

NotThere = ObjectDoesNotExist

__all__ = [
    "Choice",
    "NotThere",
    "Place",
    "Signature",
    "Unnamed",
    "absence_reasons",
    "absences_of",
    "accusative",
    "acting_lines",
    "acting_title",
    "actor_of_post",
    "actors_of",
    "actors_of_account",
    "addressees",
    "assistants_of",
    "candidates_for",
    "committee_rules",
    "councillor_refusal",
    "dative",
    "department",
    "department_led_by",
    "departments",
    "duty_rule",
    "elected_refusal",
    "everybody",
    "fields_of",
    "fields_on",
    "filled",
    "former_cards_of",
    "found_in",
    "genitive",
    "ground_choices",
    "hand_over_refusal",
    "has_second_step",
    "head_of_department",
    "heads_above",
    "heads_above_each",
    "history_of",
    "holder_of",
    "holders_of",
    "holders_refusal",
    "holding",
    "journal_of",
    "keyed_departments",
    "keyed_posts",
    "leader_of",
    "led_without",
    "membership_refusal",
    "named_signer",
    "own_signature",
    "people",
    "performed_by",
    "person",
    "post",
    "posts",
    "posts_of",
    "posts_with_role",
    "readers_of_department",
    "roles_held",
    "roles_with_duties",
    "rule_for",
    "signature_of",
    "signatures_of",
    "signers_of",
    "stood_in",
    "subordinates_of",
    "substitute_of",
    "substitution",
    "substitutions",
    "suggest",
    "tree",
    "units_by_role",
    "vacant",
    "wanting_order",
    "with_names",
]
