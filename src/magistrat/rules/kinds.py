"""What each kind of entry must say in typed fields, and what its values may be: asked by ``rule check``."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from magistrat.rules import vocabulary
from magistrat.rules.edition import KINDS, Edition, Entry

# A kind says at least one of these: a field of the entry, or a name of its `values`. A condition may be words alone.
SAYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "deadline": ("term", "law", "values.set_by", "values.before"),
        "limit": (
            "term",
            *(
                f"values.{name}"
                for name in (
                    "at_most", "at_least", "exactly", "more_than", "net_hours", "hours_per_week", "hours",
                    "mon", "at_least_every_months",
                )
            ),
        ),
        "condition": (),
        "permission": (
            "grants", "values.may", "values.who_roles", "values.signatory_roles", "values.annex_roles", "values.by_law",
            "values.city_wide_blanks",
        ),
        "order": ("steps", "term", "values.sequence", "values.stages", "values.visa_roles"),
        "field": (
            "term", "values.required", "values.requires", "values.columns", "values.parts", "values.places", "values.allowed",
            "values.signatory_roles", "values.kinds",
        ),
        "state": ("values.states", "values.from", "values.to", "values.return_to"),
        "report": ("term", "values"),
        "retention": ("keep",),
        "prohibition": (
            "values.barred", "values.barred_roles", "values.addressee_roles", "values.requires", "values.suspended_by",
            "values.domains", "values.forms",
        ),
        "notification": ("values.to_roles", "values.ways", "values.to", "values.recipients", "values.unit_roles"),
        "numbering": (
            "pattern", "values.series", "values.restart", "values.first", "values.supplement_pattern", "values.reply_pattern",
        ),
        "quorum_vote": ("vote",),
        "form": ("values.required", "values.columns", "values.annex"),
    }
)  # fmt: skip
# What only these kinds may carry.
ONLY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"pattern": ("numbering", "field"), "keep": ("retention", "condition", "permission", "numbering")}
)
# Lists that stand beside each other item by item.
BESIDE = (
    ("required", "labels"), ("columns", "column_labels"), ("complex_required", "complex_labels"), ("if_paid", "if_paid_labels"),
    ("if_needed", "if_needed_labels"), ("main_item_required", "main_item_labels"), ("outgoing_required", "outgoing_labels"),
)  # fmt: skip


def faults(edition: Edition) -> Iterator[str]:
    """What entries lack or say wrongly for their kind, each in one Ukrainian sentence."""
    for entry in edition.entries:
        for name, fault in entry_faults(entry):
            yield f"{entry.file}: {entry.id}: {name}: {fault}"


def entry_faults(entry: Entry) -> Iterator[tuple[str, str]]:
    """What one entry lacks or says wrongly for its kind: the field and the fault."""
    wanted = SAYS[entry.kind]
    if wanted and not any(_says(entry, name) for name in wanted):
        yield KINDS[entry.kind], f"потрібне хоча б одне з: {', '.join(wanted)}"
    for name, kinds in ONLY.items():
        if getattr(entry, name) is not None and entry.kind not in kinds:
            yield name, f"буває лише в таких видів: {', '.join(kinds)}"
    yield from _value_faults(entry)


def _value_faults(entry: Entry) -> Iterator[tuple[str, str]]:
    for name, value in entry.values.items():
        if fault := vocabulary.fault(name, value):
            yield f"values.{name}", fault
    for first, second in BESIDE:
        one, other = entry.values.get(first), entry.values.get(second)
        if isinstance(one, tuple) and isinstance(other, tuple) and len(one) != len(other):
            yield f"values.{second}", f"має бути стільки ж, скільки в {first}: {len(one)}, а є {len(other)}"
    if (
        entry.kind == "limit"
        and "unit" in entry.values
        and not any(type(value) is int for value in entry.values.values())
    ):
        yield "values.unit", "одиниця без числа"
    years = entry.keep.term.years if entry.keep and entry.keep.term else None
    if years and entry.term and entry.term.unit == "years" and years != entry.term.number:
        yield "keep.term", f"не збігається зі строком: {entry.term.number}"


def _says(entry: Entry, name: str) -> bool:
    field, _, value = name.partition(".")
    return value in entry.values if value else bool(getattr(entry, field))
