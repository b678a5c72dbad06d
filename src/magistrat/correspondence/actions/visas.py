"""Visas: asked of those whom the clause names, given, or the letter returned with a remark (KR 7.12.5, 8.8; DR 11.11)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from magistrat.correspondence.actions import drafting, way
from magistrat.correspondence.models import Letter, Visa
from magistrat.correspondence.queries import facts
from magistrat.documents.models import File, Grant, Registry
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post, on_day
from magistrat.rules import letters
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

RIGHT = "letter.visa"
State = Letter.State
CLERKS = ("document.register_outgoing", "document.register_unit")


def ask(*, actor: Actor, at: datetime, letter: int) -> Letter:
    """Send the draft for visas; the executor's own visa is given in this same deed, the others are asked at once.

    :raises Refusal: no right, not his letter, too many addressees without a list (DR 11.7), no phone of the executor
        (KR 7.12.5; DR 11.9), no text, or nobody is in charge of his department.
    """
    with transaction.atomic():
        way.demand(actor, drafting.RIGHT, at)
        found = way.locked(letter, actor)
        way.must_be_drafters(found, actor)
        way.must_be(found, State.DRAFT)
        edition = facts.rules_of(found)
        _refuse_unready(found, edition)
        asked = _ask(found, edition, at)
        found.state, found.remark = State.VISAS, ""
        found.save(update_fields=["state", "remark"])
        names = "; ".join(visa.post.title for visa in asked)
        way.note(
            found,
            actor,
            at,
            "correspondence.visas_asked",
            f"Надіслано на візування: {names}",
            asked[0].clause if asked else "",
        )
        own = next((visa for visa in asked if visa.post_id == actor.post_id), None)
        if own is not None:
            _give(own, found, actor, at)
        _go_on(found, at)
    return found


def give(*, actor: Actor, at: datetime, letter: int) -> Letter:
    """Give the visa that is asked of the actor's post; after the last one the letter goes for signature.

    :raises Refusal: no right, no visa of this post is waited for.
    """
    with transaction.atomic():
        found = way.locked(letter, actor)
        visa = _waiting(found, actor)
        way.demand(actor, RIGHT, at)
        _give(visa, found, actor, at)
        _go_on(found, at)
    return found


def send_back(*, actor: Actor, at: datetime, letter: int, remark: str) -> Letter:
    """Return the letter to its executor with a remark, instead of a visa or of the signature.

    :raises Refusal: no remark, or neither a visa nor the signature of this post is waited for.
    """
    with transaction.atomic():
        found = way.locked(letter, actor)
        remark = remark.strip()
        if not remark:
            raise Refusal("", "Зазначте зауваження, з яким повертаєте лист.")
        if found.state == State.SIGNING and found.signatory_id == actor.post_id:
            way.demand(actor, letters.SIGN, at)
        else:
            visa = _waiting(found, actor)
            way.demand(actor, RIGHT, at)
            visa.state, visa.remark, visa.at = Visa.State.RETURNED, remark, at
            _print(visa, actor, at)
            visa.save()
        way.note(
            found, actor, at, "correspondence.returned", f"Лист повернуто із зауваженнями: {remark}", remark=remark
        )
        drafting.take_back(found, at)
        found.state, found.remark = State.DRAFT, remark
        found.save(update_fields=["state", "remark", "version"])
        way.tell(
            found,
            at,
            f"correspondence.returned:{found.pk}:{at.isoformat()}",
            [found.drafter_id],
            "Лист повернуто",
            remark,
        )
    return found


def _refuse_unready(letter: Letter, edition: Edition) -> None:
    about, roles = facts.matter_of(letter), letter.signatory.roles
    count = len(facts.addressees_of(letter.document_id))
    if refusal := (
        letters.refusal_to_sign(edition, about, roles)
        or letters.addressees_refusal(edition, count, by_list=letter.by_list)
        or letters.phone_refusal(edition, roles, letter.phone)
    ):
        raise refusal
    if not letter.text and not _has_file(letter):
        raise Refusal("", "Напишіть текст листа або долучіть його файлом.")


def _has_file(letter: Letter) -> bool:
    main = File.objects.filter(document=letter.document_id, role=File.Role.MAIN)
    return main.filter(removed_at__isnull=True, replaced_by__isnull=True).exists()


def _ask(letter: Letter, edition: Edition, at: datetime) -> list[Visa]:
    needed = facts.visas_needed(edition=edition, letter=letter, on=local_date(at))
    asked = [
        Visa(
            letter=letter, post=one.post, who=one.who, position=position,
            version=letter.version, clause=one.clause, asked_at=at,
        )
        for position, one in enumerate(needed, 1)
    ]  # fmt: skip
    Visa.objects.bulk_create(asked)
    others = [visa.post_id for visa in asked if visa.post_id != letter.drafter_id]
    way.open_to(letter, at, Grant.Reason.VISA, posts=others)
    way.tell(letter, at, f"correspondence.visa_asked:{letter.pk}:{at.isoformat()}", others, "На візування")
    return asked


def _waiting(letter: Letter, actor: Actor) -> Visa:
    if letter.state != State.VISAS:
        raise Refusal(_clause(letter), f"Лист зараз не візують: його стан — «{letter.get_state_display()}».")
    visa = letter.visas.filter(version=letter.version, post=actor.post_id, state=Visa.State.ASKED).first()
    if visa is None:
        raise Refusal(_clause(letter), "Візи Вашої посади цей лист не потребує або її вже надано.")
    return visa


def _clause(letter: Letter) -> str:
    """The clause that says whose visas the letter's present text needs."""
    return letter.visas.filter(version=letter.version).values_list("clause", flat=True).first() or ""


def _give(visa: Visa, letter: Letter, actor: Actor, at: datetime) -> None:
    visa.state, visa.at = Visa.State.GIVEN, at
    _print(visa, actor, at)
    visa.save()
    text = f"Завізовано: {visa.get_who_display()}"
    way.note(letter, actor, at, "correspondence.visa_given", text, visa.clause, visa=visa.pk)


def _print(visa: Visa, actor: Actor, at: datetime) -> None:
    """Both posts are printed when a substitute visas (KR 4.16.7)."""
    signature = organisation.signature_of(visa.post_id, local_date(at))
    lines = signature.lines if signature and signature.person_id == actor.person_id else (actor.post_title,)
    visa.printed_title, visa.printed_name = "\n".join(lines), actor.person_name


def _go_on(letter: Letter, at: datetime) -> None:
    """After the last visa the letter goes to its signatory, and those who register see it."""
    if letter.visas.filter(version=letter.version, state=Visa.State.ASKED).exists():
        return
    letter.state = State.SIGNING
    letter.save(update_fields=["state"])
    way.open_to(letter, at, Grant.Reason.SIGNATORY, posts=[letter.signatory_id])
    way.open_to(letter, at, Grant.Reason.REGISTRAR, posts=_clerks(letter, at), departments=_registering(letter))
    way.tell(letter, at, f"correspondence.to_sign:{letter.pk}:{at.isoformat()}", [letter.signatory_id], "На підпис")


def _clerks(letter: Letter, at: datetime) -> list[int]:
    """Those who keep records in the executor's department (KR 7.13)."""
    roles = facts.rules_of(letter).roles_with(CLERKS[1])
    posts = Post.objects.filter(
        on_day(local_date(at)), department=letter.drafter.department_id, roles__overlap=list(roles)
    )
    return list(posts.values_list("pk", flat=True))


def _registering(letter: Letter) -> list[int]:
    """Units with an open registry of outgoing papers that is not another department's own."""
    roles = list(facts.rules_of(letter).roles_with(CLERKS[0]))
    central = Post.objects.filter(roles__overlap=roles).values("department")
    found = Registry.objects.filter(direction="outgoing", is_open=True, department__in=central)
    return list(found.values_list("department", flat=True).distinct())
