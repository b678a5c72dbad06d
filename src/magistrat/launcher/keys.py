"""Passwords of the embedded server's roles and the city's secret key: made once, kept beside the data."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from magistrat.launcher.problem import LauncherProblem

PASSWORDS = ("superuser", "owner", "app")
NAMES = (*PASSWORDS, "secret_key")


def load(city_folder: Path, data: Path | None = None) -> dict[str, str]:
    """Read the city folder's keys; make those that are missing. The file is for its owner alone.

    :param data: the server's data: passwords to those that are there already are never made anew, they would not fit.
    :raises LauncherProblem: the passwords to the data are lost, or the file is spoilt.
    """
    path = city_folder / "keys.json"
    known = _read(path)
    if set(NAMES) - set(known):
        with _alone(city_folder):
            # Somebody else may have made them meanwhile, and the data with them.
            known = _read(path)
            if set(PASSWORDS) - set(known) and data is not None and (data / "PG_VERSION").exists():
                raise LauncherProblem(
                    f"У файлі {path} немає паролів до бази даних {data}. Нових не створено: вона їх не прийме. "
                    "Поверніть keys.json, з яким цю базу даних створено: він є в її резервній копії."
                )
            known = {name: secrets.token_urlsafe(32) for name in NAMES} | known
            write_private(path, json.dumps(known, indent=2))
    return {name: str(known[name]) for name in NAMES}


def _read(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError) as reason:
        raise LauncherProblem(f"Файл із ключами {path} зіпсовано. Поверніть його з резервної копії.") from reason


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder: two that start at once would each make keys, and one of them work with lost ones."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 600 in one step: a killed writer leaves the old one."""
    half = path.with_name(path.name + ".new")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
