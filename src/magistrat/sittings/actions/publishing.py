"""Drafts are published before the sitting (KR 15.7; DR 4.1, 4.7): proposed with a letter, agreed, put on the site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from magistrat.approvals.models import Step
from magistrat.documents.actions import public_versions
from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.models import Document
from magistrat.documents.queries import public_versions as versions
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules import publicity, sitting_way
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds, questions
from magistrat.sittings.models import Question
from magistrat.sittings.queries import count, public

Stage = Question.Stage
AHEAD = (*questions.OPEN, Stage.ON_AGENDA)
CONSENT_KEY, LETTER_KEY = "draft_publication_consent", "publication_letter_content"
CLAUSES = ("act_draft_publication", CONSENT_KEY, "decision_publication")
NOTHING = Judged()
# Parts of the letter that the system fills in itself: the draft's title and the month and year of the sitting.
KNOWN = frozenset({"full_title", "session_or_meeting"})


def ask(
    *,
    actor: Actor,
    at: datetime,
    question: int,
    letter: Mapping[str, str],
    has_no_personal_data: bool,
    judged: Judged = NOTHING,
    exception: str = "",
    proposals_until: date | None = None,
) -> Question:
    """Propose the draft for publication, with what the accompanying letter says and the copy that the public will see (KR 15.7).

    Asked again before it is published, the new copy takes the place of the former: the draft was changed meanwhile.

    :param letter: by the keys of the clause: `annexes_information`, `preparer_contacts`.
    :param has_no_personal_data: whoever proposes it has looked through the whole and it bears none, or they were taken out.
    :param judged: what was said of each suspicious place of the text.
    :param exception: why the clause's days do not bind it (KR 15.7: a service's term would be broken).
    :param proposals_until: the last day of proposals that the drafter sets for a regulatory draft (DR 7.6); none: the least.
    :raises Refusal: no right, another unit's question, no draft, an official-use paper or a closed question, personal data not
        looked at, the letter lacks something, a day of proposals that no clause allows, or it is published already.
    """
    deeds.demand(actor, at, deeds.DELIVER, deeds.PROPOSE, deeds.PREPARE)
    with transaction.atomic():
        found = _locked(question)
        deeds.must_be_own(found, actor, at)
        edition = deeds.rules_of(found.sitting)
        _must_be_looked_at(edition, looked=has_no_personal_data)
        content = edition.get(LETTER_KEY)
        if content is not None:
            pairs = zip(content.values["required"], content.values["labels"], strict=True)
            missing = [label for key, label in pairs if key not in KNOWN and not letter.get(key, "").strip()]
            if missing:
                raise content.refusal(f"У супровідному листі слід зазначити: {'; '.join(missing)}.")
        _set_proposals(found, proposals_until, at)
        _prepare(found, actor, at, judged)
        due = sitting_way.published_by(count.of(found.sitting), at)
        found.publication = {key: text.strip() for key, text in letter.items()}
        found.publication_asked_at, found.publication_exception = at, exception.strip()[:300]
        found.publication_due_on, found.publication_due_clause = (due[0], due[1]) if due else (None, "")
        found.save(update_fields=FIELDS)
        deeds.touch(found.sitting, at)
        clause = due[1] if due else ""
        deeds.note(
            found, actor, at, "sittings.publication_asked", "Подано пропозицію щодо оприлюднення проєкту", clause
        )
        deeds.tell_whose_right(found, at, "publish", deeds.PUBLISH, "Проєкт подано на оприлюднення")
    return found


def agree(*, actor: Actor, at: datetime, question: int) -> Question:
    """The manager of affairs agrees that the draft be published (DR 4.7).

    :raises Refusal: no right, no such clause, no draft, or it is published already.
    """
    deeds.demand(actor, at, deeds.CONSENT)
    with transaction.atomic():
        found = _locked(question)
        entry = deeds.rules_of(found.sitting).get(CONSENT_KEY)
        if entry is None:
            raise Refusal("", "Окремого узгодження публікації Регламент не передбачає.")
        found.publication_agreed_at, found.publication_agreed_by = at, actor.printed
        found.save(update_fields=["publication_agreed_at", "publication_agreed_by"])
        deeds.note(found, actor, at, "sittings.publication_agreed", "Публікацію проєкту узгоджено", entry.clause)
    return found


def publish(
    *, actor: Actor, at: datetime, question: int, judged: Judged | None = None, proposals_until: date | None = None
) -> Question:
    """Let the public see the draft from now on, with the last day of proposals.

    :param judged: where no clause asks for a proposal with its copy (DR 4.7), whoever publishes looks for personal data himself.
    :param proposals_until: the drafter's last day of proposals to a regulatory draft, when it was not told before (DR 7.6).
    :raises Refusal: no right, no draft, a day of proposals that no clause allows, not proposed yet where a letter is asked
        (KR 15.7), not agreed (DR 4.7), an official-use paper or a closed question, no copy without personal data, another
        text than was looked at, or published already.
    """
    deeds.demand(actor, at, deeds.PUBLISH)
    with transaction.atomic():
        found = _locked(question)
        edition = deeds.rules_of(found.sitting)
        letter, consent = edition.get(LETTER_KEY), edition.get(CONSENT_KEY)
        if letter is not None and found.publication_asked_at is None:
            raise letter.refusal("Пропозиції щодо оприлюднення цього проєкту ще не подано.")
        if consent is not None and not _is_agreed(found, consent.id):
            raise consent.refusal("Проєкт публікують лише після узгодження з керуючим справами.")
        if judged is not None:
            _prepare(found, actor, at, judged)
        _set_proposals(found, proposals_until or (found.proposals_until if found.is_regulatory else None), at)
        _show(found, actor, at, reason="")
        deeds.touch(found.sitting, at)
        text, clause = "Проєкт оприлюднено", found.publication_due_clause
        deeds.note(found, actor, at, "sittings.draft_published", text, clause, on=local_date(at).isoformat())
        deeds.tell_own(found, at, "published", "Проєкт оприлюднено")
    return found


def replace(*, actor: Actor, at: datetime, question: int, judged: Judged, reason: str) -> Question:
    """Publish the draft's present text instead of the one that the public sees; that one stays in the list of versions.

    :raises Refusal: no right, not published, no reason, or a suspicious place that nobody judged.
    """
    deeds.demand(actor, at, deeds.PUBLISH)
    with transaction.atomic():
        found = _published(question)
        why = deeds.required(reason, "Зазначте, чому оприлюднений проєкт замінюють.")
        _prepare(found, actor, at, judged)
        _show(found, actor, at, reason=why)
        deeds.note(found, actor, at, "sittings.draft_replaced", f"Оприлюднений проєкт замінено: {why}", _clause(found))
    return found


def take_down(*, actor: Actor, at: datetime, question: int, reason: str) -> Question:
    """Take the published draft down, at any time; the board shows it as not published again.

    :raises Refusal: no right, not published, or no reason.
    """
    deeds.demand(actor, at, deeds.PUBLISH)
    with transaction.atomic():
        found = _published(question)
        assert found.document is not None
        why = deeds.required(reason, "Зазначте, чому проєкт знімають з оприлюднення.")
        public_versions.take_down(
            actor=actor, at=at, document=found.document.pk, what=public.DRAFT, reason=why, clause=_clause(found)
        )
        found.published_at = found.publication_asked_at = found.publication_due_on = None
        found.publication_due_clause = ""
        found.save(
            update_fields=["published_at", "publication_asked_at", "publication_due_on", "publication_due_clause"]
        )
        deeds.touch(found.sitting, at)
        deeds.note(found, actor, at, "sittings.draft_taken_down", f"Проєкт знято з оприлюднення: {why}", _clause(found))
        deeds.tell_own(found, at, "taken-down", "Проєкт знято з оприлюднення", why)
    return found


def close(*, actor: Actor, at: datetime, question: int, ground: str) -> Question:
    """Say that what the question is about is not made public, and by what ground; nothing said: it is open again.

    :raises Refusal: no right, another unit's question, or its draft is published: it is taken down first.
    """
    deeds.demand(actor, at, deeds.PROPOSE, deeds.PREPARE)
    with transaction.atomic():
        found = deeds.locked_question(question)
        deeds.must_be_own(found, actor, at)
        if found.published_at is not None:
            raise Refusal("", "Проєкт цього питання оприлюднено: спершу зніміть його з оприлюднення.")
        found.closed_ground = ground.strip()[:300]
        found.is_closed = bool(found.closed_ground)
        found.save(update_fields=["is_closed", "closed_ground"])
        said = (
            f"Зміст питання не оприлюднюють: {found.closed_ground}" if found.is_closed else "Зміст питання оприлюднюють"
        )
        deeds.note(found, actor, at, "sittings.question_closed", said)
    return found


def closed_refusal(document: Document) -> Refusal | None:
    """Why nothing of the document is made public: it stands at a sitting by a closed question; nothing else stops it here."""
    found = Question.objects.filter(document=document, is_closed=True).exclude(stage=Stage.OUT).first()
    return Refusal("", f"Зміст цього питання не оприлюднюють: {found.closed_ground}.") if found else None


def _must_be_looked_at(edition: Edition, *, looked: bool) -> None:
    if not looked:
        entry = edition.get("act_draft_publication_proposal")
        text = "Перед оприлюдненням перевірте проєкт і вилучіть із нього персональні дані."
        raise entry.refusal(text) if entry else Refusal("", text)


def _prepare(found: Question, actor: Actor, at: datetime, judged: Judged) -> None:
    assert found.document is not None
    public_versions.prepare(
        actor=actor, at=at, document=found.document, what=public.DRAFT, title=public.title_of(found),
        parts=public.draft_parts(found), judged=judged, clause=_clause(found),
    )  # fmt: skip


def _show(found: Question, actor: Actor, at: datetime, reason: str) -> None:
    assert found.document is not None
    ready = versions.prepared(found.document.pk, public.DRAFT)
    if ready is None:
        raise Refusal(_clause(found), "Копію проєкту без персональних даних ще не підготовлено.")
    if ready.file is None and ready.digest != public.digest(found):
        raise Refusal(_clause(found), "Проєкт змінено після перевірки. Перегляньте його на персональні дані ще раз.")
    until = found.proposals_until or publicity.proposals_until(
        deeds.rules_of(found.sitting), regulation.work_calendar(), published_on=local_date(at),
        sitting_on=found.sitting.gathering.on, is_regulatory=found.is_regulatory,
    ).on  # fmt: skip
    public_versions.publish(
        actor=actor, at=at, version=ready, proposals_until=until, reason=reason, clause=_clause(found)
    )
    if found.published_at is None:
        found.published_at = at
    if public.title_of(found) == found.title:
        found.public_title = ready.title[:600]
    found.save(update_fields=["published_at", "public_title"])


def _set_proposals(found: Question, wanted: date | None, at: datetime) -> None:
    """Keep the last day of proposals that the drafter sets, once it is one that the clause allows."""
    refusal = wanted and publicity.proposals_refusal(
        deeds.rules_of(found.sitting), regulation.work_calendar(), published_on=local_date(at), wanted=wanted,
        is_regulatory=found.is_regulatory,
    )  # fmt: skip
    if refusal:
        raise refusal
    found.proposals_until = wanted
    found.save(update_fields=["proposals_until"])


def _published(question: int) -> Question:
    found = deeds.locked_question(question)
    if found.document is None or found.published_at is None:
        raise Refusal("", "Проєкт цього питання не оприлюднено.")
    return found


def _clause(found: Question) -> str:
    """By which the question's draft is published."""
    edition = deeds.rules_of(found.sitting)
    entry = next((one for key in CLAUSES if (one := edition.get(key)) is not None), None)
    return found.publication_due_clause or (entry.clause if entry else "")


FIELDS = [
    "publication",
    "publication_asked_at",
    "publication_exception",
    "publication_due_on",
    "publication_due_clause",
]


def _locked(question: int) -> Question:
    found = deeds.locked_question(question)
    deeds.must_be_ahead(found.sitting)
    deeds.must_be(found, *AHEAD)
    if found.document is None:
        raise Refusal("", "До питання ще не долучено проєкту рішення.")
    if found.document.is_restricted:
        raise Refusal("", "Документ для службового користування не оприлюднюють.")
    if found.is_closed:
        raise Refusal("", f"Зміст цього питання не оприлюднюють: {found.closed_ground}.")
    if found.published_at is not None:
        raise Refusal("", "Проєкт уже оприлюднено.")
    return found


def _is_agreed(found: Question, entry: str) -> bool:
    """Agreed here, or by the consent that the draft's route asked for (DR 4.7)."""
    given = Step.objects.filter(approval__document=found.document, entry=entry, state=Step.State.AGREED)
    return found.publication_agreed_at is not None or given.exists()


def exceptions(sitting_edition: int) -> list[tuple[str, str]]:
    """Why the days of publication may not bind a draft, as the clause says (KR 15.7): key and sentence."""
    entry = regulation.rules_of(sitting_edition).get("publication_term_exception")
    return [(entry.values["when"], entry.meaning)] if entry else []
