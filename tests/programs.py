"""The programs, most of them Debian's, that some tests need beside the packages of PyPI, by the mark that those tests carry.

`python -m tests.programs` prints which tests this machine can run, for `pytest -m`, and says plainly what it leaves out.
With `--all` it fails when something is left out: the gate calls nothing right that it has not tried.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SERVERS = Path(__file__).resolve().parents[1] / ".venv-s3"


def _all_is_there(_found: Path) -> bool:
    return True


def _has_letters() -> bool:
    """Whether the letters are there in which the tests' papers are drawn, by whose widths letters are measured."""
    folders = ("/usr/share/fonts", "/usr/local/share/fonts", Path.home() / ".local/share/fonts", Path.home() / ".fonts")
    return any(True for folder in folders for _ in Path(folder).rglob("LiberationSerif-Regular.*"))


def _reads_ukrainian(tesseract: Path) -> bool:
    """Whether it knows Ukrainian and rights turned pages: its languages are packages of their own."""
    said = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, check=False)
    return {"ukr", "osd"} <= set(said.stdout.split()) and _has_letters()


def _is_installed_whole(_found: Path) -> bool:
    """Whether its environment was not left half-way (`tools/install.sh`)."""
    return (SERVERS / ".installed").exists()


def _opens_texts_and_workbooks(soffice: Path) -> bool:
    """Whether Writer and Calc are both there: each is a package of its own."""
    return _has_letters() and all((soffice.resolve().parent / f"lib{part}lo.so").exists() for part in ("sw", "sc"))


@dataclass(frozen=True)
class Program:
    """A program, the packages of Debian that bring it, and what is left out without it, in both languages.

    One without packages lies in an environment of its own, which `tools/install.sh tests` makes.
    """

    command: str
    packages: tuple[str, ...]
    tests: tuple[str, str]
    is_whole: Callable[[Path], bool] = _all_is_there

    def is_there(self) -> bool:
        """Whether this machine has it, whole."""
        found = self.path()
        return found is not None and self.is_whole(Path(found))

    def path(self) -> str | None:
        """Where it lies; Debian keeps servers where only root looks."""
        if not self.packages:
            return shutil.which(self.command, path=str(SERVERS / "bin"))
        return shutil.which(self.command) or shutil.which(self.command, path="/usr/sbin")

    def get(self) -> str:
        """How a person brings it."""
        return f"sudo apt install {' '.join(self.packages)}" if self.packages else "sh tools/install.sh tests"


PROGRAMS = {
    "browser": Program(
        "chromium-headless-shell", ("chromium-headless-shell",), ("тести в браузері", "the browser tests")
    ),
    "clamd": Program("clamd", ("clamav-daemon",), ("тести з антивірусом", "the tests with an antivirus")),
    "dovecot": Program(
        "dovecot", ("dovecot-imapd",), ("тести з поштовим сервером", "the tests with a mail server")
    ),
    "libreoffice": Program(
        "soffice", ("libreoffice-writer-nogui", "libreoffice-calc-nogui", "fonts-liberation"),
        ("тести, що відкривають файли в LibreOffice", "the tests that open files in LibreOffice"),
        _opens_texts_and_workbooks,
    ),
    "s3": Program("moto_server", (), ("тести зі сховищем S3", "the tests with an S3 storage"), _is_installed_whole),
    "tesseract": Program(
        "tesseract", ("tesseract-ocr", "tesseract-ocr-ukr", "tesseract-ocr-osd", "fonts-liberation"),
        ("тести розпізнавання зображень", "the tests of recognition"), _reads_ukrainian,
    ),
}  # fmt: skip
# Who asks for the fixture needs the program.
FIXTURES = {"browser": "browser", "clamd_socket": "clamd", "dovecot": "dovecot", "s3_server": "s3"}
# The product finds these by PATH and does without them: a test that does not say that it needs them does not see them.
HIDDEN = ("libreoffice", "tesseract")
PATH = os.environ["PATH"]


def needed(mark: str) -> str:
    """The program's path for a fixture that starts it.

    :raises AssertionError: it is not there, and the tests that need it were not left out.
    """
    program = PROGRAMS[mark]
    found = program.path()
    assert found, f"{program.command} is missing: {program.get()} (`make test` leaves out)"
    return found


@cache
def path_without(*marks: str) -> str:
    """A PATH on which these programs are not found: in place of their folders it has folders of links to all the rest."""
    commands = frozenset(PROGRAMS[mark].command for mark in marks)
    return os.pathsep.join(
        _links(folder, commands) if any((Path(folder) / name).exists() for name in commands) else folder
        for folder in PATH.split(os.pathsep)
    )


@cache
def _links(folder: str, without: frozenset[str]) -> str:
    made = Path(tempfile.mkdtemp(dir=_room().name))
    for program in Path(folder).iterdir():
        if program.name not in without:
            (made / program.name).symlink_to(program)
    return str(made)


@cache
def _room() -> tempfile.TemporaryDirectory[str]:
    """Removed when this process ends."""
    return tempfile.TemporaryDirectory(prefix="magistrat-programs-")


def main(arguments: Sequence[str] = ()) -> int:
    """Print the expression of marks; on standard error what is left out and how to get it."""
    for mark in (left_out := [mark for mark, program in PROGRAMS.items() if not program.is_there()]):
        program = PROGRAMS[mark]
        uk, en = program.tests
        get = program.get()
        print(f"НЕ ЗАПУЩЕНО: {uk} (немає програми {program.command} з усім потрібним: {get}).", file=sys.stderr)
        print(f"LEFT OUT: {en} (no program {program.command} with all it needs: {get}).", file=sys.stderr)
    print(" and ".join(["not proof", *(f"not {mark}" for mark in left_out)]))
    return 1 if left_out and "--all" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
