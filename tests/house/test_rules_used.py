"""Every rule of the built capabilities acts somewhere, and every clause that the code cites exists."""

from __future__ import annotations

import re

import pytest

from magistrat.rules import capabilities
from tests.house import tree

CITED = re.compile(r"\b(KR|DR) ((?:[0-9]+|[IVX]+)(?:\.[0-9]+)*)")
NAMES = {"KR": "kryvyi-rih", "DR": "druzhkivka"}


def _sources() -> str:
    paths = [path for path in tree.python_files() if tree.app_of(path) not in {"demo", "cli"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in [*paths, *tree.templates()])


def test_no_rule_of_the_built_capabilities_is_unused(regulations):
    text = _sources()
    unused = sorted(
        {
            f"{entry.key} ({edition.prefix} {entry.clause})"
            for edition in regulations.values()
            for entry in edition.entries
            if capabilities.acts(entry)
            and not capabilities.is_walked(entry)
            and not any(f'"{grant.right}"' in text for grant in entry.grants)
            and not re.search(rf"[\"']{entry.key}[\"']", text)
        }
    )
    assert not unused, f"{len(unused)} rules act nowhere: cite them where they act\n" + "\n".join(unused)


@pytest.mark.parametrize("prefix", ["KR", "DR"])
def test_clauses_cited_in_code_exist_in_the_regulation(prefix, regulations):
    edition = regulations[NAMES[prefix]]
    folder = max((tree.CHECKOUT / "cities" / NAMES[prefix]).glob("*/regulation.txt"))
    regulation = folder.read_text(encoding="utf-8")
    known = {entry.clause for entry in edition.entries}
    wrong = set()
    for path in [*tree.python_files(), *tree.templates()]:
        for found, clause in CITED.findall(path.read_text(encoding="utf-8")):
            chapter = clause.rstrip(".")
            stands = chapter in known or re.search(rf"(?m)^\W*(?:Розділ\s+)?{re.escape(chapter)}\b", regulation)
            if found == prefix and not stands:
                wrong.add(f"{tree.shown(path)}: {prefix} {clause}")
    assert not wrong, "\n".join(sorted(wrong))
