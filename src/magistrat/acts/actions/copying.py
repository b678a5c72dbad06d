"""Certified copies and extracts with their journal: numbers of the year without gaps (KR 4.38, 4.47, 6.21; DR 5.15, 5.17, 6.26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from magistrat.acts.actions import deeds
from magistrat.acts.models import Act, Copy
from magistrat.acts.queries import on_copy, registrars
from magistrat.documents.actions import files
from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.numbers import actions as numbers
from magistrat.organisation import queries as organisation
from magistrat.rules import act_text, orders
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

SERIES = "acts.copies"


def certify(
    *, actor: Actor, at: datetime, act: int, whom: str, ground: str = "", points: Sequence[str] = (), address: str = ""
) -> Copy:
    """Certify a copy of the registered act, or an extract of some of its points, and write it into the journal.

    :param whom: who gets it; :param ground: by which request or letter.
    :param address: of the site, for the way to the verification page.
    :raises Refusal: no right, another office's act, not registered, nobody named, or no such points.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be(found, Act.State.REGISTERED)
        if refusal := registrars.right_refusal(found, actor, orders.COPY, local_date(at)):
            raise refusal
        if not whom.strip():
            raise Refusal(_clause(found), "Зазначте, кому видають копію.")
        _refuse_points(found, points)
        return issue(
            act=found, actor=actor, at=at, whom=whom.strip(), ground=ground.strip(), points=points, address=address
        )


def issue(
    *, act: Act, actor: Actor, at: datetime, whom: str, ground: str = "", points: Sequence[str] = (), address: str = ""
) -> Copy:
    """Part of another deed whose right has been asked: the copy as a file, then its number in the year's journal."""
    made = prepare(act=act, actor=actor, at=at, points=points, address=address)
    return number(act=act, actor=actor, at=at, made=made, whom=whom, ground=ground)


@dataclass(frozen=True)
class Prepared:
    """A copy that has its file and no number yet."""

    points: tuple[str, ...]
    title: str
    name: str
    file: File


def prepare(*, act: Act, actor: Actor, at: datetime, points: Sequence[str] = (), address: str = "") -> Prepared:
    """Make the copy's file and put it onto the card: before any number of the journal is taken."""
    title, name = _certifier(actor, at)
    made = on_copy.pdf(
        act, points=points, address=address or settings.SITE_ADDRESS,
        certified=on_copy.Certified(title=tuple(title.split("\n")), name=name, on=local_date(at)),
    )  # fmt: skip
    form = Copy.Form.EXTRACT if points else Copy.Form.COPY
    said = f"{form.label.capitalize()} {act.document.index}.pdf".replace("/", "-")
    (file,) = files.put(document=act.document, uploads=[files.Upload(said, made, File.Role.COPY)], actor=actor, at=at)
    return Prepared(tuple(points), title, name, file)


def number(*, act: Act, actor: Actor, at: datetime, made: Prepared, whom: str, ground: str = "") -> Copy:
    """Write the prepared copy into the year's journal under its next number."""
    on = local_date(at)
    form = Copy.Form.EXTRACT if made.points else Copy.Form.COPY
    taken = numbers.take(series=SERIES, period=str(on.year))
    copy = Copy.objects.create(
        act=act, form=form, points=list(made.points), number=taken, year=on.year, whom=whom[:300], ground=ground[:300],
        at=at, on=on, printed_title=made.title, printed_name=made.name, file=made.file,
    )  # fmt: skip
    what = f" (пункти {', '.join(made.points)})" if made.points else ""
    text = f"Засвідчено: {form.label}{what}, № {taken} журналу, видано: {whom}"
    deeds.note(act, actor, at, "acts.copy_certified", text, _clause(act), number=taken, year=on.year, file=made.file.pk)
    return copy


def _certifier(actor: Actor, at: datetime) -> tuple[str, str]:
    """Post and name of the one who certifies, as signatures print them (KR 4.16.7)."""
    signature = organisation.signature_of(actor.post_id, local_date(at)) if actor.post_id else None
    if signature is None or signature.person_id != actor.person_id:
        return actor.post_title, actor.person_name
    return "\n".join(signature.lines), signature.name


def _refuse_points(act: Act, points: Sequence[str]) -> None:
    known = {point.label for point in act_text.walk(on_copy.text_of(act).points)}
    if missing := [label for label in points if label not in known]:
        raise Refusal("", f"Таких пунктів в акті немає: {', '.join(missing)}.")


def _clause(act: Act) -> str:
    entry = orders.copy_rule(deeds.rules_of(act), act.kind)
    return entry.clause if entry else ""
