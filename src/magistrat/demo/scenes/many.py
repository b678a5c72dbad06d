"""What a clerk does to many at once: papers given to read, a shared list, a mailing list, the log of copying."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from magistrat.correspondence.actions import mailing_lists
from magistrat.demo.scenes import Scene
from magistrat.demo.stage import Stage
from magistrat.documents.actions import familiarisation, views
from magistrat.documents.models import Correspondent, Document, Familiarisation
from magistrat.documents.queries.access import visible
from magistrat.registers.actions import copying
from magistrat.registers.queries import copying as log
from magistrat.rules.moments import local_date

READERS = 3
COPIED = (
    ("Матеріали до засідання виконкому", 24, 18),
    ("Додатки до проєкту рішення", 6, 30),
    ("Списки запрошених", 2, 12),
)


def lists(stage: Stage, rng: Random) -> Scene:
    """The records service keeps a mailing list and a view for its people."""
    at = yield stage.days.some(stage.until - timedelta(days=40), rng)
    actor = stage.who(stage.with_role("records_clerk")[0], at)
    members = list(
        Correspondent.objects.filter(kind="municipal", is_open=True).order_by("id").values_list("pk", flat=True)
    )
    if members:
        stage.deeds.do(
            mailing_lists.keep,
            actor=actor,
            at=at,
            title="Комунальні підприємства й заклади",
            correspondents=members[:40],
        )
    at = yield stage.days.later(at, rng, (1, 2))
    stage.deeds.do(
        views.keep, actor=actor, at=at, place="documents", title="Вхідні не в справах", query="direction=incoming&unfiled=on",
        is_shared=True,
    )  # fmt: skip


def reading(stage: Stage, rng: Random) -> Scene:
    """Papers are given to heads to read; one of them has read his."""
    at = yield stage.days.some(stage.until - timedelta(days=12), rng)
    clerk = stage.with_role("records_clerk")[0]
    actor = stage.who(clerk, at)
    papers = visible(actor).filter(state=Document.State.REGISTERED, direction="incoming", is_restricted=False)
    heads = [post.pk for post in stage.posts.values() if post.is_department_head][:READERS]
    for paper in papers.order_by("-registered_at", "-id").values_list("pk", flat=True)[:READERS]:
        stage.deeds.do(familiarisation.give, actor=actor, at=at, document_id=paper, posts=heads, note="До відома")
    at = yield stage.days.later(at, rng, (1, 2))
    for one in Familiarisation.objects.filter(post=heads[0], asked_by_post=clerk.pk).order_by("id"):
        reader = stage.who(stage.by_id[one.post_id], at)
        stage.deeds.do(familiarisation.read, actor=reader, at=at, familiarisation_id=one.pk)


def copies(stage: Stage, rng: Random) -> Scene:
    """Executors enter copying works, where the regulation keeps their log."""
    at = yield stage.days.some(stage.until - timedelta(days=10), rng)
    for what, sheets, number in COPIED:
        if log.is_kept(local_date(at)):
            executor = rng.choice(stage.with_role("executor"))
            stage.deeds.do(
                copying.enter, actor=stage.who(executor, at), at=at, what=what, sheets=sheets, copies=number,
                ordered_by="Керуюча справами виконкому", purpose="Засідання виконкому", is_checked=True,
            )  # fmt: skip
        at = yield stage.days.later(at, rng, (1, 2))
