"""What stops the launcher, said to the person who typed the command."""

from __future__ import annotations

import errno
import re


class LauncherProblem(Exception):
    """The product cannot start; the text is Ukrainian and says what to do next."""


# What PostgreSQL writes (always in English here: the build has no translations) and what we say.
_DIAGNOSES = (
    (
        r"No space left on device|could not extend file|Disk quota exceeded",
        "На диску немає місця для даних ({data}). Звільніть місце й запустіть знову: нічого не втрачено.",
    ),
    (
        r"Read-only file system",
        "Диск із даними ({data}) доступний лише для читання. Зробіть його доступним для змін і запустіть знову.",
    ),
    (
        r"database files are incompatible with server|initialized by PostgreSQL version",
        "Базу даних у теці {data} створено іншою версією PostgreSQL. Як перенести її: docs/how-to/upgrade-postgres.md.",
    ),
    (
        r"has wrong ownership|has invalid permissions|Permission denied|Operation not permitted",
        "Немає прав на теку з даними {data}. Запустіть систему від імені користувача, якому вона належить.",
    ),
    (
        r"could not create any Unix-domain sockets|could not bind Unix address|could not create lock file",
        "Не вдалося створити сокет бази даних у службовій теці {runtime}. Перевірте права на неї й запустіть знову.",
    ),
    (
        r"could not (create|map) .*shared memory|Cannot allocate memory|out of memory",
        "Для бази даних не вистачає оперативної пам'яті. Закрийте інші програми й запустіть знову.",
    ),
)


def diagnose(log: str, *, data: str, runtime: str) -> str | None:
    """Name in Ukrainian why the server or a step of preparation did not succeed, from what it wrote.

    :returns: None when the text tells nothing known.
    """
    for pattern, words in _DIAGNOSES:
        if re.search(pattern, log):
            return words.format(data=data, runtime=runtime)
    return None


_REFUSALS = {
    errno.ENOSPC: "на диску немає місця",
    errno.EDQUOT: "вичерпано дискову квоту",
    errno.EROFS: "диск доступний лише для читання",
    errno.EACCES: "немає прав",
    errno.EPERM: "немає прав",
    errno.ENOTDIR: "на шляху лежить файл, а не тека",
    errno.ENOTEMPTY: "тека не порожня",
    errno.ENOENT: "такого файлу чи теки немає",
}


def why_refused(reason: OSError) -> str:
    """The system's reason in Ukrainian, as the end of a sentence: "немає прав"."""
    return _REFUSALS.get(reason.errno or 0) or reason.strerror or str(reason)


def of_system(reason: OSError, deed: str) -> LauncherProblem:
    """Say in Ukrainian why the system refused.

    :param deed: what did not succeed, the beginning of the sentence: "Не вдалося створити теку X".
    """
    return LauncherProblem(f"{deed}: {why_refused(reason)}. Виправте це й запустіть знову: нічого не втрачено.")
