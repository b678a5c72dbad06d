"""What `make test` leaves out: the tests of the programs that this machine lacks, each said plainly, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest

from tests import programs
from tests.house import tree

# What the browser draws with; nothing is left out without it.
BESIDE = {"fonts-dejavu-core"}


def left_out(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *hidden: str) -> tuple[set[str], str]:
    """The marks that are left out on this machine without these programs, and what is said."""
    monkeypatch.setenv("PATH", programs.path_without(*hidden))
    assert programs.main() == 0
    printed, said = capfd.readouterr()
    assert re.fullmatch(r"not proof( and not [a-z]+)*\n", printed)
    return set(re.findall(r"not ([a-z]+)", printed)) - {"proof"}, said


def installed(package: str) -> bool:
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
    if shutil.which("dpkg-query") is None:
        return False
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout == "installed"


class TestWhatIsLeftOut:
    @pytest.mark.parametrize("mark", sorted(programs.PROGRAMS))
    def test_nothing_that_debian_has_installed(self, mark, monkeypatch, capfd):
        packages = programs.PROGRAMS[mark].packages
        if packages and all(installed(package) for package in packages):
            marks, said = left_out(monkeypatch, capfd)
            assert mark not in marks
            assert programs.PROGRAMS[mark].command not in said

    @pytest.mark.parametrize("mark", ["browser", "libreoffice", "tesseract"])
    def test_is_said_in_both_languages(self, mark, monkeypatch, capfd):
        here, _ = left_out(monkeypatch, capfd)
        marks, said = left_out(monkeypatch, capfd, mark)
        assert marks == here | {mark}
        for words in programs.PROGRAMS[mark].tests:
            assert re.search(rf"^(НЕ ЗАПУЩЕНО|LEFT OUT): {re.escape(words)} \(", said, flags=re.MULTILINE)

    def test_fails_the_gate(self, monkeypatch, capfd):
        monkeypatch.setenv("PATH", programs.path_without("browser"))
        assert programs.main(["--all"]) == 1
        monkeypatch.setattr(programs, "PROGRAMS", {})
        assert programs.main(["--all"]) == 0
        gate = (tree.CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")
        assert gate.index("tests.programs --all") < gate.index("make test\n")
        assert capfd.readouterr().out.endswith("not proof\n")

    def test_belongs_to_the_packages_that_the_test_script_installs(self):
        lines = (tree.CHECKOUT / "tools" / "apt-packages.txt").read_text(encoding="utf-8").splitlines()
        named = {line.split("#")[0].strip() for line in lines} - {""}
        assert named == BESIDE | {package for one in programs.PROGRAMS.values() for package in one.packages}

    def test_is_asked_by_the_script_that_runs_the_tests(self):
        script = (tree.CHECKOUT / "tools" / "test.sh").read_text(encoding="utf-8")
        assert "marks=$(.venv/bin/python -m tests.programs)" in script
        said = subprocess.run(
            [sys.executable, "-m", "tests.programs"], cwd=tree.CHECKOUT, capture_output=True, text=True, check=True
        )
        assert said.stdout.startswith("not proof")


def test_every_program_has_its_mark(pytestconfig):
    assert set(programs.PROGRAMS) <= {line.split(":")[0] for line in pytestconfig.getini("markers")}


def test_a_test_without_the_mark_does_not_see_the_program():
    assert [shutil.which(programs.PROGRAMS[mark].command) for mark in programs.HIDDEN] == [None, None]


@pytest.mark.tesseract
def test_a_test_with_the_mark_sees_its_program_alone():
    assert shutil.which("tesseract")
    assert shutil.which("soffice") is None
