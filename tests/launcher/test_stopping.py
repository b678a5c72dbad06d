"""An order to stop is heard at whatever moment it comes."""

from __future__ import annotations

import subprocess
import sys
import time

from magistrat.launcher.stopping import StopAsked

# A signal a millisecond or less after the wait began, each time a little later.
SIGNALS = """
import signal
from {module} import {flag} as Flag
for number in range(1500):
    stop = Flag()
    signal.signal(signal.SIGALRM, lambda *_: stop.set())
    signal.setitimer(signal.ITIMER_REAL, 1e-6 + number % 100 * 1e-6)
    assert stop.wait(0.001) or stop.wait(20)
print("stopped")
"""


def heard(module: str, flag: str, seconds: float) -> str:
    code = SIGNALS.format(module=module, flag=flag)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=seconds, check=True
    ).stdout


def test_a_signal_is_heard_while_it_is_waited_for():
    assert heard("magistrat.launcher.stopping", "StopAsked", 120).strip() == "stopped"


def test_a_wait_ends_when_asked_and_when_the_time_is_over():
    stop, began = StopAsked(), time.monotonic()
    assert (stop.wait(0.15), stop.is_set()) == (False, False)
    assert time.monotonic() - began >= 0.15
    stop.set()
    assert (stop.wait(60), stop.is_set()) == (True, True)
    assert time.monotonic() - began < 30
