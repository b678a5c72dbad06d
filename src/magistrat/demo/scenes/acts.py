"""Steps that orders and decisions share on their way: who is in charge, visas, the signature on paper, the number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from magistrat.acts.actions import mailing, registering, sending_for_visas, signing
from magistrat.acts.models import Act
from magistrat.acts.queries import registrars
from magistrat.approvals.actions import answering
from magistrat.approvals.models import Answer
from magistrat.approvals.models import Step as VisaStep
from magistrat.demo.papers import Page
from magistrat.demo.scenes.case import Step
from magistrat.demo.stage import Stage
from magistrat.documents.actions import files
from magistrat.organisation.models import Department, Post
from magistrat.rules import orders
from magistrat.rules.moments import local_date

PHONE = "службовий 90-15-27, відомчий 5-27"


def in_charge_of(stage: Stage, department: Department) -> Post:
    """Which deputy is in charge of a draft of the department: of those led by the mayor himself his first one (KR 6.5)."""
    leader = stage.leader_of(department)
    if leader.key != "mayor":
        return leader
    return next(stage.post(key) for key in ("first_deputy", "deputy_1") if key in stage.posts)


def drafter_of(stage: Stage, department: Department) -> Post:
    """Who prepares the department's drafts: its first executor, else its head."""
    return (stage.executors_of(department) or [stage.head_of(department)])[0]


def clerk_of(stage: Stage, act: Act) -> Post:
    """Who keeps the act's registry: the lowest of its clerks."""
    found: Sequence[int] = registrars.clerks_of(act)
    return min((stage.by_id[pk] for pk in found if pk in stage.by_id), key=lambda post: (-post.rank, post.pk))


def sent(stage: Stage, act: Act, drafter: Post, at: datetime, *, note: str = "") -> list[VisaStep]:
    """The draft sent for visas; the steps that are to be answered now, in their order.

    Told again after a break it finds the same steps: by the moment of sending, not by how they stand.
    """
    at = stage.deeds.free(at)
    stage.deeds.do(sending_for_visas.send, actor=stage.who(drafter, at), at=at, act=act.pk, confirm=True, note=note)
    answers = Answer.objects.filter(step__approval__document=act.document_id)
    steps = VisaStep.objects.filter(approval__document=act.document_id).order_by("place", "position")
    if note:
        steps = steps.filter(pk__in=answers.filter(voided_at=at).values("step"))
    return list(steps.exclude(pk__in=answers.filter(at=at).values("step")))


def answered(stage: Stage, rng: Random, steps: Sequence[VisaStep], at: datetime) -> Step:
    """Each agrees in his turn, mostly on the same day."""
    for step in steps:
        at = yield stage.days.after(at, rng, (15, 110))
        if step.post_id is None:
            _attached(stage, step, at)
            continue
        who = stage.who(stage.by_id[step.post_id], at)
        stage.deeds.do(answering.answer, actor=who, at=at, step=step.pk, outcome=Answer.Outcome.AGREED)
    return at


def _attached(stage: Stage, step: VisaStep, at: datetime) -> None:
    """Those outside the house agree on paper: the drafter attaches it."""
    page = Page("Лист погодження", "", "", step.label, "Із проєктом ознайомлено, погоджуюся.", "")
    drafter = stage.by_id[step.approval.drafter_id]
    stage.deeds.do(
        answering.attach, actor=stage.who(drafter, at), at=at, step=step.pk, outcome=Answer.Outcome.AGREED, note="",
        on=local_date(at), uploads=[files.Upload("Погодження.pdf", stage.papers.pdf(page))],
    )  # fmt: skip


def marked(stage: Stage, act: Act, what: str, at: datetime) -> None:
    """The signature on paper is marked with its scan; `what` is signed: «розпорядження»."""
    page = Page("Міський голова", "", "", act.title, f"Підписаний примірник {what}.", "Міський голова")
    scan = [files.Upload(f"{act.get_kind_display().split()[0].capitalize()}.pdf", stage.papers.pdf(page))]
    stage.deeds.do(
        signing.mark_paper, actor=stage.who(clerk_of(stage, act), at), at=at, act=act.pk, signed_on=local_date(at),
        scan=scan, are_annexes_signed=True,
    )  # fmt: skip


def registered(stage: Stage, rng: Random, act: Act, at: datetime) -> Step:
    """The number, a few minutes later; the clerk sends what no round of the day takes along."""
    at = yield at + timedelta(minutes=rng.randint(6, 12))
    stage.deeds.do(registering.register, actor=stage.who(clerk_of(stage, act), at), at=at, act=act.pk, confirm=True)
    return (yield from sent_out(stage, rng, act, at))


def sent_out(stage: Stage, rng: Random, act: Act, at: datetime) -> Step:
    """The registered act to all of its mailing list, by the clerk, where the city has no rounds for acts of the kind."""
    rows = list(act.recipients.order_by("position").values_list("pk", flat=True))
    if rows and orders.rounds_rule(stage.rules(at), act.kind) is None:
        at = yield stage.days.after(at, rng, (10, 40))
        stage.deeds.do(mailing.send, actor=stage.who(clerk_of(stage, act), at), at=at, act=act.pk, recipients=rows)
    return at
