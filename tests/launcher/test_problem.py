"""What PostgreSQL says, said again to the person who started it."""

from __future__ import annotations

import errno

import pytest

from magistrat.launcher.problem import diagnose, of_system

# Word for word as PostgreSQL 18 writes them.
SAID = [
    ('FATAL:  could not write to file "pg_wal/xlogtemp.12": No space left on device', "немає місця"),
    ('could not create directory "/x/pg/base": Read-only file system', "лише для читання"),
    ('FATAL:  data directory "/x/pg" has wrong ownership', "Немає прав"),
    ('FATAL:  could not open file "/x/pg/global/pg_control": Permission denied', "Немає прав"),
    (
        "FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by",
        "upgrade-postgres",
    ),
    ("FATAL:  could not create any Unix-domain sockets", "сокет"),
    ("FATAL:  could not map anonymous shared memory: Cannot allocate memory", "оперативної пам'яті"),
]


class TestDiagnose:
    @pytest.mark.parametrize(("said", "words"), SAID)
    def test_names_the_reason_and_the_way_out(self, said: str, words: str) -> None:
        assert words in (diagnose(said, data="/x/pg", runtime="/run/x") or "")

    def test_is_silent_about_what_it_does_not_know(self) -> None:
        assert diagnose("LOG:  database system is shut down", data="/x/pg", runtime="/run/x") is None


class TestOfSystem:
    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (errno.ENOSPC, "немає місця"),
            (errno.EROFS, "лише для читання"),
            (errno.EACCES, "немає прав"),
            (errno.ENOENT, "теки немає"),
        ],
    )
    def test_says_it_in_ukrainian(self, number: int, words: str) -> None:
        assert words in str(of_system(OSError(number, "as the system says"), "Не вдалося створити теку /x"))
