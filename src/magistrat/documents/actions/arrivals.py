"""Papers that came and are not registered yet: receipt and preliminary review (KR 24.3; DR 10.1, 14.6–14.8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from magistrat.documents.actions import cards, files, grants, passages
from magistrat.documents.card import Party, Told
from magistrat.documents.models import (
    CaseFile,
    Correspondent,
    Direction,
    Document,
    DocumentCorrespondent,
    DocumentKind,
    Grant,
)
from magistrat.documents.queries import access, first_readers, kept, places, points, registries, terms
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.outbox import actions as outbox
from magistrat.regulation import queries as regulation
from magistrat.rules import instruction
from magistrat.rules.edition import Entry
from magistrat.rules.moments import local, local_date
from magistrat.rules.refusal import Refusal

ORDINARY, FAX = "letter", "fax"
ONE_RECIPIENT = "Зазначте щось одне: підрозділ або посадову особу."
# Cabinet resolution 55, item 45: faxes and what comes by e-mail are not registered.
FAX_AND_MAIL_CLAUSE = instruction.item(45)


def receive(
    *,
    actor: Actor,
    at: datetime,
    way: str,
    arrived_at: datetime | None = None,
    kind: int | None = None,
    parties: Sequence[Party] = (),
    summary: str = "",
    addressee: int | None = None,
    department: int | None = None,
    is_urgent: bool = False,
    envelope: Mapping[str, object] | None = None,
    uploads: Iterable[files.Upload] = (),
) -> Document:
    """Take in a paper or a message with its files: it waits for the preliminary review.

    `department`: the unit that reviews it, the actor's own unless said otherwise; what the duty officer takes in
    outside working hours goes to the records service (DR 10.2). `envelope`: marks about it (DR 10.4–10.6).

    :raises Refusal: no right; it is said to have come in the future; a file is too large; a unit takes in what only the
        records service may.
    """
    arrived_at = arrived_at or at
    with transaction.atomic():
        _ask(actor, "arrival.receive", at)
        cards.refuse_future(arrived_at, at)
        department = department or _unit(actor, arrived_at)
        document = Document(
            direction=Direction.INCOMING,
            state=Document.State.ARRIVED,
            kind_id=kind or DocumentKind.objects.values_list("pk", flat=True).get(key=ORDINARY),
            arrived_at=arrived_at,
            listed_on=local_date(arrived_at),
            way=way,
            correspondent_id=parties[0].correspondent if parties else None,
            summary=summary.strip(),
            addressee_id=addressee,
            is_urgent=is_urgent,
            envelope=dict(envelope or {}),
            edition=regulation.edition_record_on(local_date(arrived_at)),
            created_at=at,
            created_by_post=actor.post_id,
        )
        refusal = _kept_for_records(actor, document, at)
        if refusal is not None and department not in places.records_service(local_date(at)):
            raise refusal
        cards.make_searchable(document, parties, cards.correspondents(parties))
        document.save(force_insert=True)
        passages.write_card(document=document)
        DocumentCorrespondent.objects.bulk_create(cards.parties_of(document.pk, parties))
        if department:
            _grant(document, at, Grant.Reason.REGISTRAR, department=department)
        put = files.put(document=document, uploads=uploads, actor=actor, at=at)
        document.pages = next((file.pages for file in put if file.pages), None)
        document.save(update_fields=["pages"])
        _note(actor, at, "documents.arrived", document, {"text": f"Надійшов документ ({document.get_way_display()})"})
    return document


def admit(
    *,
    actor: Actor,
    at: datetime,
    document_id: int,
    kind: int | None = None,
    addressee: int | None = None,
    is_urgent: bool | None = None,
) -> Document:
    """Send an arrival to registration: the preliminary review says of what kind it is, for whom, whether urgent.

    Kinds that the regulation sends to the mayor at once are marked so, in his absence to whom it names (DR 9.2, 10.12).

    :raises Refusal: no right, it waits for no review any more, or only the records service may register it.
    """
    with transaction.atomic():
        document = _waiting(actor, at, document_id, "arrival.review")
        document.kind_id = kind or document.kind_id
        document.addressee_id = addressee or document.addressee_id
        document.is_urgent = document.is_urgent if is_urgent is None else is_urgent
        if refusal := _kept_for_records(actor, document, at):
            raise refusal
        rule = first_readers.entry_of(document.kind_id, local_date(at))
        text = "Попередньо розглянуто: на реєстрацію" + ("; терміново" if document.is_urgent else "")
        document.goes_to_mayor = rule is not None
        if rule is not None and (reader := first_readers.reader(rule, local_date(at))):
            document.addressee_id = reader.pk
            text += f"; одразу після реєстрації — на розгляд: {reader.title}"
        _reviewed(document, actor, at)
        clause = rule.clause if rule else ""
        _note(actor, at, "documents.admitted_to_registration", document, {"text": text}, clause=clause)
    return document


def pass_on(
    *,
    actor: Actor,
    at: datetime,
    document_id: int,
    post: int | None = None,
    department: int | None = None,
    kind: int | None = None,
    note: str = "",
    told: Told | None = None,
) -> Document:
    """Pass an arrival on to its addressee without registering it (DR 10.1, 14.6; Cabinet resolution 55, item 45).

    :param told: whose paper it is, where the arrival does not say it yet: without a card only the journal keeps it.
    :raises Refusal: no right; no addressee; papers of this kind or to this addressee have to be registered; nobody says
        whose paper it is.
    """
    with transaction.atomic():
        document = _waiting(actor, at, document_id, "arrival.pass_on")
        document.kind_id = kind or document.kind_id
        clause = _unregistered_clause(document, at, post=post)
        title = _recipient(post, department)
        is_told = _write_down(document, told or Told(), clause)
        document.state, document.ground_clause = Document.State.PASSED_ON, clause
        document.ground = note.strip() or "не підлягає реєстрації"
        document.addressee_id, document.department_id = (
            post or document.addressee_id,
            department or document.department_id,
        )
        _reviewed(document, actor, at, is_told=is_told)
        _grant(document, at, Grant.Reason.INFORMED, post=post, department=department)
        text = f"Передано без реєстрації: {title}. {_whose(document)}"
        _note(
            actor,
            at,
            "documents.passed_on",
            document,
            {"text": text, "post": post, "department": department},
            clause=clause,
        )
        _tell(document, at, "Вам передано документ без реєстрації", post=post, department=department)
    return document


def hand_to_unit(*, actor: Actor, at: datetime, document_id: int, department: int) -> Document:
    """Hand an arrival over to the body that registers it: it waits there for the review and is no longer here (DR 14.9).

    What a unit finds to be for the leaders goes the same way to the records service (KR 7.4; DR 10.3).

    :raises Refusal: no right; the regulation knows no such way; it is for the mayor or a deputy; that body registers
        nothing that comes.
    """
    with transaction.atomic():
        document = _waiting(actor, at, document_id, "arrival.pass_on")
        unit = organisation.department(department)
        clause = _handing_clause(actor, document, at, unit.pk)
        if unit.pk not in registries.registering_incoming():
            raise Refusal(clause, f"{unit.name} не веде реєстру вхідних документів: зареєструвати там нічого не можна.")
        held = Grant.objects.filter(document=document, reason=Grant.Reason.REGISTRAR, until__isnull=True)
        if held.filter(department=unit).exists():
            raise Refusal("", f"Документ уже перебуває в цьому підрозділі: {unit.name}.")
        held.update(until=at)
        document.department_id, document.reviewed_at, document.reviewed_by = unit.pk, None, ""
        document.save(update_fields=["department", "reviewed_at", "reviewed_by"])
        _grant(document, at, Grant.Reason.REGISTRAR, department=unit.pk)
        payload: dict[str, object] = {"text": f"Передано на реєстрацію: {unit.name}", "department": unit.pk}
        _note(actor, at, "documents.handed_to_unit", document, payload, clause=clause)
        _tell(document, at, "Вашому підрозділу передано документ на реєстрацію", department=unit.pk)
    return document


def _handing_clause(actor: Actor, document: Document, at: datetime, unit: int) -> str:
    """The clause by which the unit is the one to register the paper.

    :raises Refusal: there is none, or the paper is the records service's.
    """
    on = local_date(at)
    rule = points.entry(on, points.BY_UNITS)
    if unit in places.records_service(on):
        by = _kept_for_records(actor, document, at) or rule
        return by.clause if by else points.clause(on, places.CENTRAL)
    if rule is None:
        raise Refusal("", "Регламент не передбачає передання документів на реєстрацію виконавчим органам.")
    _refuse_for_leaders(on, document.addressee_id)
    _refuse_for_mayor(on, DocumentKind.objects.get(pk=document.kind_id))
    return rule.clause


def _kept_for_records(actor: Actor, document: Document, at: datetime) -> Refusal | None:
    """Why the actor's unit may not register the paper, as far as its addressee and kind are known."""
    return places.incoming_refusal(
        actor=actor, kind=document.kind_id, addressee=document.addressee_id, on=local_date(at)
    )


def send_back(
    *,
    actor: Actor,
    at: datetime,
    document_id: int,
    ground: str,
    note: str = "",
    told: Told | None = None,
    forward_to: int | None = None,
) -> Document:
    """Return an arrival to its sender on a ground that the regulation names, and tell him (KR 7.8, 24.3.3; DR 10.7).

    :param ground: key of one of `queries.points.return_grounds`.
    :param told: whose paper it is, where the arrival does not say it yet: he is to be told.
    :param forward_to: the correspondent whom the paper concerns: it goes there, its sender is told (KR 24.6.5; DR 10.7).
    :raises Refusal: no right; the regulation knows no such ground, or does not forward on it; nobody says whose paper it is.
    """
    with transaction.atomic():
        document = _waiting(actor, at, document_id, "arrival.return")
        known = {one.key: one for one in points.return_grounds(local_date(at))}
        if ground not in known:
            clauses = ", ".join(dict.fromkeys(one.clause for one in known.values()))
            raise Refusal(clauses, "Документ повертають лише на підставі, яку називає регламент.")
        chosen = known[ground]
        is_told = _write_down(document, told or Told(), chosen.clause)
        document.state, document.ground_clause = Document.State.RETURNED, chosen.clause
        onwards = _forwarded(chosen, forward_to)
        document.ground = ". ".join(part for part in (chosen.text, onwards, note.strip()) if part)
        _reviewed(document, actor, at, is_told=is_told)
        done = "Переслано за належністю" if onwards else "Повернуто відправникові"
        payload: dict[str, object] = {
            "text": f"{done}. {_whose(document)} Підстава: {document.ground}",
            "ground": ground,
        }
        payload |= {"forward_to": forward_to} if forward_to else {}
        _note(actor, at, "documents.returned", document, payload, clause=chosen.clause)
        _tell_sender(document, actor, at, is_forwarded=bool(onwards))
    return document


def give_unopened(
    *, actor: Actor, at: datetime, document_id: int, post: int | None = None, department: int | None = None
) -> Document:
    """Hand an envelope over unopened: marked «Особисто» to its addressee, else to a unit or its head (DR 10.4).

    :raises Refusal: no right, not one addressee, the regulation knows no such way, or it has such an envelope opened: it
        is in none, or has to be registered whoever gets it.
    """
    with transaction.atomic():
        document = _waiting(actor, at, document_id, "arrival.pass_on")
        title = _recipient(post, department)
        is_personal = bool(document.envelope.get("personal"))
        rule = _unopened_rule(document, local_date(at), post, department)
        document.state, document.ground_clause = Document.State.PASSED_ON, rule.clause
        document.ground = "«Особисто»: передано нерозкритим" if is_personal else "передано нерозкритим"
        document.addressee_id = post or document.addressee_id
        document.department_id = department or document.department_id
        _reviewed(document, actor, at)
        _grant(document, at, Grant.Reason.ADDRESSEE, post=post, department=department)
        payload: dict[str, object] = {"text": f"Передано нерозкритим: {title}", "post": post, "department": department}
        _note(actor, at, "documents.given_unopened", document, payload, clause=rule.clause)
        subject = "Вам передано конверт із поміткою «Особисто»" if is_personal else "Вам передано нерозкритий конверт"
        _tell(document, at, subject, post=post, department=department)
    return document


def _unopened_rule(document: Document, on: date, post: int | None, department: int | None) -> Entry:
    """The entry by which the envelope is not opened; without the mark it is no way round registration (DR 9.2, 10.3, 10.12).

    :raises Refusal: it is opened, or it is no envelope.
    """
    if post and department:
        raise Refusal("", "Зазначте щось одне: підрозділ або посадову особу.")
    rule = points.entry(on, points.ENVELOPE_OPENED)
    is_personal = bool(document.envelope.get("personal"))
    left = set(rule.values["unopened_addressees"]) if rule else set()
    if rule is None or not (
        is_personal or (left & set(organisation.post(post).roles) if post else "department" in left)
    ):
        said = (
            "Нерозкритим передають лише конверт із поміткою «Особисто» або адресований підрозділу чи його керівникові."
        )
        raise Refusal(rule.clause if rule else "", said)
    if document.way in kept.ELECTRONIC:
        raise rule.refusal("Документ надійшов в електронній формі, а не в конверті: нерозкритим його не передають.")
    if is_personal and department:
        raise rule.refusal("Конверт із поміткою «Особисто» передають лише адресатові, а не підрозділу.")
    if not is_personal:
        _refuse_for_leaders(on, post, document.addressee_id)
        _refuse_for_mayor(on, DocumentKind.objects.get(pk=document.kind_id))
    return rule


def bring_back(*, actor: Actor, at: datetime, document_id: int) -> Document:
    """Take back for registration what was passed on and turned out to be official (DR 10.4, 14.6).

    What was put into a file meanwhile leaves it: where it goes is for its executors to say.

    :raises Refusal: no right, it was not passed on, or its file is closed.
    """
    with transaction.atomic():
        access.get_visible(actor, document_id)
        document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        _ask(actor, "arrival.receive", at)
        if document.state != Document.State.PASSED_ON:
            raise Refusal("", f"На реєстрацію повертають передане без неї: стан — «{document.get_state_display()}».")
        left = _leave_file(document)
        document.state, document.ground, document.ground_clause, document.reviewed_at = (
            Document.State.ARRIVED,
            "",
            "",
            None,
        )
        document.save(update_fields=["state", "ground", "ground_clause", "reviewed_at", "case_file", "filed_on"])
        clause = points.clause(local_date(at), points.ENVELOPE_OPENED)
        payload: dict[str, object] = {"text": "Повернуто службі діловодства для реєстрації"}
        if left is not None:
            payload = {"text": f"{payload['text']}; вилучено зі справи № {left.index}", "case": left.pk}
        _note(actor, at, "documents.brought_back", document, payload, clause=clause)
    return document


def _leave_file(document: Document) -> CaseFile | None:
    """The file in which the paper lay, if it lay in one; unsaved.

    :raises Refusal: the file is closed: it stays as it was closed (KR 10.1.27).
    """
    if document.filed_on is None:
        return None
    case = CaseFile.objects.select_for_update(no_key=True).get(pk=document.case_file_id)
    if case.closed_on is not None:
        raise Refusal("", f"Документ лежить у справі {case.index}, а її за {case.year} рік закрито.")
    document.case_file, document.filed_on = None, None
    return case


def _unit(actor: Actor, arrived_at: datetime) -> int | None:
    """The unit that reviews what the actor takes in.

    :raises Refusal: the duty officer takes papers in outside working hours only (DR 10.2).
    """
    rule = points.entry(local_date(arrived_at), points.DUTY_OFFICER)
    if rule is None or not actor.roles or not actor.roles <= set(rule.values["receiver_roles"]):
        return actor.department_id
    if not terms.is_after_hours(arrived_at):
        raise rule.refusal("У робочий час документи приймає служба діловодства, а не черговий.")
    posts = organisation.posts_with_role("records_clerk", local_date(arrived_at))
    return posts[0].department_id if posts else actor.department_id


def _write_down(document: Document, told: Told, clause: str) -> bool:
    """Whose paper it is and what about, unsaved but for its correspondent; whether anything was told that was not known.

    :raises Refusal: neither the arrival nor the clerk says it.
    """
    before = document.summary, document.correspondent_id, document.envelope
    document.summary = document.summary or told.summary.strip()
    if document.correspondent_id is None and told.sender is not None:
        document.correspondent = Correspondent.objects.get(pk=told.sender)
        cards.replace_parties(document.pk, [Party(told.sender)])
    elif document.correspondent_id is None and told.sender_name.strip():
        document.envelope = document.envelope | {"sender": told.sender_name.strip()}
    if document.correspondent_id is None and not document.envelope.get("sender"):
        raise Refusal(clause, "Зазначте відправника: без реєстраційної картки лише журнал скаже, чий це документ.")
    if not document.summary:
        raise Refusal(clause, "Зазначте короткий зміст: без реєстраційної картки лише журнал скаже, про що документ.")
    return before != (document.summary, document.correspondent_id, document.envelope)


def _whose(document: Document) -> str:
    sender = document.correspondent.name if document.correspondent else document.envelope["sender"]
    return f"Відправник: {sender}. Зміст: {document.summary.rstrip('.')}."


def _forwarded(chosen: points.Ground, forward_to: int | None) -> str:
    """To whom the paper goes by competence.

    :raises Refusal: on this ground it only goes back.
    """
    if forward_to is None:
        return ""
    if not chosen.may_forward:
        raise Refusal(chosen.clause, "На цій підставі документ лише повертають: за належністю його не пересилають.")
    return f"Переслано за належністю: {Correspondent.objects.get(pk=forward_to).name}"


def _unregistered_clause(document: Document, at: datetime, *, post: int | None) -> str:
    """The clause by which this paper is not registered.

    :raises Refusal: it has to be: for whom it is, or what it is.
    """
    on = local_date(at)
    kind = DocumentKind.objects.get(pk=document.kind_id)
    if clause := points.kinds(on, points.UNREGISTERED).get(kind.key):
        return clause
    _refuse_for_leaders(on, post, document.addressee_id)
    _refuse_for_mayor(on, kind)
    if direct := points.clause(on, points.DIRECT_TO_UNITS):
        return direct
    if document.way == Document.Way.EMAIL or kind.key == FAX:
        return FAX_AND_MAIL_CLAUSE
    clause = points.clause(on, points.UNREGISTERED) or FAX_AND_MAIL_CLAUSE
    raise Refusal(clause, f"Документ виду «{kind.title}» підлягає реєстрації: без неї його не передають.")


def _refuse_for_leaders(on: date, *posts: int | None) -> None:
    """What is for the leaders is registered by the records service (KR 7.4, 16.3.1; DR 10.3)."""
    roles = {role for post in posts if post for role in organisation.post(post).roles}
    for key, name in places.FOR_LEADERS:
        rule = points.entry(on, key)
        if rule is not None and roles & set(rule.values.get(name, ())):
            raise rule.refusal("Документи, адресовані керівництву, без реєстрації не передають.")


def _refuse_for_mayor(on: date, kind: DocumentKind) -> None:
    """What the mayor gets at once or first is registered before (DR 9.2, 10.12)."""
    if rule := first_readers.unregistered_never(regulation.rules_on(on), kind.key):
        raise rule.refusal(f"Документ виду «{kind.title}» реєструють і передають міському голові.")


def _recipient(post: int | None, department: int | None) -> str:
    if post and department:
        raise Refusal("", ONE_RECIPIENT)
    if post:
        return organisation.post(post).title
    if department:
        return organisation.department(department).name
    raise Refusal("", "Зазначте, кому передати документ.")


def _waiting(actor: Actor, at: datetime, document_id: int, right: str) -> Document:
    access.get_visible(actor, document_id)
    document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
    _ask(actor, right, at)
    if document.state != Document.State.ARRIVED:
        raise Refusal("", f"Документ уже розглянуто: стан — «{document.get_state_display()}».")
    return document


def _reviewed(document: Document, actor: Actor, at: datetime, *, is_told: bool = False) -> None:
    document.reviewed_at, document.reviewed_by = at, actor.printed
    document.save()
    if is_told:
        passages.fill_cards([document])
        passages.write_card(document=document)


def _grant(
    document: Document, at: datetime, reason: str, *, post: int | None = None, department: int | None = None
) -> None:
    source = f"documents.document:{document.pk}"
    grants.give(document=document, at=at, reason=reason, source=source, post=post, department=department)


def _tell(
    document: Document, at: datetime, subject: str, *, post: int | None = None, department: int | None = None
) -> None:
    """Tell the post, and of what goes to a department its head and those who keep its records."""
    told = [post] if post else []
    told += organisation.readers_of_department(department, local_date(at)) if department else []
    for one in dict.fromkeys(told):
        outbox.notify(
            at=at,
            # A paper that came back may go again, to others or to the same.
            key=f"documents.passed_on:{document.pk}:{one}:{at.isoformat()}",
            to_post=one,
            subject=subject,
            body=document.summary,
            # The card: a head reviews nothing, and who does goes on from there.
            link=f"/dokumenty/{document.pk}/",
            document=document.pk,
        )


def _tell_sender(document: Document, actor: Actor, at: datetime, *, is_forwarded: bool) -> None:
    """By e-mail where he has one; else, and where it does not arrive, the notice is printed (`pages.arrivals.notice`)."""
    sender = document.correspondent
    if sender is None or not sender.email:
        return
    said = f"Ваш документ «{document.summary}», що надійшов {local(document.arrived_at or at):%d.%m.%Y},"
    outbox.mail(
        at=at,
        key=f"documents.returned:{document.pk}",
        to_address=sender.email,
        subject="Пересилання документа за належністю" if is_forwarded else "Повернення документа без реєстрації",
        body=f"{said} не зареєстровано. Підстава: {document.ground} (п. {document.ground_clause} регламенту).",
        document=document.pk,
        from_post=actor.post_id,
        link=f"/dokumenty/nadkhodzhennia/{document.pk}/povidomlennia/",
    )


def _ask(actor: Actor, right: str, at: datetime) -> None:
    if refusal := regulation.refusal(actor=actor, right=right, on=local_date(at)):
        raise refusal


def _note(
    actor: Actor, at: datetime, code: str, document: Document, payload: dict[str, object], clause: str = ""
) -> None:
    journal.record(
        actor=actor, at=at, code=code, subject=document, document=document.pk, clause=clause, payload=payload
    )
