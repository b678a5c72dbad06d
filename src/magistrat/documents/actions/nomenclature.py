"""The year's nomenclature of files, and putting documents «До справи» (KR 10.1; DR 14.4, 33.3)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.documents.actions import hooks
from magistrat.documents.models import CaseFile, Document
from magistrat.documents.queries import access
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

WHOLE, OWN = "nomenclature.manage", "nomenclature.manage_own"


def add(
    *,
    actor: Actor,
    at: datetime,
    year: int,
    department: int,
    index: str,
    title: str,
    keep_term: str,
    article: str = "",
    note: str = "",
) -> CaseFile:
    """Put a file into the year's nomenclature.

    :raises Refusal: no right, another unit's, an empty field, or the index is taken in that year.
    """
    with transaction.atomic():
        _ask_of(actor, department, at)
        index = index.strip()
        if not (index and title.strip() and keep_term.strip()):
            raise Refusal("", "Зазначте індекс, заголовок і строк зберігання справи.")
        if CaseFile.objects.filter(year=year, index=index).exists():
            raise Refusal("", f"Справа з індексом {index} у номенклатурі {year} року вже є.")
        case = CaseFile.objects.create(
            year=year,
            department_id=department,
            index=index,
            title=title.strip(),
            keep_term=keep_term.strip(),
            article=article,
            note=note,
        )
        _note(actor, at, "documents.case_added", case, f"До номенклатури {year} року внесено справу {index}")
    return case


def change(
    *,
    actor: Actor,
    at: datetime,
    case_id: int,
    title: str,
    keep_term: str,
    article: str,
    note: str,
    volumes: int | None = None,
) -> CaseFile:
    """Change a file of the nomenclature; its index and year stay.

    :raises Refusal: no right, another unit's, an empty field, or the file is closed.
    """
    with transaction.atomic():
        case = CaseFile.objects.select_for_update().get(pk=case_id)
        _ask_of(actor, case.department_id, at)
        if case.closed_on is not None:
            raise Refusal("", f"Справу {case.index} закрито: змінити її вже не можна.")
        if not (title.strip() and keep_term.strip()):
            raise Refusal("", "Зазначте заголовок і строк зберігання справи.")
        case.title, case.keep_term, case.article = title.strip(), keep_term.strip(), article.strip()
        case.note, case.volumes = note.strip(), volumes
        case.save()
        _note(actor, at, "documents.case_changed", case, f"Змінено справу {case.index} номенклатури {case.year} року")
    return case


def copy_year(*, actor: Actor, at: datetime, from_year: int, to_year: int, department: int | None = None) -> int:
    """Begin a year's nomenclature with last year's files (of one department, when named); how many were copied.

    :raises Refusal: no right, not of one's own unit alone, or there is nothing to copy.
    """
    with transaction.atomic():
        _ask_of(actor, department, at)
        found = CaseFile.objects.filter(year=from_year).exclude(
            index__in=CaseFile.objects.filter(year=to_year).values("index")
        )
        if department is not None:
            found = found.filter(department=department)
        rows = [
            CaseFile(
                year=to_year,
                department_id=case.department_id,
                index=case.index,
                title=case.title,
                keep_term=case.keep_term,
                article=case.article,
                note=case.note,
            )
            for case in found.order_by("id")
        ]
        if not rows:
            raise Refusal("", f"У номенклатурі {from_year} року немає справ, яких бракує в {to_year} році.")
        CaseFile.objects.bulk_create(rows)
        text = f"Номенклатуру {to_year} року розпочато зі справ {from_year} року: {len(rows)}"
        payload = {"text": text, "from": from_year, "to": to_year, "count": len(rows), "department": department}
        journal.record(actor=actor, at=at, code="documents.nomenclature_copied", payload=payload)
    return len(rows)


def close_year(*, actor: Actor, at: datetime, year: int, department: int | None = None) -> int:
    """Close the year's files with the summary entry: nothing more is put into them (KR 10.1.27).

    :raises Refusal: no right, not of one's own unit alone, the year is not over, or there is nothing to close.
    """
    on = local_date(at)
    with transaction.atomic():
        _ask_of(actor, department, at)
        if on.year <= year:
            raise Refusal("", f"Номенклатуру {year} року закривають після закінчення року.")
        open_ones = CaseFile.objects.filter(year=year, closed_on__isnull=True)
        if department is not None:
            open_ones = open_ones.filter(department=department)
        # In the order in which a correction holds two of them.
        held = list(open_ones.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
        closed = CaseFile.objects.filter(pk__in=held).update(closed_on=on)
        if not closed:
            raise Refusal("", f"У номенклатурі {year} року немає незакритих справ.")
        text = f"Номенклатуру {year} року закрито: справ — {closed}"
        payload = {"text": text, "year": year, "count": closed, "department": department}
        journal.record(actor=actor, at=at, code="documents.nomenclature_closed", payload=payload)
    return closed


def file_away(*, actor: Actor, at: datetime, document_id: int, case_id: int) -> Document:
    """Put an executed document «До справи №…» (KR 8.14, 8.18, 10.2.3.1; DR 10.22).

    :raises Refusal: no right; not registered; on control or with open tasks (upper floors say so); a closed file.
    """
    with transaction.atomic():
        access.get_visible(actor, document_id)
        _ask(actor, "document.file_away", at)
        document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document_id)
        case = _held(case_id)
        if document.state not in {Document.State.REGISTERED, Document.State.PASSED_ON}:
            raise Refusal(
                "", f"До справи вміщують зареєстровані документи: стан цього — «{document.get_state_display()}»."
            )
        if document.filed_on is not None:
            raise Refusal("", "Документ уже вміщено до справи.")
        if case.closed_on is not None:
            raise Refusal("", f"Справу {case.index} за {case.year} рік закрито.")
        if refusal := hooks.filing_refusal(document=document, at=at):
            raise refusal
        document.case_file, document.filed_on = case, local_date(at)
        document.save(update_fields=["case_file", "filed_on"])
        text = f"До справи № {case.index} за {case.year} рік «{case.title}»"
        payload = {"text": text, "case": case.pk}
        journal.record(
            actor=actor, at=at, code="documents.filed_away", subject=document, document=document.pk, payload=payload
        )
        hooks.tell_filed(document=document, actor=actor, at=at)
    return document


def take_out(*, actor: Actor, at: datetime, document_id: int, case_id: int) -> Document:
    """Take a document out of the file into which it was put today by mistake.

    :raises Refusal: no right; not in this file; put there on an earlier day; the file is closed.
    """
    with transaction.atomic():
        access.get_visible(actor, document_id)
        _ask(actor, "document.file_away", at)
        document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        case = _held(case_id)
        if document.filed_on is None or document.case_file_id != case.pk:
            raise Refusal("", f"Документа немає у справі {case.index}.")
        if document.filed_on != local_date(at) or case.closed_on is not None:
            raise Refusal("", "Зі справи вилучають лише те, що помилково вміщено до неї сьогодні.")
        document.case_file, document.filed_on = None, None
        document.save(update_fields=["case_file", "filed_on"])
        payload = {"text": f"Вилучено зі справи № {case.index}: вміщено помилково", "case": case.pk}
        journal.record(
            actor=actor, at=at, code="documents.taken_out", subject=document, document=document.pk, payload=payload
        )
    return document


def _held(case_id: int) -> CaseFile:
    """The file, which nobody closes meanwhile."""
    return CaseFile.objects.select_for_update(no_key=True).get(pk=case_id)


def refusal_to_manage(*, actor: Actor, department: int | None, on: date) -> Refusal | None:
    """Why the actor may not change the nomenclature of a department, or of all when none is named (KR 10.1.3, 10.1.27; DR 14.4).

    The records service keeps the summary one; whoever keeps a unit's records, the files of that unit.
    """
    if actor.is_system:
        return None
    whole = regulation.refusal(actor=actor, right=WHOLE, on=on)
    if whole is None:
        return None
    own = regulation.refusal(actor=actor, right=OWN, on=on)
    if own is not None or department in actor.departments:
        return own
    refusal = Refusal(whole.clause, f"Ви ведете номенклатуру справ лише свого підрозділу. {whole.message}")
    refusal.is_right = True
    return refusal


def _ask_of(actor: Actor, department: int | None, at: datetime) -> None:
    if refusal := refusal_to_manage(actor=actor, department=department, on=local_date(at)):
        raise refusal


def _ask(actor: Actor, right: str, at: datetime) -> None:
    if refusal := regulation.refusal(actor=actor, right=right, on=local_date(at)):
        raise refusal


def _note(actor: Actor, at: datetime, code: str, case: CaseFile, text: str) -> None:
    payload = {"text": text, "title": case.title, "keep_term": case.keep_term}
    journal.record(actor=actor, at=at, code=code, subject=case, payload=payload)
