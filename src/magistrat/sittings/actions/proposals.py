"""What people propose to a published draft, and what its drafter answers (KR 15.7, 4.48; DR 4.7, 7.6)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.documents.models import PublicVersion
from magistrat.journal.actor import Actor
from magistrat.numbers import actions as numbers
from magistrat.organisation import queries as organisation
from magistrat.rules import publicity, words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Comment
from magistrat.sittings.queries import public

SERIES, LONGEST = "sittings.proposals", 5_000
State = Comment.State
# Who sends from the public page is no person of the house.
VISITOR = Actor(person_id=None, person_name="", post_id=None, post_title="Відвідувач вебсайту")


def take(
    *, actor: Actor, at: datetime, document: int, name: str, email: str, text: str, has_consented: bool
) -> Comment:
    """Take a proposal in under the next number of the year; those who prepare the draft are told.

    :param actor: `VISITOR`. :param document: the draft's, which the public sees.
    :raises Refusal: the draft is not public, the term is over, no name or words, too long, or no consent to keep these data.
    """
    on = local_date(at)
    with transaction.atomic():
        # Locked as the deeds of publication lock it: a draft that is being taken down takes nothing in.
        found = public.questions_of([document]).get(document)
        question = deeds.locked_question(found.pk) if found else None
        shown = PublicVersion.objects.filter(document=document, what=public.DRAFT, state="published").first()
        if question is None or shown is None or question.is_closed:
            raise Refusal("", "Цього проєкту не оприлюднено, тому пропозицій до нього не приймають.")
        if shown.proposals_until is not None and on > shown.proposals_until:
            raise Refusal("", f"Пропозиції до цього проєкту приймали до {words.day(shown.proposals_until)}.")
        who, said = _plain(name)[:200], _plain(text)
        if not who or not said:
            raise Refusal("", "Зазначте, як до Вас звертатися, і напишіть пропозицію.")
        if len(said) > LONGEST:
            raise Refusal("", f"Пропозиція довша за {LONGEST} знаків: скоротіть її.")
        if not has_consented:
            raise Refusal("", "Без згоди на обробку персональних даних пропозицію не приймають.")
        number = numbers.take(series=SERIES, period=str(on.year))
        made = Comment.objects.create(
            question=question, number=number, year=on.year, name=who, email=email.strip()[:254], text=said, at=at,
            consented_at=at,
        )  # fmt: skip
        deeds.note(
            question, actor, at, "sittings.proposal_came", f"Надійшла пропозиція № {number} до проєкту", number=number
        )
        head = organisation.head_of_department(question.department_id, on)
        posts = [question.proposer_id, head.pk if head else None, public.drafter_of(document)]
        deeds.tell(question, at, f"proposal-{number}", posts, f"Надійшла пропозиція № {number} до проєкту")
    return made


def answer(*, actor: Actor, at: datetime, comment: int, state: str, text: str, public_text: str = "") -> Comment:
    """Say whether the proposal is taken up, and why; what of it the public reads, if anything.

    :param state: `accepted`, `partly`, `rejected`, or `hidden`: no proposal at all. :param public_text: its words as the public
        reads them, without personal data; empty: the number and the answer are not shown.
    :raises Refusal: no right, another unit's question, no such proposal, no answer in words, or an unknown state.
    """
    deeds.demand(actor, at, deeds.PROPOSE, deeds.DELIVER, deeds.PREPARE)
    with transaction.atomic():
        where = Comment.objects.filter(pk=comment).values_list("question", flat=True).first()
        if where is None:
            raise Refusal("", "Такої пропозиції немає.")
        question = deeds.locked_question(where)
        deeds.must_be_own(question, actor, at)
        found = Comment.objects.select_for_update().get(pk=comment)
        rule = deeds.rules_of(question.sitting).get(publicity.COMMENTS_JUDGED) if question.is_regulatory else None
        clause = rule.clause if rule else ""
        if state not in (State.ACCEPTED, State.PARTLY, State.REJECTED, State.HIDDEN):
            raise Refusal(clause, "Скажіть, чи враховано пропозицію.")
        if not text.strip():
            raise Refusal(clause, "Напишіть відповідь: що враховано або чому ні.")
        found.answer = deeds.required(text, "Напишіть відповідь.", LONGEST)
        found.state, found.public_text = state, _plain(public_text)[:LONGEST] if state != State.HIDDEN else ""
        found.answered_at, found.answered_by = at, actor.printed
        found.save(update_fields=["answer", "state", "public_text", "answered_at", "answered_by"])
        said = f"На пропозицію № {found.number} відповіли: {found.get_state_display()}"
        deeds.note(question, actor, at, "sittings.proposal_answered", said, clause, number=found.number)
    return found


def _plain(text: str) -> str:
    """Words alone: no signs that steer a page or a terminal, lines as they were written."""
    return "".join(one for one in text.replace("\r\n", "\n") if one in "\n\t" or one.isprintable()).strip()
