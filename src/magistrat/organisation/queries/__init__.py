"""Reading the organisation: who is and was what, who stands in for whom, who may act in whose name."""

from magistrat.organisation.queries.absences import (
    absences_of,
    substitute_of,
    substitution,
    substitutions,
    substitutions_on,
    wanting_order,
)
from magistrat.organisation.queries.actors import actor_of_post, actors_of, actors_of_account
from magistrat.organisation.queries.fields import department_led_by, fields_of, fields_on, leader_of
from magistrat.organisation.queries.membership import committee_rules, membership_refusal
from magistrat.organisation.queries.people import (
    Choice,
    people,
    person,
    person_of_account,
    posts_of,
    suggest,
    suggest_of,
)
from magistrat.organisation.queries.signatures import (
    Signature,
    acting_lines,
    acting_title,
    dative,
    genitive,
)
from magistrat.organisation.queries.signatures import (
    of_post as signature_of,
)
from magistrat.organisation.queries.signatures import (
    of_posts as signatures_of,
)
from magistrat.organisation.queries.structure import (
    Place,
    assistants_of,
    department,
    departments,
    head_of_department,
    heads_above,
    history_of,
    holder_of,
    holders_of,
    keyed_departments,
    keyed_posts,
    post,
    posts,
    posts_with_role,
    subordinates_of,
    tree,
)

__all__ = [
    "Choice",
    "Place",
    "Signature",
    "absences_of",
    "acting_lines",
    "acting_title",
    "actor_of_post",
    "actors_of",
    "actors_of_account",
    "assistants_of",
    "committee_rules",
    "dative",
    "department",
    "department_led_by",
    "departments",
    "fields_of",
    "fields_on",
    "genitive",
    "head_of_department",
    "heads_above",
    "history_of",
    "holder_of",
    "holders_of",
    "keyed_departments",
    "keyed_posts",
    "leader_of",
    "membership_refusal",
    "people",
    "person",
    "person_of_account",
    "post",
    "posts",
    "posts_of",
    "posts_with_role",
    "signature_of",
    "signatures_of",
    "subordinates_of",
    "substitute_of",
    "substitution",
    "substitutions",
    "substitutions_on",
    "suggest",
    "suggest_of",
    "tree",
    "wanting_order",
]
