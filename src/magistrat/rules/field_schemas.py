"""Which fields an entry, or another part of an edition, has on its form: types and choices by paths."""

from collections.abc import Mapping

from magistrat.rules import events, keeping, storage_term, term, voting
from magistrat.rules.chains import COMPARISONS
from magistrat.rules.city import WEEKDAY_KEYS
from magistrat.rules.field_names import CHOICES
from magistrat.rules.places import ANNEX, CHAIN, MATTER, RIGHT, TITLE
from magistrat.rules.steps import DEEDS, ROUTES
from magistrat.rules.words import UNITS, WEEKDAYS, sentence

# path of a group's field: type; a list of choices means one of them
TEXT, LONG, LINES, NUMBER, NUMBERS, FLAG, HOUR, CHOICE = (
    "text", "long", "lines", "number", "numbers", "flag", "hour", "choice",
)  # fmt: skip
Choices = tuple[tuple[str, str], ...]


def _named(keys: tuple[str, ...]) -> Choices:
    return tuple((key, CHOICES.get(key, key)) for key in keys)


_UNITS: Choices = tuple((key, UNITS[key][2]) for key in term.UNITS)
_EVENTS: Choices = tuple(sorted(((key, sentence(name)) for key, name in events.EVENTS.items()), key=lambda one: one[1]))
TERM: Mapping[str, tuple[str, Choices]] = {
    "number": (NUMBER, ()), "unit": (CHOICE, _UNITS), "then_days": (NUMBER, ()),
    "direction": (CHOICE, _named(term.DIRECTIONS)), "event": (CHOICE, _EVENTS), "anchor": (CHOICE, _named(term.ANCHORS)),
    "clock": (HOUR, ()), "cutoff": (HOUR, ()), "day_of_month": (NUMBER, ()),
    "weekday": (CHOICE, tuple(zip(WEEKDAY_KEYS, WEEKDAYS, strict=True))), "week_of_month": (NUMBERS, ()),
    "fixed": (LINES, ()), "daily": (FLAG, ()), "shift": (CHOICE, (("false", "ні"), ("true", "так"))),
    "nonworking": (CHOICE, _named(term.MOVES)),
}  # fmt: skip
VOTE: Mapping[str, tuple[str, Choices]] = {
    "body": (CHOICE, tuple(voting.BODIES.items())), "quorum": (TEXT, ()), "majority": (TEXT, ()),
    "of": (CHOICE, _named(voting.BASES)), "tie": (CHOICE, _named(voting.TIES)),
    "question": (CHOICE, tuple(voting.QUESTIONS.items())), "poll": (FLAG, ()), "instead_of_poll": (FLAG, ()),
    "recusal": (FLAG, ()), "admission": (FLAG, ()),
}  # fmt: skip
KEEP: Mapping[str, tuple[str, Choices]] = {
    "term": (TEXT, ()), "counted_from": (CHOICE, _named(keeping.COUNTED_FROM)),
    "until": (CHOICE, _named(tuple(storage_term.UNTIL))), "place_role": (TEXT, ()),
    "expert_mark": (CHOICE, _named(tuple(storage_term.MARKS))), "where": (TEXT, ()),
}  # fmt: skip
STEP: Mapping[str, tuple[str, Choices]] = {
    "place": (NUMBER, ()), "role": (TEXT, ()), "label": (TEXT, ()), "does": (CHOICE, tuple(DEEDS.items())),
    "limit": (TEXT, ()), "when": (LINES, ()), "unless": (LINES, ()), "parallel": (FLAG, ()), "outer": (FLAG, ()),
}  # fmt: skip
GRANT: Mapping[str, tuple[str, Choices]] = {"right": (TEXT, ()), "roles": (LINES, ())}
HEAD: Mapping[str, tuple[str, Choices]] = {
    "meaning": (LONG, ()), "words": (LONG, ()), "clause": (TEXT, ()), "soft": (FLAG, ()), "actor": (LINES, ()),
    "object": (TEXT, ()), "pattern": (TEXT, ()), "law": (LINES, ()), "notes": (LINES, ()),
}  # fmt: skip
GROUPS_OF = {"term": TERM, "vote": VOTE, "keep": KEEP}
LINK: Mapping[str, tuple[str, Choices]] = {
    "first": (TEXT, ()), "then": (TEXT, ()), "why": (LONG, ()), "by": (TEXT, ()),
    "route": (CHOICE, tuple(ROUTES.items())), "paces": (LINES, ()), "gap": (TEXT, ()), "law": (TEXT, ()),
}  # fmt: skip
ROWS = {"steps": STEP, "grants": GRANT, "link": LINK}
# What an edition has besides its entries.
PARTS: Mapping[str, Mapping[str, tuple[str, Choices]]] = {
    RIGHT: {"right": (TEXT, ()), "clause": (TEXT, ()), "note": (LONG, ()), "roles": (LINES, ()), "words": (LONG, ())},
    CHAIN: {"key": (TEXT, ()), "on": (LONG, ()), "events": (LINES, ()), "regular": (TEXT, ())},
    MATTER: {
        "title": (TEXT, ()), "says": (LINES, ()), "compare": (CHOICE, _named(COMPARISONS)), "only": (LINES, ()),
        "why": (LONG, ()),
    },
    ANNEX: {"number": (TEXT, ()), "title": (LONG, ()), "begins": (LONG, ())},
    TITLE: {"title": (LONG, ())},
}  # fmt: skip
# What a field names: an entry by its key, a role, an event, a right.
NAMES = {
    "link.first": "key", "link.then": "key", "link.by": "key", "link.gap": "key", "link.paces": "key", "regular": "key",
    "says": "key", "steps.limit": "key", "steps.role": "role", "actor": "role", "roles": "role", "grants.roles": "role",
    "keep.place_role": "role", "events": "event", "right": "right", "grants.right": "right",
}  # fmt: skip
# Groups that an entry of the kind may be given even when it has none yet.
OFFERED = {"deadline": ("term",), "limit": ("term",), "quorum_vote": ("vote",), "retention": ("keep",)}
