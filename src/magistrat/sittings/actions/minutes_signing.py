"""Minutes get their number and file, are signed by those whom the clause names, come back for rework; what is attached.

KR 4.45; DR 6.28; Cabinet resolution 55, items 94-96.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from magistrat.bodies.models import Gathering
from magistrat.documents.actions import drafts, files, grants, registration
from magistrat.documents.card import Card
from magistrat.documents.models import Direction, Document, DocumentKind, File, Grant, Registry
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.papers.sitting_sheets import Signature
from magistrat.rules import minutes as rules
from magistrat.rules import words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import deeds
from magistrat.sittings.actions import minutes as editing
from magistrat.sittings.models import Minutes, MinutesSigning, Sitting
from magistrat.sittings.queries import minutes as queries
from magistrat.sittings.queries import minutes_paper as paper

REGISTRY, KIND, NUMBERING = "committee-minutes", "committee_minutes", "minutes_numbering"
State = Minutes.State
TRANSCRIPT, RECORDING = "transcript", "recording"
ATTACHED = {TRANSCRIPT: "стенограму", RECORDING: "запис засідання"}


def hand_in(*, actor: Actor, at: datetime, sitting: int) -> Minutes:
    """Put the minutes before those who sign: their number of the sitting's year, the text as it is kept, the file.

    :raises Refusal: no right (`sittings.keep_minutes`, or in the registry); the sitting goes on; a rewritten part whose steps
        have changed; something that the minutes must say (DR 6.28); no transcript and no reason (KR 4.45); an earlier
        sitting of the year has no number yet.
    """
    with transaction.atomic():
        found, minutes = editing.open_minutes(sitting, actor, at)
        whole = queries.assembled(found)
        _refuse_unready(found, minutes, whole)
        document = _registered(found, minutes, actor, at)
        minutes.document, minutes.state, minutes.handed_at = document, State.SIGNING, at
        minutes.chair_id = queries.presided(whole.state)
        kept = [[one.key, one.title, list(one.lines)] for one in whole.parts]
        minutes.text = {**minutes.text, queries.FROZEN: kept}
        _touch(minutes, actor, at)
        _put_file(found, minutes, actor, at)
        posts = _signatory_posts(found, at)
        grants.give_many(
            document=document, at=at, reason=Grant.Reason.SIGNATORY, source=_source(minutes), posts=posts, departments=[]
        )  # fmt: skip
        _tell(found, minutes, at, posts, f"На підпис: протокол № {document.index}")
        clause = rules.signing_clause(deeds.rules_of(found))
        text = f"Протокол № {document.index} подано на підпис"
        deeds.note(found, actor, at, "sittings.minutes_handed_in", text, clause, document_id=document.pk)
    return minutes


def sign(
    *, actor: Actor, at: datetime, sitting: int, role: str, on: date, scan: Sequence[files.Upload] = (), person: int | None = None
) -> Minutes:  # fmt: skip
    """Mark a signature that stands on the paper: of who presided or the mayor, and of the manager of affairs.

    :param role: one of `rules.minutes.signatory_roles`; :param on: the day of the signature.
    :param person: who signed, on a day on which duties were taken back: one before that, another after it.
    :raises Refusal: no right (`sittings.keep_minutes`), not handed in, no such signatory, signed already, a day ahead or
        before the sitting, the post was vacant, or two signed for it and it is not said who.
    """
    with transaction.atomic():
        found, minutes = editing.open_minutes(sitting, actor, at, State.SIGNING)
        edition = deeds.rules_of(found)
        roles, clause = rules.signatory_roles(edition), rules.signing_clause(edition)
        if role not in roles:
            raise Refusal(clause, "Протокол підписують інші посадові особи.")
        if minutes.is_electronic:
            raise Refusal(
                "", "Протокол уже підписують електронними підписами: решта підписів теж має бути електронною."
            )
        if any(one["role"] == role for one in minutes.signed_printed):
            raise Refusal("", "Цей підпис уже відмічено.")
        if not found.gathering.on <= on <= local_date(at):
            raise Refusal("", "День підпису не може бути раніший за засідання чи пізніший за сьогодні.")
        signers = queries.signatures_of(found, queries.assembled(found).state, role, on)
        if not signers:
            raise Refusal(clause, f"Того дня підписати протокол нікому: {queries.LABELS.get(role, role)}.")
        signature = organisation.named_signer(signers, person, on)
        if scan:
            files.put(document=_card_of(found, minutes, actor, at), uploads=scan, actor=actor, at=at)
        done(found=found, minutes=minutes, role=role, signature=signature, on=on, actor=actor, at=at)
    return minutes


def done(
    *, found: Sitting, minutes: Minutes, role: str, signature: organisation.Signature, on: date, actor: Actor, at: datetime
) -> None:  # fmt: skip
    """Write a signature into the minutes; signed by all they never change again. Part of both ways of signing."""
    edition = deeds.rules_of(found)
    one = {"role": role, "lines": list(signature.lines), "name": signature.name, "on": on.isoformat()}
    minutes.signed_printed = [*minutes.signed_printed, one]
    _settle(minutes, rules.signatory_roles(edition))
    _touch(minutes, actor, at)
    how = "електронним підписом " if minutes.is_electronic else ""
    text = f"Протокол підписано {how}{words.day(on)}: {signature.title} {signature.name}"
    late = " (із запізненням)" if minutes.due_on is not None and on > minutes.due_on else ""
    deeds.note(found, actor, at, "sittings.minutes_signed", f"{text}{late}", rules.signing_clause(edition))


def reopen(*, actor: Actor, at: datetime, sitting: int, reason: str) -> Minutes:
    """Take minutes that are not signed by all back to work; their number stays, the marks of signatures do not.

    :raises Refusal: no right (`sittings.keep_minutes`), no reason, not handed in, or signed by all.
    """
    with transaction.atomic():
        found, minutes = editing.open_minutes(sitting, actor, at, State.SIGNING)
        why = deeds.required(reason, "Зазначте, чому протокол повертають до роботи.")
        if minutes.signings.filter(state=MinutesSigning.State.WAITING).exists():
            raise Refusal("", "Підписання вже триває: дочекайтеся його завершення.")
        minutes.is_electronic = False
        minutes.state, minutes.handed_at, minutes.signed_printed, minutes.signed_on = State.DRAFT, None, [], None
        minutes.text = {key: said for key, said in minutes.text.items() if key != queries.FROZEN}
        _touch(minutes, actor, at)
        grants.withdraw(source=_source(minutes), at=at)
        deeds.note(found, actor, at, "sittings.minutes_reopened", f"Протокол повернуто до роботи: {why}")
    return minutes


def attach(*, actor: Actor, at: datetime, sitting: int, what: str, upload: files.Upload) -> Minutes:
    """Attach the transcript or the recording, in whatever state the minutes are (KR 4.45; Cabinet resolution 55, item 95).

    :raises Refusal: no right (`sittings.keep_minutes`), or the file is larger than the limit.
    """
    with transaction.atomic():
        found, minutes = editing.open_minutes(sitting, actor, at, *State.values)
        if what not in ATTACHED:
            raise Refusal("", "До протоколу долучають стенограму або запис засідання.")
        document = _card_of(found, minutes, actor, at)
        kept = files.put(document=document, uploads=[_as_annex(upload)], actor=actor, at=at)[0]
        setattr(minutes, what, kept)
        if what == TRANSCRIPT:
            minutes.without_transcript = ""
        _touch(minutes, actor, at)
        entry = deeds.rules_of(found).get(rules.SIGNATORIES)
        text = f"До протоколу долучено {ATTACHED[what]}: {kept.name}"
        deeds.note(found, actor, at, "sittings.minutes_attached", text, entry.clause if entry else "", file=kept.pk)
    return minutes


def extract(*, actor: Actor, at: datetime, sitting: int, keys: Sequence[str]) -> bytes:
    """An extract of signed minutes: the beginning and the chosen parts, certified by the actor (Cabinet resolution 55, 96).

    :raises Refusal: no right (`sittings.keep_minutes`), not signed yet, nothing chosen, or the actor holds no post.
    """
    with transaction.atomic():
        found, minutes = editing.open_minutes(sitting, actor, at, *State.values)
        if refusal := extract_refusal(minutes=minutes):
            raise refusal
        whole = queries.assembled(found)
        chosen = [one for one in whole.parts if one.key in keys]
        signature = organisation.signature_of(actor.post_id or 0, local_date(at))
        if not chosen or signature is None:
            raise Refusal(
                "", "Виберіть питання, з яких потрібен витяг." if signature else "Витяг засвідчує посадова особа."
            )
        certifier = Signature(signature.lines, signature.name)
        made = paper.extract_pdf(whole, [one.key for one in chosen], certifier, local_date(at), at)
        titles = "; ".join(one.title for one in chosen)
        deeds.note(found, actor, at, "sittings.minutes_extracted", f"Зроблено витяг з протоколу: {titles}"[:1000])
    return made


def extract_refusal(*, minutes: Minutes | None) -> Refusal | None:
    """Why no extract can be made yet; nothing when it can."""
    if minutes is not None and minutes.state == State.SIGNED:
        return None
    return Refusal("", "Витяг роблять із підписаного протоколу.")


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _refuse_unready(found: Sitting, minutes: Minutes, whole: queries.Assembled) -> None:
    if found.gathering.state != Gathering.State.CLOSED:
        raise Refusal("", "Засідання ще триває: на підпис подають протокол закритого засідання.")
    if whole.outdated:
        raise Refusal(
            "",
            f"«{whole.outdated[0].title}»: після правки перебіг засідання змінився. Перегляньте цю частину протоколу.",
        )
    edition = deeds.rules_of(found)
    if refusal := rules.lacking(edition, whole.state, whole.told):
        raise refusal
    entry = edition.get(rules.SIGNATORIES)
    if entry and entry.values.get("stenogram") and not minutes.transcript_id and not minutes.without_transcript:
        raise entry.refusal(
            "Долучіть стенограму або зазначте, що приміщення не мало відповідного технічного оснащення."
        )
    if minutes.document_id is None or minutes.document is None or minutes.document.number is None:
        _refuse_out_of_turn(found)


def _refuse_out_of_turn(found: Sitting) -> None:
    """Numbers follow the sittings of the year, so that none is given out of turn (DR 6.28)."""
    earlier = queries.earlier_without_number(found)
    if earlier is None:
        return
    rule = deeds.rules_of(found).get(NUMBERING)
    said = (
        f"Спершу подайте на підпис протокол засідання {words.day(earlier.gathering.on)}: номери йдуть за засіданнями."
    )
    raise rule.refusal(said) if rule else Refusal("", said)


def _registered(found: Sitting, minutes: Minutes, actor: Actor, at: datetime) -> Document:
    """The card with its number: given once, in the year of the sitting (DR 6.28)."""
    document = _card_of(found, minutes, actor, at)
    if document.number is not None:
        return document
    registry = Registry.objects.filter(key=REGISTRY, is_open=True).first()
    if registry is None:
        raise Refusal("", "Реєстру протоколів засідань ще не відкрито: відкрийте його в довіднику реєстрів.")
    return registration.register_act(
        actor=actor, at=at, registry_id=registry.pk, card=_card(found, actor), draft_id=document.pk,
        year_of=found.gathering.on,
    )  # fmt: skip


def _card_of(found: Sitting, minutes: Minutes, actor: Actor, at: datetime) -> Document:
    """The card of the minutes; begun when there is none yet."""
    if minutes.document is None:
        minutes.document = drafts.begin(actor=actor, at=at, card=_card(found, actor), direction=Direction.ACT)
    return minutes.document


def _card(sitting: Sitting, actor: Actor) -> Card:
    kind = DocumentKind.objects.filter(key=KIND).values_list("pk", flat=True).first()
    if kind is None:
        raise Refusal("", "У класифікаторі немає виду «Протокол засідання виконавчого комітету».")
    return Card(kind=kind, summary=paper.title_of(sitting), author=actor.post_id)


def _put_file(sitting: Sitting, minutes: Minutes, actor: Actor, at: datetime) -> None:
    """The paper as it is signed: a new version of the file when it was handed in before."""
    document = _card_of(sitting, minutes, actor, at)
    name = f"Протокол № {document.index} від {words.day(sitting.gathering.on)}.pdf".replace("/", "-")
    # Kept while the counter is held, unlike files that are brought: the paper bears the number, so it is made after it.
    upload = files.Upload(name, paper.pdf(queries.assembled(sitting), local_date(at), at))
    old = document.files.filter(role=File.Role.MAIN, replaced_by__isnull=True, removed_at__isnull=True).first()
    if old is None:
        files.put(document=document, uploads=[upload], actor=actor, at=at)
    else:
        files.renew(document=document, old=old, upload=upload, actor=actor, at=at)


def _settle(minutes: Minutes, roles: Sequence[str]) -> None:
    """Signed by all, the minutes are approved and never change again."""
    done = {one["role"]: one["on"] for one in minutes.signed_printed}
    if set(roles) <= done.keys():
        minutes.state, minutes.signed_on = State.SIGNED, date.fromisoformat(max(done.values()))


def _as_annex(upload: files.Upload) -> files.Upload:
    return files.Upload(upload.name, upload.content, File.Role.ANNEX)


def _signatory_posts(found: Sitting, at: datetime) -> list[int]:
    """Posts of those who are to sign; who presided without a post of the city has none."""
    state, on = queries.assembled(found).state, local_date(at)
    roles = rules.signatory_roles(deeds.rules_of(found))
    signatures = [one for role in roles for one in queries.signatures_of(found, state, role, on)]
    chairs = [post.pk for post in organisation.posts_with_role("mayor", on)] if queries.CHAIR in roles else []
    return list(dict.fromkeys([*(one.post_id for one in signatures if one.post_id), *chairs]))


def _tell(found: Sitting, minutes: Minutes, at: datetime, posts: Sequence[int], subject: str) -> None:
    for post in posts:
        outbox.notify(
            at=at, key=f"sittings.minutes:{minutes.pk}:{post}:{int(at.timestamp())}", to_post=post, subject=subject,
            body=paper.title_of(found), link=f"/zasidannia/{found.pk}/protokol/", document=minutes.document_id,
        )  # fmt: skip


def _source(minutes: Minutes) -> str:
    return f"sittings.minutes:{minutes.pk}"


def _touch(minutes: Minutes, actor: Actor, at: datetime) -> None:
    minutes.revision += 1
    minutes.changed_at, minutes.changed_by = at, actor.printed
    minutes.save()
