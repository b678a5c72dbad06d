"""What the committee's vote does to a draft, and the way of a decision changed in the hall to its signature (KR 4.4, 4.25; DR 6.26)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.acts.actions import deeds, drafting, handing, presenting, signing
from magistrat.acts.models import Act
from magistrat.acts.queries import drafts, on_paper, registrars
from magistrat.acts.queries import signing as facts
from magistrat.approvals.actions import sending as approvals
from magistrat.bodies.models import Gathering, Outcome
from magistrat.documents.models import Grant
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import act_text, decisions, words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

State = Act.State
MOST_REMARK = 1000


def follow(outcome: Outcome, actor: Actor, at: datetime) -> None:
    """The draft follows its outcome: adopted, it goes on to signing; changed, to rework; rejected or withdrawn, back to draft.

    A postponed one keeps its visas for the next sitting. Part of the deed that closed the question: nothing here refuses it.
    """
    act = _of(outcome.document_id)
    if act is None or act.kind not in decisions.COMMITTEE:
        return
    if outcome.result in decisions.ADOPTED:
        _adopted(act, outcome, actor, at)
    elif outcome.result in decisions.BACK:
        _back(act, outcome, actor, at)
    elif outcome.result == Outcome.Result.POSTPONED:
        text = f"Розгляд відкладено {words.day(outcome.on)}. {outcome.explanation}".strip()
        deeds.note(act, actor, at, "acts.postponed", text, outcome.clause, outcome=outcome.pk)


def go_on(*, act: Act, actor: Actor, at: datetime) -> None:
    """An adopted decision whose visas are all given goes on: to rework, to the comparison, before its signatory.

    Part of the deed that adopted it or gave the last visa; the act is locked.
    """
    outcome = act.outcome
    if outcome is None or act.state != State.AGREED:
        return
    # Adopted is adopted: nobody takes the text back from its visas any more.
    approvals.close(at=at, document=act.document_id)
    version = facts.version_of(act.document_id)
    if version is not None and not facts.is_text_of(act, version):
        # What was written after the last visa was not before the committee.
        text = on_paper.read(version.content)
        drafting.replace_text(act=act, text=text, actor=actor, at=at, said="Повернуто текст, поданий на засідання")
    if outcome.result == Outcome.Result.CHANGED:
        act.adopted_version = version
        _to_rework(act, f"Ухвалено зі змінами: {outcome.changes}".strip(" :"), actor, at)
    elif version is None or version.pk != act.adopted_version_id:
        _to_check(act, actor, at)
    else:
        _to_signature(act, actor, at)


def hand_over(*, actor: Actor, at: datetime, act: int, note: str = "") -> Act:
    """The drafter hands the text with the committee's changes over to the office, which compares it (KR 4.25).

    :raises Refusal: not his draft, or it is not being reworked after the vote.
    """
    with transaction.atomic():
        found = deeds.locked(act, actor)
        deeds.must_be_drafters(found, actor)
        deeds.must_be(found, State.REWORK)
        assert found.adopted_version_id is not None
        text = drafts.text_of(found)
        version = approvals.rework(
            actor=actor, at=at, document=found.document_id, adopted=found.adopted_version_id, content=act_text.write(text),
            parts=act_text.parts(text, on_paper.titles(text)), note=note,
        )  # fmt: skip
        said = f"Доопрацьований текст подано на звіряння, версія {version.number}"
        _to_check(found, actor, at, said, version.number)
    return found


def confirm(*, actor: Actor, at: datetime, act: int, version: int) -> Act:
    """The office confirms that the text is what the committee adopted: it goes before the signatory.

    :param version: its number, as it was compared.
    :raises Refusal: not the office that keeps the registry, nothing to compare, or another version by now.
    """
    with transaction.atomic():
        found = _checked(actor, at, act)
        newest = facts.version_of(found.document_id)
        if newest is None or newest.number != version:
            raise Refusal("", "Поки Ви звіряли, текст подано ще раз: перегляньте нову версію.")
        text = f"Текст звірено з ухваленим, версію {version} підтверджено"
        clause = decisions.rework_clause(deeds.rules_of(found))
        deeds.note(found, actor, at, "acts.adopted_text_confirmed", text, clause, version=version)
        if found.adopted_version_id is None:
            found.adopted_version = newest
        _to_signature(found, actor, at)
    return found


def give_back(*, actor: Actor, at: datetime, act: int, reason: str) -> Act:
    """The office gives the text back to the drafter: it is not what the committee adopted.

    :raises Refusal: not the office that keeps the registry, no reason, or nothing to compare.
    """
    with transaction.atomic():
        found = _checked(actor, at, act)
        if not reason.strip():
            raise Refusal("", "Зазначте, чим текст різниться від ухваленого.")
        _to_rework(found, reason.strip(), actor, at)
    return found


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of(document: int | None) -> Act | None:
    if document is None:
        return None
    found = Act.objects.select_related("document", "signatory", "drafter__department", "outcome__gathering")
    return found.select_for_update(of=("self",)).filter(document=document).first()


def _adopted(act: Act, outcome: Outcome, actor: Actor, at: datetime) -> None:
    if act.outcome_id is not None or act.state not in (State.DRAFT, State.APPROVAL, State.AGREED):
        return
    act.outcome, act.adopted_version = outcome, facts.version_of(act.document_id)
    # A decision between meetings is dated by its signature, unless its text names a day (KR 4.41.3).
    act.adopted_on = outcome.said_on if is_poll(outcome) else outcome.on
    act.save()
    text = f"{outcome.get_result_display().capitalize()} {words.day(outcome.on)}. {outcome.explanation}".strip()
    deeds.note(act, actor, at, "acts.adopted", text, outcome.clause, outcome=outcome.pk, result=outcome.result)
    if act.adopted_on is not None:
        handing.owe_by_adoption(act=act)
    go_on(act=act, actor=actor, at=at)


def _back(act: Act, outcome: Outcome, actor: Actor, at: datetime) -> None:
    if act.outcome_id is not None or act.state not in (State.DRAFT, State.APPROVAL, State.AGREED):
        return
    said = f"{outcome.get_result_display().capitalize()} {words.day(outcome.on)}. {outcome.explanation}".strip()
    if act.state == State.AGREED:
        approvals.send_back(actor=actor, at=at, document=act.document_id, reason=said)
        act.state = State.DRAFT
    act.remark = said[:MOST_REMARK]
    act.save(update_fields=["state", "remark"])
    deeds.note(act, actor, at, "acts.not_adopted", said, outcome.clause, outcome=outcome.pk, result=outcome.result)
    deeds.tell(act, at, f"acts.not_adopted:{outcome.pk}", _drafters(act), "Рішення не ухвалено", said)


def _to_rework(act: Act, said: str, actor: Actor, at: datetime) -> None:
    edition = deeds.rules_of(act)
    act.state, act.remark = State.REWORK, said[:MOST_REMARK]
    last = decisions.rework_by(edition, regulation.work_calendar(), _day(act))
    act.due_on, act.due_clause = (last.on, last.clause) if last else (None, "")
    _touch(act, actor, at)
    _open_to_office(act, at)
    clause = decisions.rework_clause(edition)
    deeds.note(act, actor, at, "acts.to_be_reworked", f"Текст доопрацьовує розробник. {said}", clause, until=act.due_on)
    deeds.tell(act, at, f"acts.to_be_reworked:{act.pk}:{at.isoformat()}", _drafters(act), "Доопрацюйте рішення", said)


def _to_check(act: Act, actor: Actor, at: datetime, said: str = "", version: int | None = None) -> None:
    act.state, act.remark = State.CHECK, ""
    _touch(act, actor, at)
    _open_to_office(act, at)
    text = said or "Текст подано на звіряння з ухваленим"
    deeds.note(
        act, actor, at, "acts.to_be_compared", text, decisions.rework_clause(deeds.rules_of(act)), version=version
    )
    key = f"acts.to_be_compared:{act.pk}:{at.isoformat()}"
    deeds.tell(act, at, key, registrars.clerks_of(act), "Звірте текст з ухваленим")


def _to_signature(act: Act, actor: Actor, at: datetime) -> None:
    """Before the signatory; where nobody fills his post it stays agreed, and is handed in when somebody does."""
    post = next(iter(facts.signatories(act, local_date(at))), None) or act.signatory
    if post is None:
        act.state = State.AGREED
        act.save(update_fields=["state"])
        return
    presenting.put_before(act=act, post=post, adopted_on=_day(act), actor=actor, at=at)


def _checked(actor: Actor, at: datetime, act: int) -> Act:
    found = deeds.locked(act, actor)
    deeds.must_be(found, State.CHECK)
    signing.must_be_registrars(act=found, actor=actor, at=at)
    return found


def is_poll(outcome: Outcome) -> bool:
    """Whether it was decided between sittings; its gathering is joined or read."""
    return outcome.gathering.kind == Gathering.Kind.POLL


def _day(act: Act) -> date:
    """From which day the terms of rework and signature are counted: the sitting's, of a poll that of its end (KR 4.4, 4.41.2)."""
    assert act.outcome is not None
    return act.outcome.on


def _open_to_office(act: Act, at: datetime) -> None:
    registry = registrars.registry_of(act)
    if registry is not None and not act.document.is_restricted:
        deeds.open_to(act, at, Grant.Reason.REGISTRAR, departments=[registry.department_id])


def _drafters(act: Act) -> list[int | None]:
    return [act.drafter_id, act.drafter.head_id]


def _touch(act: Act, actor: Actor, at: datetime) -> None:
    act.changed_at, act.changed_by = at, actor.printed
    act.save()
