"""A client process: registers, resolves and reports in a loop, and writes down, forced to the disk, what it was told.

`python -m tests.proof.client NUMBER FOLDER`: works until the file `stop` lies in the folder; its own log is
`client-NUMBER.jsonl`. A deed cut off by the death of the database is given up, its outcome unknown.
"""

from __future__ import annotations

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

    def work(self) -> None:
        """A letter's way as far as the database lives."""
        document = self._register()
        for task in self._resolve(document):
            self._report(task)

    def _register(self) -> Any:
        from magistrat.documents.actions import registration
        from magistrat.documents.card import Card, Party

        self.count += 1
        at = datetime.now(UTC)
        theirs = Party(self.sender, f"{self.number}-{os.getpid()}/{self.count}", date(2026, 3, 1))
        card = Card(
            kind=self.kind, summary="Про ремонт водогону на вулиці Тихій", parties=(theirs,), addressee=self.leader.post_id,
            way="post", arrived_at=at, pages=1,
        )  # fmt: skip
        made = registration.register_incoming(actor=self.clerk, at=at, registry_id=self.registry, card=card)
        self.log.tell("documents.registered", made.pk, made.pk, made.index)
        return made

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


def main(number: int, folder: Path) -> None:
    """Work until told to stop."""
    django.setup()
    from django.db import Error, connection

    log, client = Log(folder / f"client-{number}.jsonl"), None
    while not (folder / "stop").exists():
        try:
            client = client or Client(number, log)
            client.work()
        except Error as trouble:
            if not _is_cut_off(trouble):
                raise
            connection.close()
            time.sleep(NEITHER_HERE_NOR_THERE)


def _is_cut_off(trouble: Exception) -> bool:
    from django.db import InterfaceError, OperationalError

    return isinstance(trouble, OperationalError | InterfaceError) and "deadlock" not in str(trouble)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
