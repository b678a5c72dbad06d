"""`tools/install.sh`, on which `make run` stands: what was cut off half-way is made anew by the next run."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
# A project that needs nothing from outside, its build tool among its own files: the network is closed to tests.
PROJECT = """
[build-system]
requires = []
build-backend = "build_tool"
backend-path = ["."]

[project]
name = "tiny"
version = "1"
"""
BUILD_TOOL = """
import pathlib, zipfile

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = "tiny-1-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(folder) / name, "w") as wheel:
        wheel.writestr("tiny.pth", str(pathlib.Path.cwd() / "src"))
        wheel.writestr("tiny-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1\\n")
        wheel.writestr("tiny-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("tiny-1.dist-info/RECORD", "")
    return name
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh checkout of the tiny project; its pages' packages are there already."""
    (tmp_path / "tools").mkdir()
    for name in ("install.sh", "find-python.sh"):
        shutil.copy(CHECKOUT / "tools" / name, tmp_path / "tools")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "tiny.py").write_text("")
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "build_tool.py").write_text(BUILD_TOOL)
    (tmp_path / "requirements.lock").write_text("")
    (tmp_path / "node_modules").mkdir()
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}\n")
    (tmp_path / "node_modules" / ".installed").write_text(hashlib.sha256(b"{}\n{}\n").hexdigest())
    return tmp_path


def begun(checkout: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHON": sys.executable, "PIP_NO_INDEX": "1"}
    environment.pop("PYTHONPATH", None)
    return subprocess.Popen(
        ["sh", "tools/install.sh"], cwd=checkout, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, process_group=0,
    )  # fmt: skip


def said(run: subprocess.Popen[str]) -> str:
    words, _ = run.communicate(timeout=120)
    assert run.returncode == 0, words
    return words


def test_a_second_run_waits_for_the_first(checkout: Path) -> None:
    # All is installed: what is waited for is the other run alone.
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    locked = b"".join((checkout / name).read_bytes() for name in ("requirements.lock", "pyproject.toml"))
    (checkout / ".venv" / ".installed").write_text(hashlib.sha256(locked).hexdigest())
    with (checkout / ".install.lock").open("a") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        second = begun(checkout)
        assert second.stdout is not None
        assert second.stdout.readline().strip() == "Інше встановлення триває, чекаємо…"
        assert second.poll() is None
    assert said(second) == ""
    assert said(begun(checkout)) == ""


def test_a_run_cut_off_before_pip_was_there_is_begun_anew_by_the_next(checkout: Path) -> None:
    cut_off = begun(checkout)
    while not (checkout / ".venv" / "bin" / "python").exists():
        assert cut_off.poll() is None
        time.sleep(0.005)
    os.killpg(cut_off.pid, signal.SIGKILL)
    cut_off.communicate()
    assert not (checkout / ".venv" / "bin" / "pip").exists()

    assert "Створюємо середовище Python" in said(begun(checkout))
    subprocess.run([checkout / ".venv" / "bin" / "python", "-c", "import tiny"], check=True, cwd="/")
    assert said(begun(checkout)) == ""
