"""Lock files: everything by hash, no registry's address (decision 0004)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-node.lock", "package-lock.json"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    assert "://" not in (CHECKOUT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-node.lock"])
def test_every_python_package_has_a_hash(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    packages = re.findall(r"^[a-zA-Z0-9].*", text, flags=re.MULTILINE)
    assert packages
    assert [line for line in packages if "--hash=sha256:" not in line] == []


def test_every_front_end_package_has_a_hash() -> None:
    lock = json.loads((CHECKOUT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: found for name, found in lock["packages"].items() if name}
    assert packages
    assert [name for name, found in packages.items() if "integrity" not in found] == []


def test_the_build_tool_of_the_project_is_locked_too() -> None:
    text = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^setuptools==", text, flags=re.MULTILINE)
