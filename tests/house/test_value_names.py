"""What people are shown of a rule's values has a Ukrainian name, and two values of one rule have not the same."""

from __future__ import annotations

import re
from collections import Counter

from magistrat.rules import entry_fields, value_names, vocabulary
from magistrat.rules.writing import entry_table

LATIN = re.compile(r"[A-Za-z]")


def test_every_name_of_the_vocabulary_has_a_name_in_words():
    missing = sorted(set(vocabulary.NAMES) - set(value_names.VALUES))
    assert not missing, f"name them in rules/value_names: {missing}"
    gone = sorted(set(value_names.VALUES) - set(vocabulary.NAMES))
    assert not gone, f"the vocabulary does not have {gone}"
    wrong = [said for said in value_names.VALUES.values() if LATIN.search(said) or said[0].islower()]
    assert not wrong, f"in Ukrainian, with a capital letter: {wrong}"


def test_every_value_of_a_rule_is_told_from_the_others_by_its_name(regulations):
    wrong = []
    for city, rules in regulations.items():
        for entry in rules.entries:
            fields = entry_fields.fields_of(entry.kind, entry_table(entry))
            met = Counter(one.label for one in fields if one.path.startswith("values."))
            wrong += [f"{city} {entry.id}: {said}" for said, count in met.items() if count > 1 or LATIN.search(said)]
    assert not wrong, "\n".join(wrong)
