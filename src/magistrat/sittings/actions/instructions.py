"""Instructions given at a sitting: written down by question, issued by a protocol of their own, tasks and control at once.

KR 8.20.2, 8.20.3, 8.20.13; DR 6.26.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from magistrat.documents.actions import admission, drafts, files, registration
from magistrat.documents.card import Card
from magistrat.documents.models import Direction, Document, DocumentKind, Registry
from magistrat.journal.actor import Actor
from magistrat.organisation import declension
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post, on_day
from magistrat.rules import sitting_signatories, words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.models import Instruction, Sitting
from magistrat.sittings.queries import minutes_paper as paper
from magistrat.sittings.queries import minutes_told
from magistrat.tasks.actions import by_act
from magistrat.tasks.draft import Assignee, Point

KEEP, REGISTRY, KIND, RULE = "sittings.keep_minutes", "committee-instructions", "instruction", "instructions_protocol"
MOST = 200
TEXT = "Доручення, надані на засіданні"


def write(
    *, actor: Actor, at: datetime, sitting: int, text: str, executors: Sequence[int], question: int | None = None,
    due_on: date | None = None, instruction: int | None = None,
) -> Instruction:  # fmt: skip
    """Write down an instruction, or write one anew that is not issued yet.

    :raises Refusal: no right (`sittings.keep_minutes`), no words, nobody is to execute it, a past day, or it is issued.
    """
    deeds.demand(actor, at, KEEP)
    with transaction.atomic():
        found = deeds.locked(sitting)
        said = deeds.required(text, "Напишіть зміст доручення.", 1000)
        posts = _executors(executors, local_date(at))
        if due_on is not None and due_on < found.gathering.on:
            raise Refusal("", "Строк доручення не може бути раніший за день засідання.")
        if question is not None and not found.questions.filter(pk=question).exists():
            raise Refusal("", "Такого питання немає серед питань цього засідання.")
        one = _locked(found, instruction) if instruction else Instruction(sitting=found, given_at=at)
        if instruction is None and found.instructions.count() >= MOST:
            raise Refusal("", f"На одному засіданні записують не більше {MOST} доручень.")
        one.text, one.question_id, one.due_on, one.given_by = said, question, due_on, actor.printed
        one.save()
        one.executors.set(posts)
        deeds.note(found, actor, at, "sittings.instruction_written", f"Записано доручення: {said}", _clause(found))
    return one


def remove(*, actor: Actor, at: datetime, instruction: int) -> None:
    """Take back an instruction that is not issued yet.

    :raises Refusal: no right (`sittings.keep_minutes`), there is none, or it is issued.
    """
    deeds.demand(actor, at, KEEP)
    with transaction.atomic():
        where = Instruction.objects.filter(pk=instruction).values_list("sitting", flat=True).first()
        if where is None:
            raise Refusal("", "Такого доручення немає.")
        found = deeds.locked(where)
        one = _locked(found, instruction)
        text = one.text
        one.delete()
        deeds.note(found, actor, at, "sittings.instruction_removed", f"Доручення вилучено: {text}")


def issue(
    *,
    actor: Actor,
    at: datetime,
    sitting: int,
    signed_on: date | None = None,
    person: int | None = None,
    scan: Sequence[files.Upload] = (),
) -> Document:
    """Register the protocol of the instructions that wait; each executor has his task, those with days are on control.

    :param signed_on: the day of the signature of the mayor, or whom the clause names, asked where it wants one (DR 6.26).
    :param person: who signed, on a day on which duties were taken back: one before that, another after it.
    :raises Refusal: no right (`sittings.keep_minutes`, or in the registry), nothing waits, that signature lacks, that post is
        vacant, or two signed for it and it is not said who.
    """
    deeds.demand(actor, at, KEEP)
    with transaction.atomic():
        found = deeds.locked(sitting)
        on = signed_on or local_date(at)
        waiting = [one for one in minutes_told.instructions_of(found.pk, on) if one.document_id is None]
        if not waiting:
            raise Refusal("", "Доручень, які ще не оформлено, немає.")
        author, printed = _signer(found, at, signed_on, person)
        registry, kind = _where(actor, at)
        scanned = files.prepare(uploads=scan, at=at)
        document = _registered(found, actor, at, author, printed, registry, kind)
        printed_paper = files.prepare(uploads=[_paper(found, document, waiting, on, at)], at=at)
        files.put_prepared(document=document, prepared=[*printed_paper, *scanned], actor=actor, at=at)
        points = [
            Point(one.text, [Assignee(post.pk) for post in one.executors.all()], str(place), one.due_on)
            for place, one in enumerate(waiting, start=1)
        ]
        ordered = by_act.Ordered(author=author, printed=printed, points=points, text=TEXT)
        by_act.give(actor=actor, at=at, document=document, ordered=ordered)
        Instruction.objects.filter(pk__in=[one.pk for one in waiting]).update(document=document)
        deeds.touch(found, at)
        text = f"Протокол доручень № {document.index}: доручень {len(waiting)}"
        deeds.note(found, actor, at, "sittings.instructions_issued", text, _clause(found), document_id=document.pk)
    return document


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _executors(wanted: Sequence[int], on: date) -> list[Post]:
    posts = list(Post.objects.filter(on_day(on), pk__in=wanted))
    if not posts or len(posts) != len(set(wanted)):
        raise Refusal("", "Назвіть, кому доручено: посаду зі штатного розпису.")
    return posts


def _locked(found: Sitting, instruction: int) -> Instruction:
    one = Instruction.objects.select_for_update().filter(pk=instruction, sitting=found).first()
    if one is None:
        raise Refusal("", "Такого доручення немає.")
    if one.document_id is not None:
        raise Refusal("", "Доручення вже оформлено протоколом: за ним є завдання.")
    return one


def _signer(found: Sitting, at: datetime, signed_on: date | None, person: int | None) -> tuple[int, str]:
    """The post whose instructions they are and how its signature stands on the day; a substitute's where he stands in (DR 6.26)."""
    on, rules = local_date(at), deeds.rules_of(found)
    post = next(iter(organisation.posts_with_role(sitting_signatories.of_instructions(rules), on)), None)
    rule = sitting_signatories.signature_of_instructions(rules)
    if rule is not None and post is not None and signed_on is None:
        whose = declension.lowered(post.title)
        raise rule.refusal(f"Зазначте день, коли протокол доручень підписано: його підписує {whose}.")
    if signed_on is not None and not found.gathering.on <= signed_on <= on:
        raise Refusal("", "День підпису не може бути раніший за засідання чи пізніший за сьогодні.")
    signers = organisation.signers_of(post.pk, signed_on or on) if post else []
    if post is None or not signers:
        raise Refusal(_clause(found), "Посада, яка надає доручення на засіданні, вакантна: доручення надати нікому.")
    signature = organisation.named_signer(signers, person, signed_on or on)
    return post.pk, f"{signature.title} {signature.name}"


def _where(actor: Actor, at: datetime) -> tuple[int, int]:
    """The registry in which the protocol gets its number, and its kind; asked before its scans are kept."""
    registry = Registry.objects.filter(key=REGISTRY, is_open=True).first()
    kind = DocumentKind.objects.filter(key=KIND).values_list("pk", flat=True).first()
    if registry is None or kind is None:
        raise Refusal("", "Реєстру протоколів доручень ще не відкрито: відкрийте його в довіднику реєстрів.")
    return admission.registry_for(actor, at, registry.pk, Direction.ACT).pk, kind


def _registered(
    found: Sitting, actor: Actor, at: datetime, author: int, printed: str, registry: int, kind: int
) -> Document:  # fmt: skip
    on = words.day(found.gathering.on)
    card = Card(
        kind=kind, summary=f"Протокол доручень, наданих на засіданні виконавчого комітету {on}", author=author,
        signatory=printed[:300],
    )  # fmt: skip
    begun = drafts.begin(actor=actor, at=at, card=card, direction=Direction.ACT)
    return registration.register_act(actor=actor, at=at, registry_id=registry, card=card, draft_id=begun.pk)


def _paper(found: Sitting, document: Document, waiting: Sequence[Instruction], on: date, at: datetime) -> files.Upload:
    name = f"Протокол доручень № {document.index}.pdf".replace("/", "-")
    return files.Upload(name, paper.instructions_pdf(found, document.index, waiting, on, at))


def _clause(found: Sitting) -> str:
    """The clause by which instructions of a sitting are protocolled and controlled (KR 8.20.3; DR 6.26)."""
    entry = deeds.rules_of(found).get(RULE)
    return entry.clause if entry else ""
