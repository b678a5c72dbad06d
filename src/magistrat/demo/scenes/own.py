"""Papers of the house itself: memos, telephone messages, letters of one's own initiative."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from magistrat.demo import words
from magistrat.demo.papers import Page
from magistrat.demo.plan import Paper
from magistrat.demo.scenes import Scene
from magistrat.demo.scenes.case import Step
from magistrat.demo.scenes.reply import Outgoing, send
from magistrat.demo.stage import Stage
from magistrat.documents.actions import files, nomenclature, registration
from magistrat.documents.card import Card
from magistrat.documents.models import Document
from magistrat.organisation.models import Post
from magistrat.rules.moments import local_date
from magistrat.tasks.actions import execution, judging, resolutions, reviews
from magistrat.tasks.draft import Assignee, Draft, Point
from magistrat.tasks.models import Task

STATE = ("local_state_body", "central_body", "enterprise", "district_council", "municipal")
BODY = "Просимо розглянути питання та підтримати пропозиції. Розрахунки й обґрунтування додаються."


def memo(stage: Stage, rng: Random, paper: Paper) -> Scene:
    """A memo or a telephone message to a leader: registered, answered by a resolution or just read."""
    at = yield paper.at
    heads = sorted((post for post in stage.posts.values() if post.is_department_head), key=lambda post: post.pk)
    author = rng.choice(heads)
    leader = stage.post("mayor") if rng.random() < 0.5 else stage.leader_of(author.department)
    document = _register(stage, rng, paper, author, leader, at)
    if paper.stop:
        return
    at = yield stage.days.later(at, rng, (0, 2))
    if rng.random() < 0.45:
        stage.deeds.do(reviews.read, actor=stage.who(leader, at), at=at, document=document.pk)
    else:
        at = yield from _order(stage, rng, document, leader, at)
    at = yield stage.days.later(at, rng, (1, 5))
    clerk = stage.with_role("records_clerk")[0]
    how = {"document_id": document.pk, "case_id": stage.case(author.department, "04", at)}
    if document.registry is not None and document.registry.department_id == clerk.department_id:
        stage.deeds.do(nomenclature.file_away, actor=stage.who(clerk, at), at=at, **how)


def _register(stage: Stage, rng: Random, paper: Paper, author: Post, leader: Post, at: datetime) -> Document:
    pool = words.read("fillings")
    is_call = rng.random() < 0.15
    kind = "telephone_message" if is_call else rng.choice(["memo", "memo", "report_note"])
    summary = rng.choice(pool["telephone" if is_call else "memos"])
    registrar = stage.with_role("records_clerk")[0] if "mayor" in leader.roles else stage.assistant(leader)
    actor = stage.who(registrar, at)
    page = Page(author.department.name, "", leader.title, summary, BODY, author.title)
    if not paper.is_recent:
        page = Page(author.department.name, "", leader.title, "", BODY, author.title)
    made: Document = stage.deeds.do(
        registration.register_internal, actor=actor, at=at, registry_id=stage.registry(actor, "internal", at),
        card=Card(kind=stage.kinds[kind], summary=summary, addressee=leader.pk, author=author.pk, pages=1),
        uploads=[files.Upload("Записка.pdf", stage.papers.pdf(page))],
    )  # fmt: skip
    return made


def _order(stage: Stage, rng: Random, document: Document, leader: Post, at: datetime) -> Step:
    head = stage.head_of(stage.department_of(rng.choice(["budget", "legal", "roads", "services", "property"])))
    text = rng.choice(["Розглянути та внести пропозиції", "Опрацювати в межах повноважень", "До виконання"])
    due = stage.days.calendar.on_or_next(local_date(at) + timedelta(days=rng.randint(7, 15)))
    draft = Draft(document=document.pk, text=text, points=[Point(text, [Assignee(head.pk)], due_on=due)])
    written = stage.deeds.do(resolutions.write, actor=stage.who(leader, at), at=at, draft=draft)
    task = Task.objects.get(resolution=written)
    at = yield stage.days.later(at, rng, (1, 1))
    stage.deeds.do(execution.take, actor=stage.who(head, at), at=at, task=task.pk)
    at = yield stage.days.later(at, rng, (2, 7))
    stage.deeds.do(
        execution.report,
        actor=stage.who(head, at),
        at=at,
        task=task.pk,
        text="Пропозиції опрацьовано, рішення погоджено.",
    )
    at = yield stage.days.later(at, rng, (1, 2))
    stage.deeds.do(judging.accept, actor=stage.who(leader, at), at=at, task=task.pk)
    return at


def letter(stage: Stage, rng: Random, paper: Paper) -> Scene:
    """A letter of our own, not an answer."""
    at = yield paper.at
    area = rng.choice(["roads", "budget", "social", "heating", "land", "services"])
    department = stage.department_of(area)
    drafter = (stage.executors_of(department) or [stage.head_of(department)])[0]
    summary = rng.choice(words.read("fillings")["outgoing"])
    own = Outgoing(
        stage, rng, drafter, rng.choice(stage.senders(STATE)), summary,
        f"{BODY}\nВідповідь просимо надати у визначений законодавством строк.",
        "01", is_recent=paper.is_recent, kind="letter", is_returned=rng.random() < 0.1,
    )  # fmt: skip
    yield from send(own, at)
