"""The minutes of a sitting: read whole, edited part by part, handed in, signed, printed, extracts made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.documents.actions.files import Upload
from magistrat.rules.minutes import Shown
from magistrat.rules.refusal import Refusal
from magistrat.signatures import signers
from magistrat.sittings.actions import minutes as editing
from magistrat.sittings.actions import minutes_electronic as electronic
from magistrat.sittings.actions import minutes_signing as signing
from magistrat.sittings.forms import minutes as forms
from magistrat.sittings.pages import head
from magistrat.sittings.queries import hall as sittings
from magistrat.sittings.queries import minutes as queries
from magistrat.sittings.queries import minutes_paper as paper
from magistrat.ui import paging
from magistrat.ui.days import asked
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow, as_right

KEEP, READERS = "sittings.keep_minutes", head.MINUTES_READERS
NEWEST = ("-gathering__on", "-id")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@allow(*READERS)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Sittings that were held, with their minutes: state, last day, number."""
    page = paging.asked(request, queries.listed(), NEWEST)
    return render(request, "sittings/minutes/list.html", {"page": page, "rows": page.rows})


@allow(any_post=True)
@require_GET
def minutes(request: HttpRequest, sitting: int) -> HttpResponse:
    """The whole of them, for those who keep them and for those who sign them."""
    return _page(request, sitting)


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, sitting: int, key: str) -> HttpResponse:
    """One part: what was assembled beside what is written; saved by itself while it is written."""
    if request.method == "GET":
        return _part_page(request, sitting, key)
    deed = request.POST.get("deed", "write")
    try:
        _done(request, sitting, key, deed)
    except editing.Outdated as outdated:
        return _part_page(request, sitting, key, outdated, theirs=outdated.theirs)
    except Refusal as refusal:
        return _part_page(request, sitting, key, refusal)
    if getattr(request, "htmx", False):
        return _part_page(request, sitting, key)
    said = {"write": "Частину збережено.", "restore": "Частину знову складено за перебігом засідання."}
    messages.success(request, said.get(deed, "Вашу редакцію підтверджено."))
    onwards = request.POST.get("onwards")
    return redirect("sittings:minutes_part", sitting, onwards) if onwards else redirect("sittings:minutes", sitting)


@allow(any_post=True)
@require_POST
def deed(request: HttpRequest, sitting: int) -> HttpResponse:
    """What is done with the whole: manner, attachments, handing in, marks of signatures, taking back."""
    deeds: dict[str, tuple[Callable[[], Any], str]] = {
        "manner": (lambda: _set_manner(request, sitting), "Збережено."),
        "attach": (lambda: _attach(request, sitting), "Файл долучено."),
        "hand_in": (lambda: signing.hand_in(**_who(request, sitting)), "Протокол подано на підпис."),
        "sign": (lambda: _sign(request, sitting), "Підпис відмічено."),
        "sign_own": (lambda: _sign_own(request, sitting), "Протокол підписано."),
        "reopen": (
            lambda: signing.reopen(**_who(request, sitting), reason=request.POST.get("reason", "")),
            "Протокол повернуто до роботи.",
        ),
    }
    wanted = deeds.get(request.POST.get("deed", ""))
    if wanted is None:
        raise Http404
    try:
        wanted[0]()
    except Refusal as refusal:
        return _page(request, sitting, refusal)
    messages.success(request, wanted[1])
    return redirect("sittings:minutes", sitting)


@allow(any_post=True)
@require_GET
def on_paper(request: HttpRequest, sitting: int, form: str) -> HttpResponse:
    """The minutes as PDF/A or DOCX."""
    whole = queries.assembled(sittings.sitting(sitting))
    _refuse_stranger(request, whole)
    name = f"Протокол засідання {whole.sitting.gathering.on:%d.%m.%Y}"
    if form == "docx":
        return _file(paper.docx(whole, request.on, request.at), f"{name}.docx", DOCX)
    if form != "pdf":
        raise Http404
    return _file(paper.pdf(whole, request.on, request.at), f"{name}.pdf", "application/pdf")


@allow(KEEP)
@require_http_methods(["GET", "POST"])
def extract(request: HttpRequest, sitting: int) -> HttpResponse:
    """Choose the questions of an extract; its PDF with the mark of who certifies it."""
    whole = queries.assembled(sittings.sitting(sitting))
    refusal = signing.extract_refusal(minutes=whole.minutes)
    chosen = request.POST.getlist("part")
    if request.method == "POST" and refusal is None:
        try:
            made = signing.extract(**_who(request, sitting), keys=chosen)
        except Refusal as raised:
            refusal = raised
        else:
            return _file(made, f"Витяг з протоколу {whole.sitting.gathering.on:%d.%m.%Y}.pdf", "application/pdf")
    context = {"sitting": whole.sitting, "parts": whole.parts, "refusal": refusal, "chosen": chosen}
    status = status_of(refusal) if refusal and request.method == "POST" else 200
    return render(request, "sittings/minutes/extract.html", context, status=status)


def _refuse_stranger(request: HttpRequest, whole: queries.Assembled) -> None:
    """Go on only for the readers, and for who signs them now, whatever his rights: who presided by the clause alone."""
    refusals = [request.may(right) for right in READERS]
    if all(refusals) and electronic.role_of(
        sitting=whole.sitting, minutes=whole.minutes, actor=request.actor, at=request.at
    ) is None:  # fmt: skip
        raise as_right(refusals[-1])


def _page(request: HttpRequest, sitting: int, refusal: Refusal | None = None) -> HttpResponse:
    whole = queries.assembled(sittings.sitting(sitting))
    _refuse_stranger(request, whole)
    kept = whole.minutes
    state = kept.state if kept else "draft"
    may_keep = request.may(KEEP) is None
    # Told that two signed for the post on the typed day, the clerk chooses between those of that day.
    day = asked(request.POST.get("on", "")) or request.on
    who_sign = queries.signers(whole.sitting, whole.state, kept, day)
    context = head.of(request, whole.sitting, "sittings:minutes") | {
        "minutes": kept,
        "state": state,
        "parts": [_shown(one) for one in whole.parts],
        "outdated": whole.outdated,
        "signers": who_sign,
        "signed_on": day,
        "is_chair_unknown": queries.knows_not_who_presided(kept, who_sign),
        "may_keep": may_keep,
        "may_edit": may_keep and state == "draft",
        "is_over": whole.state.closed_at is not None,
        "refusal": refusal,
        **_own(request, whole),
    }
    return render(request, "sittings/minutes/minutes.html", context, status=status_of(refusal) if refusal else 200)


def _part_page(
    request: HttpRequest, sitting: int, key: str, refusal: Refusal | None = None, theirs: Shown | None = None
) -> HttpResponse:
    whole = queries.assembled(sittings.sitting(sitting))
    shown = whole.part(key)
    if shown is None:
        raise Http404
    keys = [one.key for one in whole.parts]
    place = keys.index(key)
    is_saving = getattr(request, "htmx", False) and request.method == "POST"
    context = {
        "sitting": whole.sitting,
        "shown": shown,
        "text": request.POST.get("text", shown.text) if refusal else shown.text,
        "revision": request.POST.get("revision", "") if refusal else shown.revision,
        "before": keys[place - 1] if place else "",
        "after": keys[place + 1] if place + 1 < len(keys) else "",
        "theirs": theirs,
        "refusal": refusal,
        "is_saving": is_saving,
        "saved_at": request.at,
        "is_draft": whole.minutes is None or whole.minutes.state == "draft",
    }
    template = "sittings/minutes/saved.html" if is_saving else "sittings/minutes/part.html"
    return render(request, template, context, status=status_of(refusal) if refusal else 200)


def _done(request: HttpRequest, sitting: int, key: str, deed: str) -> None:
    who = _who(request, sitting) | {"key": key}
    if deed == "restore":
        editing.restore_part(**who)
    elif deed == "keep":
        editing.keep_part(**who)
    else:
        editing.write_part(
            **who, text=request.POST.get("text", ""), revision=forms.whole(request.POST, "revision"),
            seen=request.POST.get("seen", "")[:16], over=bool(request.POST.get("over")),
        )  # fmt: skip


def _set_manner(request: HttpRequest, sitting: int) -> None:
    editing.set_manner(
        **_who(request, sitting), is_by_name=bool(request.POST.get("is_by_name")),
        without_transcript=request.POST.get("without_transcript", ""),
    )  # fmt: skip


def _attach(request: HttpRequest, sitting: int) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise Refusal("", "Виберіть файл.")
    upload = Upload(file.name or "", file.file)
    signing.attach(**_who(request, sitting), what=request.POST.get("what", ""), upload=upload)


def _sign(request: HttpRequest, sitting: int) -> None:
    form = forms.SignForm(request.POST)
    if not form.is_valid():
        raise Refusal("", "Зазначте день підпису у вигляді 09.03.2026.")
    scan = request.FILES.get("scan")
    scans = [Upload(scan.name or "", scan.file, "signed")] if scan else []
    signing.sign(**_who(request, sitting), scan=scans, **form.cleaned_data)


def _sign_own(request: HttpRequest, sitting: int) -> None:
    form = forms.OwnSignForm(request.POST, providers=_providers(request))
    if not form.is_valid():
        raise Refusal("", "Виберіть, чим підписати, і введіть ПІН-код.")
    attempt = electronic.sign(**_who(request, sitting), **form.cleaned_data)
    if attempt.state == "failed":
        raise Refusal("", attempt.trouble)


def _providers(request: HttpRequest) -> list[tuple[str, str]]:
    person = request.actor.person_id
    return [(one.key, one.title) for one in signers.offered(person, request.at)] if person else []


def _own(request: HttpRequest, whole: queries.Assembled) -> dict[str, Any]:
    """The person's own electronic signature, where it is his turn: in which role, by which providers, what goes on."""
    his = electronic.role_of(sitting=whole.sitting, minutes=whole.minutes, actor=request.actor, at=request.at)
    is_paper = whole.minutes is not None and bool(whole.minutes.signed_printed) and not whole.minutes.is_electronic
    if his is None or is_paper:
        return {"own_sign": None}
    providers = _providers(request)
    form = forms.OwnSignForm(providers=providers) if providers else None
    waiting = next((one for one in queries.attempts(whole.minutes) if one.state == "waiting"), None)
    return {"own_sign": his[1], "own_form": form, "own_waits": waiting}


def _shown(one: Shown) -> dict[str, Any]:
    """A part with its paragraphs as the paper has them."""
    return {"part": one, "lines": paper.paragraphs([one]), "anchor": one.key}


def _who(request: HttpRequest, sitting: int) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.at, "sitting": sitting}


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
