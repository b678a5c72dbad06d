"""«Електронна пошта»: the operator's queue, one e-mail beside its decision, the next one by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from magistrat.documents import content, previews
from magistrat.documents.queries import choices
from magistrat.exchange import queue as worker
from magistrat.exchange.actions import deciding
from magistrat.exchange.forms import AcceptForm, FilterForm, ForwardForm, RefuseForm
from magistrat.exchange.queries import mailboxes, mails
from magistrat.journal import queries as journal
from magistrat.rules.refusal import Refusal
from magistrat.storage import queries as contents
from magistrat.texts import showing
from magistrat.texts.readers.trouble import Unreadable
from magistrat.ui import paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

RIGHT = "mail.operate"
EMPTY = {
    "chekaiut": "Тут з'являться електронні листи, щодо яких треба вирішити: реєструвати чи ні.",
    "peredani": "Тут з'являться листи, передані на реєстрацію.",
    "ne-reiestruiutsia": "Тут з'являться листи, які вирішено не реєструвати.",
    "spam": "Тут з'явиться спам.",
    "zarazheni": "Тут з'являться листи з вірусами: відкрити їх не можна.",
    "sluzhbovi": "Тут з'являться підтвердження отримання та повідомлення про недоставлені листи.",
}


@allow(RIGHT)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """E-mails by shelf: «?polytsia=spam», with a search and the choice of a box."""
    shelf = request.GET.get("polytsia", "")
    shelf = shelf if shelf in mails.SHELVES else "chekaiut"
    boxes = mailboxes.of_actor(actor=request.actor, at=request.at)
    form = FilterForm(request.GET, mailboxes=[(box.pk, box.address) for box in boxes])
    given = form.cleaned_data if form.is_valid() else {}
    wanted = mails.Wanted(shelf, given.get("q", ""), given.get("skrynka"))
    order = ["id"] if shelf == "chekaiut" else ["-id"]
    # Of all that the list shows, also of other units' that the operator sees.
    waiting = mails.queue(actor=request.actor, wanted=mails.Wanted("chekaiut")).count()
    context = {
        "page": paging.asked(request, mails.queue(actor=request.actor, wanted=wanted), order),
        "shelf": shelf,
        "form": form,
        "boxes": boxes,
        "empty_text": EMPTY[shelf],
        "tabs": [
            {
                "label": label,
                "url": f"{reverse('exchange:queue')}?polytsia={key}",
                "is_current": key == shelf,
                "count": waiting if key == "chekaiut" else 0,
            }
            for key, (label, _) in mails.SHELVES.items()
        ],
    }
    return render(request, "exchange/queue.html", context)


@allow(RIGHT)
@require_GET
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One e-mail: its text and files on the left, the decision on the right."""
    return show(request, pk)


def show(
    request: HttpRequest, pk: int, refusal: Refusal | None = None, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of an e-mail, with the refusal of a deed on its top."""
    found = mails.mail(actor=request.actor, mail_id=pk)
    departments = choices.departments(request.on)
    files = mails.attachments(found)
    for file in files:
        file.is_seen = not file.virus and previews.way(file.blob.media_type, content.FINE) == "pages"
    context = {
        "mail": found,
        "files": files,
        "accept": AcceptForm(initial={"correspondent": found.correspondent_id, "summary": found.subject}),
        "refuse": RefuseForm(),
        "forward": ForwardForm(departments=departments),
        "may_receive": request.may("arrival.receive") is None,
        "is_waiting": found.state == mails.State.NEW,
        "is_locked": found.state == mails.State.INFECTED,
        # What comes back from the operator says itself whose letter it is.
        "sender_name": found.correspondent.name if found.correspondent and "accept" not in forms else "",
        "entries": journal.of_subject(kind="exchange.mail", subject=found.pk),
        "refusal": refusal,
        **forms,
    }
    return render(request, "exchange/mail.html", context, status=status_of(refusal) if refusal else status)


@allow(RIGHT)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """«Передати на реєстрацію»."""
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return show(request, pk, status=422, accept=form)
    given = form.cleaned_data
    return _done(
        request, pk, lambda: deciding.accept(actor=request.actor, at=request.at, mail=pk, **given),
        "Лист передано на реєстрацію.", accept=form,
    )  # fmt: skip


@allow(RIGHT)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """«Не реєструвати» with its reason."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return show(request, pk, status=422, refuse=form)
    given = form.cleaned_data
    return _done(
        request, pk, lambda: deciding.refuse(actor=request.actor, at=request.at, mail=pk, **given),
        "Лист не реєструється.", refuse=form,
    )  # fmt: skip


@allow(RIGHT)
@require_POST
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    """«Передати іншому підрозділу»."""
    form = ForwardForm(request.POST, departments=choices.departments(request.on))
    if not form.is_valid():
        return show(request, pk, status=422, forward=form)
    given = form.cleaned_data
    return _done(
        request, pk, lambda: deciding.forward(actor=request.actor, at=request.at, mail=pk, **given),
        "Лист передано підрозділу.", forward=form,
    )  # fmt: skip


@allow(RIGHT)
@require_POST
def spam(request: HttpRequest, pk: int) -> HttpResponse:
    """«Спам»."""
    deed = lambda: deciding.mark_spam(actor=request.actor, at=request.at, mail=pk)  # noqa: E731
    return _done(request, pk, deed, "Лист позначено як спам.")


@allow(RIGHT)
@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """«Повернути до черги»."""
    try:
        deciding.bring_back(actor=request.actor, at=request.at, mail=pk)
    except Refusal as refusal:
        return show(request, pk, refusal)
    messages.success(request, "Лист знову чекає на рішення.")
    return redirect("exchange:mail", pk)


@allow(RIGHT)
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """«Перевірити зараз»: the worker looks into the boxes of the person's units."""
    for box in mailboxes.of_actor(actor=request.actor, at=request.at):
        if box.host:
            worker.put(box.pk)
    messages.success(request, "Скриньки перевіряються: нові листи з'являться за хвилину.")
    return redirect("exchange:queue")


@allow(RIGHT)
@require_GET
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """A file of an e-mail as it came; never opened by the browser in our name."""
    found = mails.attachment(actor=request.actor, attachment_id=pk)
    stream = contents.open_blob(found.blob_id)
    return FileResponse(stream, as_attachment=True, filename=found.name, content_type="application/octet-stream")


@allow(RIGHT)
@require_GET
def picture(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """A page of an attachment as PNG: the operator looks without taking the file into his computer."""
    found = mails.attachment(actor=request.actor, attachment_id=pk)
    if previews.way(found.blob.media_type, content.FINE) != "pages":
        raise Http404
    try:
        drawn = showing.picture(sha256=found.blob_id, page=page, width=showing.WIDTHS[0])
    except Unreadable:
        raise Http404 from None
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _done(request: HttpRequest, pk: int, deed: Callable[[], object], said: str, **forms: Any) -> HttpResponse:
    """After the decision the next e-mail opens by itself."""
    found = mails.mail(actor=request.actor, mail_id=pk)
    try:
        deed()
    except Refusal as refusal:
        return show(request, pk, refusal, **forms)
    messages.success(request, said)
    following = mails.following(actor=request.actor, mail=found)
    return redirect("exchange:mail", following.pk) if following else redirect("exchange:queue")
