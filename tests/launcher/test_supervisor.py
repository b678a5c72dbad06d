"""Children that are started again, stopped in order, and never left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from magistrat.launcher import processes
from magistrat.launcher.supervisor import Child

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
]
DIES_AT_ONCE = [sys.executable, "-c", "raise SystemExit(3)"]
LAUNCHER = """
import sys, time
from pathlib import Path
from magistrat.launcher.supervisor import Child
command = [sys.executable, "-c", "import time; time.sleep(600)"]
child = Child("web", "Сторінки", command, folder=Path(sys.argv[1]), tell=print)
child.environment = {}
child.start()
print(child.pid, flush=True)
time.sleep(600)
"""


def eventually(question: Callable[[], object], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not question():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def child_of(tmp_path: Path) -> Iterator[Callable[..., Child]]:
    made: list[Child] = []

    def make(command: list[str], patience: float = 10) -> Child:
        child = Child("web", "Сторінки", command, folder=tmp_path, tell=lambda _: None, patience=patience)
        made.append(child)
        return child

    yield make
    for child in made:
        child.stop()


class TestAChild:
    def test_is_started_again_at_once_when_it_is_killed(self, child_of: Callable[..., Child]) -> None:
        child = child_of(SLEEP)
        child.start()
        child._began -= 100
        before = child.pid
        os.kill(before or 0, signal.SIGKILL)
        assert eventually(lambda: child.pid is None)
        child.watch()
        assert child.pid not in {None, before}

    def test_is_started_again_with_growing_pauses_when_it_dies_at_once(self, child_of: Callable[..., Child]) -> None:
        child = child_of(DIES_AT_ONCE)
        child.start()
        pauses = []
        for _ in range(4):
            assert eventually(lambda: child.pid is None)
            child.watch()
            pauses.append(child._pause)
            child._not_before = 0.001
            child.watch()
        assert pauses == [1.0, 2.0, 4.0, 8.0]

    @pytest.mark.parametrize("where", ["mark", "log"])
    def test_does_not_take_the_rest_down_when_nothing_can_be_written(
        self, child_of: Callable[..., Child], where: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        child = child_of(SLEEP)
        child.start()
        before, said = child.pid, list[str]()
        os.kill(before or 0, signal.SIGKILL)
        assert eventually(lambda: child.pid is None)
        child._began -= 100
        child.tell = said.append
        monkeypatch.setattr(child, where, Path("/dev/full/x" if where == "log" else "/dev/full"))
        monkeypatch.setattr(Path, "mkdir", lambda *_, **__: None)
        child.watch()
        assert (child.pid not in {None, before}) is (where == "mark")
        assert "не вдалося" in said[-1]
        monkeypatch.undo()
        child._not_before = min(child._not_before, 0.001)
        child.watch()
        assert child.pid not in {None, before}

    def test_is_killed_when_it_does_not_stop_in_its_time(self, child_of: Callable[..., Child]) -> None:
        child = child_of(STUBBORN, patience=0.3)
        child.start()
        pid = child.pid or 0
        assert eventually(lambda: "deaf" in child.log.read_text())
        child.stop()
        assert not processes.is_alive(pid)

    def test_does_not_hear_the_terminals_interrupt(self, child_of: Callable[..., Child]) -> None:
        child = child_of(SLEEP)
        child.start()
        assert os.getpgid(child.pid or 0) == child.pid != os.getpgrp()

    def test_ends_with_a_killed_launcher(self, tmp_path: Path) -> None:
        launcher = subprocess.Popen([sys.executable, "-c", LAUNCHER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert launcher.stdout is not None
        pid = int(launcher.stdout.readline())
        launcher.kill()
        launcher.communicate()
        assert eventually(lambda: not processes.is_alive(pid))

    def test_an_orphan_of_an_earlier_start_is_ended(self, child_of: Callable[..., Child], tmp_path: Path) -> None:
        orphan = subprocess.Popen(SLEEP)
        child = child_of(SLEEP)
        child.mark.parent.mkdir()
        child.mark.write_text(f"{orphan.pid} {processes.started_at(orphan.pid)}")
        child.end_orphan()
        assert orphan.wait(5) == -signal.SIGTERM
        assert not child.mark.exists()

    def test_a_stranger_with_the_orphans_number_is_left_alone(self, child_of: Callable[..., Child]) -> None:
        stranger = subprocess.Popen(SLEEP)
        child = child_of(SLEEP)
        child.mark.parent.mkdir()
        child.mark.write_text(f"{stranger.pid} 1")
        child.end_orphan()
        assert stranger.poll() is None
        stranger.kill()
        stranger.wait()
