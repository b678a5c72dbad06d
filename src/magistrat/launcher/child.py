"""Become a child process that ends with the launcher, however the launcher dies.

Run as a script: `python child.py LAUNCHER_PID PROGRAM ARGUMENT…`. A separate step, because the system's order
can only be given inside the child, and a Python function between fork and exec is unsafe beside threads.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(launcher: int, command: list[str]) -> None:
    """Ask for SIGTERM at the launcher's death and become the command."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() == launcher:
        os.execv(command[0], command)  # noqa: S606 - the command is the launcher's own


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
