"""Lock files: everything by hash, no registry's address (decision 0004)."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-node.lock", "requirements-s3.lock", "package-lock.json"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    assert "://" not in (CHECKOUT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in LOCKS if name.startswith("requirements")])
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


def test_a_package_wanted_with_extras_is_locked_with_them() -> None:
    # pip 23 takes `coverage[toml]` for another package than the locked `coverage` and reaches for its newest release
    # (without a hash): such a lock breaks on the day on which a newer release appears.
    text = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)(\[[^]]*\])?==", text, flags=re.MULTILINE)
    locked = {canonicalize_name(name): extras for name, extras in pinned}
    wanted = [
        requirement
        for name in locked
        for requirement in map(Requirement, metadata.requires(name) or [])
        if requirement.extras and (requirement.marker is None or requirement.marker.evaluate({"extra": ""}))
    ]
    assert wanted
    assert [str(one) for one in wanted if not locked.get(canonicalize_name(one.name))] == []
