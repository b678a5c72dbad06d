"""docs/map.md knows every room; docs/glossary.md every table and journal code."""

from __future__ import annotations

import re

from django.apps import apps

from magistrat.rules import capabilities
from tests.house import tree

MAP = tree.CHECKOUT / "docs" / "map.md"
GLOSSARY = tree.CHECKOUT / "docs" / "glossary.md"


def test_the_map_names_every_package():
    text = MAP.read_text(encoding="utf-8")
    packages = {path.parent.name for path in tree.SOURCE.glob("*/__init__.py")}
    missing = sorted(name for name in packages if f"`{name}`" not in text)
    assert not missing, f"docs/map.md does not know {missing}"
    gone = sorted(name for name in re.findall(r"^\| `([a-z_]+)` \|", text, flags=re.MULTILINE) if name not in packages)
    assert not gone, f"docs/map.md still names {gone}"


def test_the_glossary_names_every_table():
    text = GLOSSARY.read_text(encoding="utf-8")
    models = {model._meta.label for model in apps.get_models() if model.__module__.startswith("magistrat.")}
    missing = sorted(label for label in models if f"`{label}`" not in text)
    assert not missing, "docs/glossary.md does not know\n" + "\n".join(missing)


def test_the_glossary_names_every_journal_code():
    text = GLOSSARY.read_text(encoding="utf-8")
    codes = set()
    for path in tree.python_files():
        if tree.room_of(path) == "actions":
            codes |= {
                value
                for value in tree.texts(path)
                if re.fullmatch(
                    r"(accounts|organisation|regulation|documents|tasks|correspondence|exchange)\.[a-z]+(_[a-z]+)*",
                    value,
                )
            }
    labels = {model._meta.label_lower for model in apps.get_models()}
    # Rights and file names have the same form as codes.
    labels |= {right for right in codes if right.endswith((".manage", ".toml"))}
    missing = sorted(code for code in codes - labels if f"`{code}`" not in text)
    assert not missing, "docs/glossary.md does not know\n" + "\n".join(missing)


def test_the_map_counts_the_entries_that_do_not_act_yet(regulations):
    counted = ", ".join(
        f"{city} {len(capabilities.waiting(regulations[city]))} of {len(regulations[city].entries)}"
        for city in ("kryvyi-rih", "druzhkivka")
    )
    assert f"**{counted}**" in MAP.read_text(encoding="utf-8"), f"write into docs/map.md: **{counted}**"
