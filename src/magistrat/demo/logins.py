"""The demo's logins: one password for all, made at the first start, kept in a file that only its owner reads."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from pathlib import Path

WORDS = (
    "sokil", "kalyna", "vitryak", "lelchyk", "zhuravel", "barvinok", "yasen", "dzvinok", "smereka", "lastivka", "hlek", "topolia",
    "chumak", "volosh", "ozero", "strumok", "rushnyk", "kobzar", "perekat", "lypen",
)  # fmt: skip
FIRST_LINE = "Пароль для всіх: "


@dataclass(frozen=True)
class Login:
    """A login, whose it is (post and name), and the person's id."""

    login: str
    whose: str
    person: int


def password(file: Path) -> str:
    """The password that the file names; a new random one when there is no file yet."""
    if file.exists() and (found := re.search(f"^{FIRST_LINE}(\\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE)):
        return found[1]
    made = "-".join([*(secrets.choice(WORDS) for _ in range(2)), f"{secrets.randbelow(9000) + 1000}"])
    _write(file, f"{FIRST_LINE}{made}\n")
    return made


def write(file: Path, logins: list[Login], word: str) -> None:
    """The table that `make run` prints under the city's address."""
    width = max(len(one.login) for one in logins) + 2
    rows = [f"  {one.login:<{width}}{one.whose}" for one in logins]
    _write(file, "\n".join(["Логіни демонстраційних людей:", *rows, f"{FIRST_LINE}{word}", ""]))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600, exist_ok=True)
    file.chmod(0o600)
    file.write_text(text, encoding="utf-8")
