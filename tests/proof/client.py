"""A client process: registers, resolves and reports in a loop, and writes down, forced to the disk, what it was told.

`python -m tests.proof.client NUMBER FOLDER [ADDRESS]`: works until the file `stop` lies in the folder; its own log is
`client-NUMBER.jsonl`. With an address it works through the web server there (`web.py`). A deed cut off by the death of the
database or the web server is given up, its outcome unknown.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import IO, Any

import django

TERM = timedelta(days=10)
NEITHER_HERE_NOR_THERE = 0.05
# How often a letter comes with a file, and a message by e-mail comes that is returned with a mail to its sender.
WITH_FILE, RETURNED = 0.5, 0.3


class CutOff(Exception):
    """The web server died under a request, or its database did."""


class Log:
    """Lines that are on the disk when `tell` returns."""

    def __init__(self, file: Path) -> None:
        self._file: IO[str] = file.open("a", encoding="utf-8")

    def tell(self, code: str, document: int, subject: int, said: str = "") -> None:
        """A deed was done and we know it."""
        self._file.write(json.dumps([code, document, subject, said]) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


class Client:
    """One who works at the city hall alone: clerk, leader and executor in turns."""

    def __init__(self, number: int, log: Log) -> None:
        from magistrat.documents.models import Correspondent, DocumentKind, Registry
        from magistrat.documents.queries import points
        from magistrat.organisation import queries as organisation

        self.number, self.log, self.count, self.cut_off = number, log, 0, 0
        self.chance = Random(number)
        on = datetime.now(UTC).date()
        self.people = {post.pk: organisation.actor_of_post(post.pk, on) for post in organisation.posts(on)}
        with_role = [(actor, actor.roles) for actor in self.people.values() if actor is not None]
        self.clerk = next(actor for actor, roles in with_role if "records_clerk" in roles)
        self.leader = next(actor for actor, roles in with_role if "mayor" in roles)
        self.executors = [actor for actor, roles in with_role if "executor" in roles]
        registries = Registry.objects.filter(direction="incoming", department=self.clerk.department_id)
        self.registry = registries.order_by("rank", "id")[0].pk
        self.kind = DocumentKind.objects.get(key="enterprise_letter").pk
        self.sender = Correspondent.objects.order_by("id")[0].pk
        self.ground = points.return_grounds(on)[0].key

    def work(self) -> None:
        """A letter's way as far as the database lives."""
        if self.chance.random() < RETURNED:
            self._return()
        document = self._register()
        for task in self._resolve(document):
            self._report(task)

    def _register(self) -> Any:
        from magistrat.documents.actions import registration
        from magistrat.documents.card import Card, Party

        at = datetime.now(UTC)
        theirs = Party(self.sender, self._next_index(), date(2026, 3, 1))
        card = Card(
            kind=self.kind, summary="Про ремонт водогону на вулиці Тихій", parties=(theirs,), addressee=self.leader.post_id,
            way="post", arrived_at=at, pages=1,
        )  # fmt: skip
        uploads = [self._file("лист")] if self.chance.random() < WITH_FILE else []
        made = registration.register_incoming(
            actor=self.clerk, at=at, registry_id=self.registry, card=card, uploads=uploads
        )
        self.log.tell("documents.registered", made.pk, made.pk, made.index)
        for upload in uploads:
            self._tell_file(made, upload)
        return made

    def _next_index(self) -> str:
        self.count += 1
        return f"{self.number}-{os.getpid()}/{self.count}"

    def _file(self, what: str) -> Any:
        """A file that nobody else has."""
        from magistrat.documents.actions.files import Upload

        content = f"{what} {self.number}-{os.getpid()}/{self.count}: водогін на вулиці Тихій".encode()
        return Upload(f"{what}.txt", content)

    def _tell_file(self, document: Any, upload: Any) -> None:
        """The deed with this file was done, so the document bears it."""
        sha256 = hashlib.sha256(upload.content).hexdigest()
        kept = document.files.filter(blob=sha256).values_list("pk", flat=True).first()
        self.log.tell("documents.file_added", document.pk, kept or 0, sha256)

    def _return(self) -> None:
        """A message by e-mail that is returned: its sender is told by mail."""
        from magistrat.documents.actions import arrivals
        from magistrat.documents.card import Party

        at = datetime.now(UTC)
        theirs = Party(self.sender, self._next_index(), date(2026, 3, 1))
        came = arrivals.receive(actor=self.clerk, at=at, way="email", parties=[theirs], summary="Про водогін")
        arrivals.send_back(actor=self.clerk, at=at, document_id=came.pk, ground=self.ground)
        self.log.tell("documents.returned", came.pk, came.pk)

    def _resolve(self, document: Any) -> list[Any]:
        from magistrat.tasks.actions import resolutions
        from magistrat.tasks.draft import Assignee, Draft, Point

        at = datetime.now(UTC)
        named = self.chance.sample(self.executors, k=min(2, len(self.executors)))
        point = Point(
            "Розглянути та надати відповідь", [Assignee(one.post_id) for one in named], due_on=(at + TERM).date()
        )
        draft = Draft(
            document.pk, "Розглянути та надати відповідь", (point,), put_on_control=self.chance.random() < 0.5
        )
        made = resolutions.write(actor=self.leader, at=at, draft=draft)
        self.log.tell("tasks.resolution_written", document.pk, made.pk)
        return list(made.tasks.filter(part="main"))

    def _report(self, task: Any) -> None:
        from magistrat.tasks.actions import execution, judging

        at = datetime.now(UTC)
        executor = self.people[task.executor_id]
        execution.report(actor=executor, at=at, task=task.pk, text="Водогін відремонтовано")
        self.log.tell("tasks.reported", task.document_id, task.pk)
        while (judge := type(task).objects.values_list("judge_id", flat=True).get(pk=task.pk)) is not None:
            judging.accept(actor=self.people[judge], at=at, task=task.pk)
        self.log.tell("tasks.done", task.document_id, task.pk)


def main(number: int, folder: Path, address: str = "") -> None:
    """Work until told to stop."""
    django.setup()
    from django.db import Error, connection

    log, client = Log(folder / f"client-{number}.jsonl"), None
    while not (folder / "stop").exists():
        try:
            client = client or _client(number, log, folder, address)
            client.work()
        except CutOff:
            time.sleep(NEITHER_HERE_NOR_THERE)
        except Error as trouble:
            if not _is_cut_off(trouble):
                raise
            connection.close()
            time.sleep(NEITHER_HERE_NOR_THERE)


def _client(number: int, log: Log, folder: Path, address: str) -> Client:
    from tests.proof.web import WebClient

    return WebClient(number, log, folder, address) if address else Client(number, log)


def _is_cut_off(trouble: Exception) -> bool:
    from django.db import InterfaceError, OperationalError

    return isinstance(trouble, OperationalError | InterfaceError) and "deadlock" not in str(trouble)


if __name__ == "__main__":
    # Under its own name: `web.py` imports from it what is caught here.
    from tests.proof import client

    client.main(int(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
