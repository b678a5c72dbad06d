"""Client processes at work, and what they were told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.proof.checker import Told

CHECKOUT = Path(__file__).resolve().parents[2]


class Crowd:
    """So many client processes with a common folder.

    :param by_web: how many of them work through the web server at `address`.
    """

    def __init__(
        self, count: int, folder: Path, environment: Mapping[str, str], *, by_web: int = 0, address: str = ""
    ) -> None:
        self.folder, self.by_web, self.address = folder, by_web, address
        self.clients = [self._client(number, environment) for number in range(count)]

    def _client(self, number: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.proof.client", str(number), str(self.folder)]
        command += [self.address] if number < self.by_web else []
        with self._errors(number).open("wb") as complaints:
            return subprocess.Popen(command, env=dict(environment), cwd=CHECKOUT, stderr=complaints)

    def told(self) -> list[Told]:
        """What the clients know to be done; a line cut off in the writing was not told."""
        found: list[Told] = []
        for file in sorted(self.folder.glob("client-*.jsonl")):
            number = int(file.stem.partition("-")[2])
            for line in file.read_text(encoding="utf-8").splitlines():
                code, document, subject, said = json.loads(line)
                found.append((number, code, document, subject, said))
        return found

    def told_by_web(self) -> list[Told]:
        """What the web server told its clients."""
        return [one for one in self.told() if one[0] < self.by_web]

    def troubles(self) -> list[tuple[float, int, str]]:
        """When the web server answered that it is in trouble: the moment, the status, the address."""
        lines = [
            line
            for file in sorted(self.folder.glob("troubles-*.jsonl"))
            for line in file.read_text(encoding="utf-8").splitlines()
        ]
        return [tuple(json.loads(line)) for line in lines]

    def stop(self) -> None:
        """Let them finish the letter in hand."""
        (self.folder / "stop").touch()
        for client in self.clients:
            client.wait(timeout=120)

    def complaints(self) -> list[str]:
        """What the clients died of: a deed refused or broken otherwise than by the death of the database.

        What one who lived on put into the log is no complaint: words kept after the deed may meet a dead database.
        """
        return [
            f"client {number}, {client.returncode}: {self._errors(number).read_text(encoding='utf-8')[-2000:]}"
            for number, client in enumerate(self.clients)
            if client.poll()
        ]

    def _errors(self, number: int) -> Path:
        return self.folder / f"client-{number}.err"


@contextmanager
def crowd(
    count: int, folder: Path, environment: Mapping[str, str], *, by_web: int = 0, address: str = ""
) -> Iterator[Crowd]:
    """The clients, stopped at the end whatever happens."""
    made = Crowd(count, folder, environment, by_web=by_web, address=address)
    try:
        yield made
    finally:
        (folder / "stop").touch()
        for client in made.clients:
            if client.poll() is None:
                client.wait(timeout=120)
