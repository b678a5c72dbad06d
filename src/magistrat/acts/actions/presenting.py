"""An act is put before its signatory, and its registering office sees it from then on (KR 6.11; DR 5.10)."""

from __future__ import annotations

from datetime import date, datetime

from magistrat.acts.actions import deeds
from magistrat.acts.models import Act
from magistrat.acts.queries import registrars
from magistrat.acts.queries import signing as facts
from magistrat.documents.models import Grant
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.regulation import queries as regulation
from magistrat.rules import orders
from magistrat.rules.moments import local_date

State = Act.State


def put_before(*, act: Act, post: Post, adopted_on: date | None, actor: Actor, at: datetime) -> None:
    """Put the act before its signatory; part of the deed that hands it in, or by which it was adopted.

    :param adopted_on: from which the term of signature is counted (KR 4.4, 5.32).
    """
    act.state, act.signatory, act.remark = State.SIGNING, post, ""
    deeds.owe(act, orders.sign_by(deeds.rules_of(act), regulation.work_calendar(), act.kind, adopted_on=adopted_on))
    deeds.touch(act, actor, at)
    _open(act, at)
    text = f"Подано на підпис: {post.title}"
    clause = orders.handed_in_by(deeds.rules_of(act), act.kind) or act.due_clause
    deeds.note(act, actor, at, "acts.handed_in", text, clause, signatory=post.pk)
    key = f"acts.handed_in:{act.pk}:{at.isoformat()}"
    annexes = [one.post.pk for one in facts.annex_signers(act, local_date(at))]
    deeds.tell(act, at, key, [post.pk, *annexes], "На підпис")


def _open(act: Act, at: datetime) -> None:
    """The signatories and the registering office see the act; of an official-use or a personnel one only its clerks."""
    on = local_date(at)
    led = [one.post_id for one in facts.signatures(act, on) if one.acting_for and one.post_id]
    posts = [act.signatory_id or 0, *led, *(one.post.pk for one in facts.annex_signers(act, on))]
    deeds.open_to(act, at, Grant.Reason.SIGNATORY, posts=posts)
    registry = registrars.registry_of(act)
    if registry is None:
        return
    if act.document.is_restricted:
        deeds.open_to(act, at, Grant.Reason.NAMED, posts=registrars.clerks_of(act))
    elif (keepers := registrars.keepers_of(act, on)) is not None:
        deeds.open_to(act, at, Grant.Reason.REGISTRAR, posts=keepers)
    else:
        deeds.open_to(act, at, Grant.Reason.REGISTRAR, departments=[registry.department_id])
