"""The signature itself, on paper or electronic: what may be signed, whose it is, how it stands in the act (KR 4.5, 6.12, 6.13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from magistrat.acts.actions import deeds, handing
from magistrat.acts.models import Act
from magistrat.acts.queries import registrars
from magistrat.acts.queries import signing as facts
from magistrat.approvals.models import Version
from magistrat.bodies.actions import polls
from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.organisation.queries import Signature
from magistrat.regulation import queries as regulation
from magistrat.rules import orders
from magistrat.rules.refusal import Refusal

State = Act.State


def signable(*, act: Act) -> Version:
    """The version that may be signed: the newest one, with all its obligatory visas.

    :raises Refusal: the first that lacks.
    """
    version = facts.version_of(act.document_id)
    raise_first(facts.refusals(act, version))
    assert version is not None
    return version


def signature_of(*, act: Act, on: date, person: int | None = None) -> Signature:
    """Who signs for the act's signatory on the day; both posts for who stands in (KR 4.5, 6.13; DR 5.11, 6.26).

    :param person: which of those who may; without it the usual one.
    :raises Refusal: the post is vacant, or this person may not.
    """
    assert act.signatory is not None
    known = facts.signatures(act, on)
    if not known:
        raise Refusal(rule_clause(act), f"Посада «{act.signatory.title}» того дня вакантна: підписати акт нікому.")
    found = next((one for one in known if person is None or one.person_id == person), None)
    if found is None:
        raise Refusal(rule_clause(act), "Цього дня акт підписує інша особа.")
    return found


def done(
    *, act: Act, signature: Signature, on: date, version: Version, file: File, actor: Actor, at: datetime,
    is_electronic: bool = False,
) -> None:  # fmt: skip
    """Write the signature into the act; its number follows by a deed of its own."""
    edition = deeds.rules_of(act)
    _date_poll(act, on, actor, at)
    act.state, act.signed_on, act.signed_at, act.is_electronic = State.SIGNED, on, at, is_electronic
    act.signed_title, act.signed_name = "\n".join(signature.lines), signature.name
    act.signed_version, act.signed_file = version, file
    last = orders.register_by(
        edition, regulation.work_calendar(), kind=act.kind, flags=[*act.flags, act.series],
        is_restricted=act.document.is_restricted, signed_on=on,
    )  # fmt: skip
    deeds.owe(act, last)
    act.save()
    how = "електронним підписом" if is_electronic else "на папері"
    text = f"Підписано {how} {on:%d.%m.%Y}: {signature.title}, {signature.name}"
    deeds.note(act, actor, at, "acts.signed", text, rule_clause(act), on=on, version=version.number, file=file.pk)
    key = f"acts.signed:{act.pk}:{at.isoformat()}"
    deeds.tell(act, at, key, registrars.clerks_of(act), "Підписано, зареєструйте")
    deeds.tell(act, at, f"{key}:drafter", [act.drafter_id], "Підписано")


def rule_clause(act: Act) -> str:
    """The clause that says who signs acts of the kind; empty where none does."""
    entry = orders.signatory_rule(deeds.rules_of(act), act.kind)
    return entry.clause if entry else ""


def raise_first(refusals: Sequence[Refusal]) -> None:
    """Refuse by the first of these, when there is one."""
    if refusals:
        raise refusals[0]


def _date_poll(act: Act, on: date, actor: Actor, at: datetime) -> None:
    """A decision between sittings bears the day of its signature, unless its text names another (KR 4.41.3)."""
    if act.outcome is None or act.outcome.gathering.kind != "poll":
        return
    act.adopted_on = polls.date_by_signature(actor=actor, at=at, outcome=act.outcome.pk, signed_on=on).on
    act.save(update_fields=["adopted_on"])
    handing.owe_by_adoption(act=act)
