"""The life of one generated paper, from its registration to its file, as far as the present day lets it go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from bench.scene import Place, Scene
from bench.table import Table
from magistrat.correspondence.models import Dispatch, Letter
from magistrat.documents import lemmas
from magistrat.documents.models import Document, DocumentCorrespondent, File, Grant, Link
from magistrat.outbox.models import Message
from magistrat.rules.moments import local_date
from magistrat.storage.models import Blob
from magistrat.tasks.models import Control, Report, Resolution, Review, Task

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERM = "Строк установив автор резолюції."
MODELS: tuple[type[Model], ...] = (
    Blob, Document, DocumentCorrespondent, Link, File, Grant, Resolution, Review, Task, Report, Control, Letter, Dispatch,
    Message,
)  # fmt: skip
KINDS = (
    "letter",
    "enterprise_letter",
    "institution_letter",
    "reply_letter",
    "ministry_letter",
    "regional_administration_letter",
)
OBLIGATORY = ("cabinet_letter", "regional_administration_act", "parliament_letter")


class Papers:
    """Writes papers into tables and remembers what the journal has to tell.

    :param now: the present moment: what would come after it has not happened yet.
    """

    def __init__(self, scene: Scene, chance: Random, now: datetime) -> None:
        self.scene, self.chance, self.now = scene, chance, now
        self.tables = {model: Table(model) for model in MODELS}
        self.deeds: list[dict[str, Any]] = []
        self.recent: list[tuple[int, int, datetime]] = []

    def add(self, model: type[Model], **values: Any) -> int:
        """Keep a row of the model."""
        return self.tables[model].add(**values)

    def note(
        self,
        at: datetime,
        code: str,
        who: Place,
        document: int,
        kind: type[Model],
        subject: int,
        text: str,
        clause: str = "",
    ) -> None:
        """What the journal tells of a deed."""
        self.deeds.append(
            {"at": at, "code": code, "who": who, "document": document, "kind": kind._meta.label_lower, "subject": subject,
             "text": text, "clause": clause}
        )  # fmt: skip

    def grant(
        self,
        document: int,
        at: datetime,
        reason: str,
        source: str,
        *,
        post: int | None = None,
        department: int | None = None,
    ) -> None:
        """Let a post or a unit see the document."""
        self.add(
            Grant, document_id=document, post_id=post, department_id=department, reason=reason, source=source, since=at
        )

    def tell(self, at: datetime, key: str, post: int, subject: str, document: int) -> None:
        """A notice, read within two days."""
        read = at + self.chance.random() * 2 * DAY
        self.add(
            Message, key=key, kind="notice", state="sent", to_post=post, subject=subject, link=f"/dokumenty/{document}/",
            document=document, created_at=at, sent_at=at, read_at=read if read < self.now else None,
        )  # fmt: skip

    # --- registration --------------------------------------------------------------------------------

    def write(self, at: datetime) -> None:
        """One paper of the moment: half of them letters to the city, the others to its units, from it and within it."""
        draw = self.chance.random()
        if draw < 0.50:
            self._incoming(at, self.scene.incoming, self.scene.addressee())
        elif draw < 0.65 and self.scene.of_units:
            registry = self.chance.choice(self.scene.of_units)
            head = next(one for one in self.scene.bodies if one.department == registry.department_id)
            self._incoming(at, registry, head)
        elif draw < 0.85:
            self._outgoing(at)
        else:
            self._internal(at)

    def _incoming(self, at: datetime, registry: Any, addressee: Place) -> None:
        sender = self.scene.sender()
        draw = self.chance.random()
        kind = self.chance.choice(OBLIGATORY) if draw < 0.06 else self.chance.choice(KINDS)
        topic = self.scene.words.topic()
        document = self._card(
            at, registry, topic["summary"], sender=sender, kind=kind, direction="incoming", addressee_id=addressee.id,
            arrived_at=at - self.chance.random() * 3 * HOUR, way=self.chance.choice(Document.Way.values),
            is_urgent=self.chance.random() < 0.08,
        )  # fmt: skip
        self.grant(document, at, "addressee", f"documents.document:{document}", post=addressee.id)
        self.recent.append((document, addressee.id, at))
        self._resolve(document, at, addressee, topic, obligatory=kind in OBLIGATORY)

    def _outgoing(self, at: datetime) -> None:
        author, drafter = self.scene.addressee(), self.scene.body()
        sender = self.scene.sender()
        document = self._card(
            at, self.scene.outgoing, self.scene.words.topic()["summary"], sender=sender, kind="letter", direction="outgoing",
            author_id=author.id, signatory=author.printed,
        )  # fmt: skip
        for one in (author, drafter):
            self.grant(document, at, "author", f"documents.document:{document}", post=one.id)
        letter = self.add(
            Letter, document_id=document, state="dispatched", blank="committee", signatory_id=author.id, drafter_id=drafter.id,
            text="На Ваш лист повідомляємо.", changed_at=at, signed_on=local_date(at), signed_at=at, signed_title=author.title,
            signed_name=author.printed,
        )  # fmt: skip
        self.add(
            Dispatch, letter_id=letter, correspondent_id=self.scene.sender_ids[sender], way="email", on=local_date(at), at=at,
            by=self.scene.clerk.printed,
        )  # fmt: skip
        if self.recent and self.chance.random() < 0.6:
            answered, _, _ = self.chance.choice(self.recent[-3000:])
            self.add(Link, source_id=document, target_id=answered, kind="reply", made_at=at)

    def _internal(self, at: datetime) -> None:
        registry = self.chance.choice(self.scene.internal)
        author, addressee = self.scene.body(), self.scene.addressee()
        topic = self.scene.words.topic()
        document = self._card(
            at, registry, topic["summary"], sender=None, kind="memo", direction="internal", author_id=author.id,
            addressee_id=addressee.id,
        )  # fmt: skip
        self.grant(document, at, "author", f"documents.document:{document}", post=author.id)
        self.grant(document, at, "addressee", f"documents.document:{document}", post=addressee.id)
        if self.chance.random() < 0.4:
            self._resolve(document, at, addressee, topic, obligatory=False)

    def _card(self, at: datetime, registry: Any, summary: str, *, sender: int | None, kind: str, **more: Any) -> int:
        scene, on = self.scene, local_date(at)
        period, number, index = scene.number(registry, on)
        names = [] if sender is None else [scene.sender_names[sender]]
        theirs = (
            ""
            if sender is None
            else f"{self.chance.randint(1, 40):02}-{self.chance.randint(1, 9)}/{self.chance.randint(1, 9999)}"
        )
        is_old = self.now - at > 60 * DAY and self.chance.random() < 0.8
        files = scene.files_of[on.year, registry.department_id]
        is_annulled = self.chance.random() < 0.003
        document = self.add(
            Document, state="annulled" if is_annulled else "registered", kind_id=scene.kinds.get(kind, scene.kinds["letter"]),
            registry_id=registry.pk, period=period, number=number, index=index, registered_on=on, registered_at=at, listed_on=on,
            registered_by=scene.clerk.printed, summary=summary, pages=self.chance.randint(1, 6),
            correspondent_id=None if sender is None else scene.sender_ids[sender], edition_id=scene.edition,
            is_restricted=False, created_at=at, created_by_post=scene.clerk.id,
            case_file_id=self.chance.choice(files) if is_old else None, filed_on=on + 45 * DAY if is_old else None,
            lemmas=lemmas.vector([summary, *names]), search_text=lemmas.folded(" ".join([index, theirs, *names])), **more,
        )  # fmt: skip
        if sender is not None:
            self.add(
                DocumentCorrespondent, document_id=document, correspondent_id=scene.sender_ids[sender], their_index=theirs,
                their_date=on - DAY * self.chance.randint(1, 6), position=1,
            )  # fmt: skip
        self._file(document, at)
        self.grant(document, at, "registrar", f"documents.document:{document}", department=registry.department_id)
        self.note(
            at,
            "documents.registered",
            scene.clerk,
            document,
            Document,
            document,
            f"Зареєстровано за індексом {index} у реєстрі «{registry.title}»",
            registry.clause,
        )
        return document

    def _file(self, document: int, at: datetime) -> None:
        if self.chance.random() < 0.7:
            sha256 = f"{self.chance.getrandbits(256):064x}"
            self.add(
                Blob, sha256=sha256, size=self.chance.randint(20_000, 900_000), media_type="application/pdf", kept_at=at
            )
            self.add(
                File, document_id=document, blob_id=sha256, name="лист.pdf", media_type="application/pdf", role="main", pages=2,
                added_at=at, added_by=self.scene.clerk.printed,
            )  # fmt: skip

    # --- resolution, tasks, control ----------------------------------------------------------------

    def _resolve(self, document: int, at: datetime, leader: Place, topic: dict[str, str], *, obligatory: bool) -> None:
        when = at + (0.1 + 1.5 * self.chance.random()) * DAY
        folder = "urgent" if self.chance.random() < 0.08 else "resolution"
        done = when if when < self.now else None
        self.add(Review, document_id=document, leader_id=leader.id, folder=folder, clause="7.9", since=at, done_at=done)
        if done is None:
            return
        resolution = self._resolution(document, when, leader, topic["resolution"], parent=None)
        due = local_date(when) + DAY * self.chance.randint(5, 30)
        main = self.scene.body()
        end = self._task(document, resolution, when, leader, main, topic, due=due, part="main", parent=None)
        for other in self._others(main):
            self._task(
                document,
                resolution,
                when,
                leader,
                other,
                topic,
                due=due,
                part="co" if self.chance.random() < 0.6 else "info",
                parent=None,
            )
        if obligatory or self.chance.random() < 0.3:
            self._control(document, when, leader, due, end, obligatory=obligatory)

    def _others(self, main: Place) -> Iterator[Place]:
        wanted = self.chance.choices((0, 1, 2, 4), (55, 25, 15, 5))[0]
        named = {main.id}
        for _ in range(wanted):
            other = self.scene.body()
            if other.id not in named:
                named.add(other.id)
                yield other

    def _resolution(self, document: int, at: datetime, author: Place, text: str, *, parent: int | None) -> int:
        made = self.add(
            Resolution, document_id=document, author_id=author.id, author_printed=author.printed, text=text, at=at,
            on=local_date(at), parent_task_id=parent, on_original=parent is None,
        )  # fmt: skip
        self.grant(document, at, "resolution", f"tasks.resolution:{made}", post=author.id)
        self.note(
            at,
            "tasks.resolution_written",
            author,
            document,
            Resolution,
            made,
            f"Резолюція: {text}. {author.printed}",
            "8.6",
        )
        return made

    def _task(
        self, document: int, resolution: int, at: datetime, giver: Place, executor: Place, topic: dict[str, str], *, due: Any,
        part: str, parent: int | None,
    ) -> datetime:  # fmt: skip
        """The task with its report; returns when it ends."""
        taken = at + self.chance.random() * DAY
        reported = self._reported(at, taken, due, part)
        ended = reported + (0.1 + self.chance.random() * 2) * DAY if part != "info" else taken
        state = (
            "done"
            if ended < self.now
            else "reported"
            if reported < self.now and part != "info"
            else "taken"
            if taken < self.now and part != "info"
            else "given"
        )
        judge = giver if executor.is_department_head else self.scene.posts[executor.heads[0]]
        task = self.add(
            Task, document_id=document, resolution_id=resolution, parent_id=parent, point="", part=part, executor_id=executor.id,
            giver_id=giver.id, judge_id=judge.id if state == "reported" else None, department_id=executor.department,
            text=topic["resolution"], state=state, given_at=at, taken_at=None if state == "given" else taken,
            due_on=None if part == "info" else due, due_clause="" if part == "info" else "8.12", due_explanation=_json(part),
            done_on=local_date(min(reported, ended)) if state == "done" else None, done_at=ended if state == "done" else None,
        )  # fmt: skip
        self._see(document, at, task, executor, part)
        if part != "info" and state in {"reported", "done"}:
            self._report(document, task, reported, ended, state, executor, judge, topic)
        if part == "main" and parent is None and self.chance.random() < 0.5 and self.scene.executors[executor.id]:
            self._split(document, task, taken, executor, topic, due)
        return ended

    def _reported(self, at: datetime, taken: datetime, due: Any, part: str) -> datetime:
        last = datetime(due.year, due.month, due.day, 9, tzinfo=UTC)
        late = self.chance.random() < 0.15
        return max(taken, last + (self.chance.randint(1, 10) if late else -self.chance.randint(0, 6)) * DAY)

    def _see(self, document: int, at: datetime, task: int, executor: Place, part: str) -> None:
        source = f"tasks.task:{task}"
        self.grant(document, at, "informed" if part == "info" else "executor", source, post=executor.id)
        for head in executor.heads:
            self.grant(document, at, "head", source, post=head)
        self.tell(at, f"tasks.given:{task}:{executor.id}", executor.id, "нове завдання", document)

    def _report(
        self,
        document: int,
        task: int,
        at: datetime,
        ended: datetime,
        state: str,
        executor: Place,
        judge: Place,
        topic: dict[str, str],
    ) -> None:
        judged = {"judged_by": judge.printed, "judged_at": ended} if state == "done" else {}
        report = self.add(
            Report, task_id=task, text=topic["report"], state="accepted" if state == "done" else "given", by=executor.printed,
            at=at, on=local_date(at), **judged,
        )  # fmt: skip
        self.note(
            at,
            "tasks.reported",
            executor,
            document,
            Task,
            task,
            f"Подано звіт ({executor.title}): {topic['report']}",
            "8.12",
        )
        self.tell(at, f"tasks.reported:{task}:{report}", judge.id, "подано звіт про виконання", document)
        if state == "done":
            self.note(ended, "tasks.done", judge, document, Task, task, f"Виконано: {executor.title}", "8.12")

    def _split(self, document: int, parent: int, at: datetime, head: Place, topic: dict[str, str], due: Any) -> None:
        if at < self.now:
            made = self._resolution(document, at, head, "До виконання", parent=parent)
            executor = self.chance.choice(self.scene.executors[head.id])
            self._task(document, made, at, head, executor, topic, due=due - DAY, part="main", parent=parent)

    def _control(
        self, document: int, at: datetime, leader: Place, due: Any, end: datetime, *, obligatory: bool
    ) -> None:
        off = end + (0.5 + self.chance.random() * 3) * DAY
        is_off = off < self.now
        control = self.add(
            Control, document_id=document, state="off" if is_off else "on", is_obligatory=obligatory, clause="8.3",
            reason="за резолюцією керівника", unit_id=self.scene.control.department, leader_id=leader.id, due_on=due,
            due_clause="8.12", due_explanation=_json("main"), set_at=at, set_by=leader.printed,
            **({"off_on": local_date(off), "off_at": off, "off_by": leader.printed, "off_clause": "8.14"} if is_off else {}),
        )  # fmt: skip
        self.grant(document, at, "control", f"tasks.control:{control}", department=self.scene.control.department)
        self.note(
            at,
            "tasks.put_on_control",
            leader,
            document,
            Control,
            control,
            f"Узято на контроль, строк {due:%d.%m.%Y}",
            "8.3",
        )
        if is_off:
            self.note(off, "tasks.off_control", leader, document, Control, control, "Знято з контролю", "8.14")


def _json(part: str) -> dict[str, object]:
    return {} if part == "info" else {"explanation": TERM, "days": []}
