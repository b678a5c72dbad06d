"""The package of a main planned question: its regulation, shortcomings, report, those who are invited (KR 4.19, 4.30; DR 6.6)."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from magistrat.demo.papers import Page
from magistrat.demo.scenes.case import Step
from magistrat.demo.stage import Stage
from magistrat.documents.actions.files import Upload
from magistrat.organisation.models import Post
from magistrat.rules import agenda
from magistrat.sittings.actions import invitations, packages
from magistrat.sittings.models import Question

INVITED = (
    ("Степовенко Олена Тарасівна", "директорка товариства «Вигадане»"),
    ("Полинець Ігор Романович", "голова ради підприємців"),
)
SHORTCOMINGS = [["Полинець І.Р., голова ради підприємців", "звіти про використання майна подано із запізненням"]]


def package(stage: Stage, rng: Random, made: Question, people: tuple[Post, Post, Post], at: datetime) -> Step:
    """All that the clause asks, filled in on the screen or put in as files; the leader in charge agrees the list."""
    _, head, leader = people
    rules = stage.rules(at)
    for key, label, is_asked in agenda.package(rules):
        if not is_asked or key in ("draft_with_visas", "invited_list"):
            continue
        at = yield stage.days.after(at, rng, (10, 25))
        actor = stage.who(head, at)
        if agenda.form(rules, key) is not None:
            data = _form(key, actor.person_name)
            stage.deeds.do(packages.fill, actor=actor, at=at, question=made.pk, key=key, data=data)
        else:
            page = Page(
                head.title, "", "", label.capitalize(), f"{label.capitalize()} з питання «{made.title}».", head.title
            )
            upload = Upload(f"{label.capitalize()[:60]}.pdf", stage.papers.pdf(page))
            stage.deeds.do(packages.enclose, actor=actor, at=at, question=made.pk, key=key, upload=upload)
    for name, post in INVITED:
        at = yield stage.days.after(at, rng, (3, 8))
        stage.deeds.do(
            invitations.invite, actor=stage.who(head, at), at=at, sitting=made.sitting_id, question=made.pk, name=name,
            post=post,
        )  # fmt: skip
    if rules.get(invitations.MAIN_LIST):
        at = yield stage.days.after(at, rng, (20, 60))
        stage.deeds.do(invitations.agree_list, actor=stage.who(leader, at), at=at, question=made.pk)
    return at


def _form(key: str, reporter: str) -> dict[str, Any]:
    if key == "shortcomings_list":
        return {"rows": SHORTCOMINGS}
    return {
        "item_title": True, "reporter": reporter, "report_minutes": "15", "speaker_minutes": "5", "answers_minutes": "10",
        "speakers": [name for name, _ in INVITED],
    }  # fmt: skip
