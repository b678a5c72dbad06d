"""An act is published without personal data: the copy judged, shown, replaced, taken down (KR 15.9, 15.10, 4.40; DR 4.1, 5.3, 6.27)."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from magistrat.acts.actions import deeds, forcing
from magistrat.acts.models import Act, Redaction
from magistrat.acts.queries import public, public_paper
from magistrat.documents.actions import files, public_versions
from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.models import PublicVersion
from magistrat.documents.queries import public_versions as versions
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import publicity
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

log = logging.getLogger(__name__)
State = Act.State
# So many texts that cannot be set are tried at one time: then it is the setting itself that is broken.
MOST_FAILED = 100


def prepare(
    *, actor: Actor, at: datetime, act: int, judged: Judged, redaction: int | None = None, upload: files.Upload | None = None
) -> PublicVersion:  # fmt: skip
    """Make the copy without personal data: by the act's drafter (KR 15.10) or whoever publishes.

    :param redaction: the act's confirmed redaction whose text is copied; none: the text as it was adopted.
    :raises Refusal: neither of them, not registered, an act that is never public, or a suspicious place that nobody judged.
    """
    with transaction.atomic():
        found, clause = _found(actor, act, at)
        if not deeds.is_drafters(found, actor):
            deeds.demand(actor, publicity.RIGHT, at)
        text = _redaction(found, redaction)
        return public_versions.prepare(
            actor=actor, at=at, document=found.document, what=public.WHAT, title=found.title, parts=public.parts(found, text),
            judged=judged, since=text.since if text else None, upload=upload, clause=clause,
        )  # fmt: skip


def publish(*, actor: Actor, at: datetime, act: int, redaction: int | None = None, reason: str = "") -> PublicVersion:
    """Let the public see the prepared copy; a normative act is published officially by it, and comes into force (KR 4.40).

    :param reason: why what the public sees now is replaced; asked only then.
    :raises Refusal: no right, never public, no copy prepared, the text is another one since it was judged, or no reason.
    """
    deeds.demand(actor, publicity.RIGHT, at)
    with transaction.atomic():
        found, clause = _found(actor, act, at)
        text = _redaction(found, redaction)
        since = text.since if text else None
        ready = versions.prepared(found.document_id, public.WHAT, since)
        if ready is None:
            raise Refusal(clause, "Копію для оприлюднення ще не підготовлено.")
        made = public_versions.publish(
            actor=actor, at=at, version=ready, listed_on=found.adopted_on, reason=reason, clause=clause
        )
        if made.parts:
            public_versions.keep_printed(version=made, content=public_paper.pdf(found, made), at=at)
        due = public.due(found)
        on = local_date(at)
        late = due is not None and since is None and made.number == 1 and on > due.on
        note = " (із запізненням)" if late else ""
        deeds.note(found, actor, at, "acts.shown_to_public", f"Акт оприлюднено{note}", clause, number=made.number)
        if since is None:
            forcing.take_published(act=found, actor=actor, at=at)
    return made


def set_waiting(*, at: datetime, limit: int = 20) -> int:
    """Set as PDF published texts that have none: published before it was made; how many were set. One statement when none waits.

    What goes wrong with one does not hold the others up: it is logged, and tried again the next time.
    """
    made, failed, last = 0, 0, 0
    while made < limit and failed < MOST_FAILED and (waiting := public_paper.unprinted(limit - made, after=last)):
        for last in waiting:
            try:
                made += _set(last, at)
            except Exception:  # whatever is wrong with one text, or with its setting
                failed += 1
                log.exception("public version %s: it cannot be set as PDF", last)
    return made


def _set(version: int, at: datetime) -> bool:
    """Set one text, unless it was set, taken down or begun by another worker since it was found."""
    with transaction.atomic():
        found = public_paper.waiting_version(version)
        if found is None:
            return False
        public_versions.keep_printed(version=found, content=public_paper.pdf(public_paper.act_of(found), found), at=at)
    return True


def take_down(*, actor: Actor, at: datetime, act: int, reason: str, redaction: int | None = None) -> PublicVersion:
    """Take what the public sees of the act down; the reason stands at its address.

    :raises Refusal: no right, nothing is published, or no reason.
    """
    deeds.demand(actor, publicity.RIGHT, at)
    with transaction.atomic():
        found, clause = _found(actor, act, at)
        text = _redaction(found, redaction)
        made = public_versions.take_down(
            actor=actor, at=at, document=found.document_id, what=public.WHAT, reason=reason, since=text.since if text else None,
            clause=clause,
        )  # fmt: skip
        deeds.note(found, actor, at, "acts.taken_from_public", f"Акт знято з оприлюднення: {reason.strip()}", clause)
    return made


def refusal(act: Act) -> Refusal | None:
    """Why the act is never public; nothing when it may be."""
    edition = regulation.rules_of(act.document.edition_id)
    return publicity.refusal(edition, act.kind, is_restricted=act.document.is_restricted)


def _found(actor: Actor, act: int, at: datetime) -> tuple[Act, str]:
    """The act, locked. Who publishes needs no grant to what is to be public: it is told him by the right itself."""
    is_publisher = regulation.refusal(actor=actor, right=publicity.RIGHT, on=local_date(at)) is None
    found = deeds.locked(act, SYSTEM if is_publisher else actor)
    if never := refusal(found):
        raise never
    deeds.must_be(found, State.REGISTERED)
    return found, publicity.clause_of(deeds.rules_of(found), found.kind)


def _redaction(act: Act, pk: int | None) -> Redaction | None:
    if pk is None:
        return None
    found = Redaction.objects.filter(act=act, pk=pk, confirmed_at__isnull=False).first()
    if found is None:
        raise Refusal("", "Такої підтвердженої редакції акт не має.")
    return found
