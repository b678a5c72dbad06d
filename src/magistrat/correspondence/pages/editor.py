"""Writing a draft: addressees, who may sign and why others not, text, files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.correspondence import queries
from magistrat.correspondence.actions import drafting
from magistrat.correspondence.forms import DraftForm, ids
from magistrat.correspondence.pages import opened
from magistrat.correspondence.queries import mailing_lists
from magistrat.documents.actions.files import Upload
from magistrat.documents.queries import cards, choices, correspondents
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import letters, mail
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

RIGHT = "letter.draft"
ARRANGING = ("add", "remove", "gather")


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new letter: `?zavdannia=` answers a task, `?vidpovid=` a paper, else one of our own."""
    answered = queries.answerable(
        actor=request.actor, task=_number(request, "zavdannia"), reply_to=_number(request, "vidpovid")
    )
    task = answered.task.pk if answered and answered.task else None
    if answered and task is None:
        task = queries.task_of(actor=request.actor, document=answered.document.pk)
    form = DraftForm(request.POST or None, initial=_initial(request, answered))
    about = {"answered": answered, "drafter": queries.drafter_post(request.actor), "letter": None}
    if request.method == "POST" and not _is_arranging(request) and form.is_valid():
        try:
            letter = drafting.draft(
                actor=request.actor,
                at=request.at,
                content=form.content(),
                task=task,
                reply_to=answered.document.pk if answered else None,
                uploads=_uploads(request),
            )
        except Refusal as refusal:
            return _editor(request, form, about, refusal)
        messages.success(request, "Проєкт листа збережено.")
        return redirect("correspondence:letter", letter.pk)
    return _editor(request, form, about)


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another version of a letter; the visas of the former one lose force."""
    letter = opened.letter(request, pk)
    content = queries.content_of(letter)
    initial = {**vars(content), "addressees": ",".join(map(str, content.addressees))}
    form = DraftForm(request.POST or None, initial=initial)
    answered = queries.Answered(letter.reply_to, letter.task) if letter.reply_to else None
    about = {"answered": answered, "drafter": letter.drafter, "letter": letter}
    if request.method == "POST" and not _is_arranging(request) and form.is_valid():
        try:
            drafting.change(
                actor=request.actor, at=request.at, letter=pk, content=form.content(), uploads=_uploads(request)
            )
        except Refusal as refusal:
            return _editor(request, form, about, refusal)
        messages.success(request, "Проєкт листа змінено.")
        return redirect("correspondence:letter", pk)
    return _editor(request, form, about)


@allow(RIGHT)
@require_POST
def parties(request: HttpRequest) -> HttpResponse:
    """The part of the editor with addressees and signatories, after an addressee was added or taken away."""
    reply_to, letter_id = _number(request, "reply_to"), _number(request, "letter")
    letter = queries.letter(actor=request.actor, letter_id=letter_id) if letter_id else None
    answered = queries.answerable(actor=request.actor, task=None, reply_to=reply_to)
    about = {
        "answered": answered,
        "drafter": letter.drafter if letter else queries.drafter_post(request.actor),
        "letter": letter,
    }
    form = DraftForm(request.POST)
    return render(request, "correspondence/parties.html", _parties(request, form, about))


@allow(RIGHT)
@require_GET
def addressees(request: HttpRequest) -> HttpResponse:
    """Suggestions for an addressee."""
    found = correspondents.suggest(request.GET.get("q", ""))
    return render(request, "correspondence/addressees.html", {"found": found})


def _editor(
    request: HttpRequest, form: DraftForm, about: dict[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    letter = about["letter"]
    answered = about["answered"]
    if _is_arranging(request):
        form = DraftForm(initial={name: request.POST.get(name) for name in DraftForm.base_fields}, data=None)
    files = cards.files(letter.document_id) if letter else []
    context = {
        **_parties(request, form, about),
        "refusal": refusal,
        "files": files,
        "file_sum": sum(file.blob.size for file in files),
        "mail_limit": mail.largest_sum(queries.rules_of(letter) if letter else regulation.rules_on(request.on)),
        "key": f"letter-{letter.pk}-{letter.version}"
        if letter
        else f"letter-new-{answered.document.pk if answered else 0}",
    }
    return render(request, "correspondence/editor.html", context, status=status_of(refusal) if refusal else 200)


def _parties(request: HttpRequest, form: DraftForm, about: dict[str, Any]) -> dict[str, Any]:
    """Addressees as they stand now and everyone who signs letters, with the reason of those who may not."""
    chosen = _arranged(request, form)
    gathered = _gathered(request)
    chosen = list(dict.fromkeys([*chosen, *gathered.found]))
    too_many = ""
    if len(chosen) > mailing_lists.MOST:
        chosen, too_many = (
            chosen[: mailing_lists.MOST],
            f"Адресатів може бути не більше {mailing_lists.MOST}: решту не додано.",
        )
    answered, letter = about["answered"], about["letter"]
    reply_to = answered.document.pk if answered else None
    matter = queries.matter(addressees=chosen, reply_to=reply_to, department=about["drafter"].department_id)
    edition = queries.rules_of(letter) if letter else regulation.rules_on(request.on)
    people = queries.people(chosen)
    found = queries.candidates(
        edition=edition, about=matter, drafter=about["drafter"], reply_to=reply_to, on=request.on
    )
    addressed = queries.addressed(people)
    return {
        **about,
        "form": form,
        "reply_to": reply_to,
        "people": people,
        "addressed": list(zip(people, addressed, strict=True)),
        "greeting": addressed[0].greeting if len(addressed) == 1 else "",
        "chosen": ",".join(map(str, chosen)),
        "over_limit": letters.addressees_refusal(edition, len(chosen), by_list=bool(form["by_list"].value())),
        "mailing_lists": mailing_lists.lists(),
        "correspondent_kinds": choices.CORRESPONDENT_KINDS,
        "unknown_lines": gathered.unknown,
        "unknown_text": "\n".join(gathered.unknown),
        "too_many": too_many,
        "candidates": found,
        "signatory": _signatory(request, form, found),
    }


def _arranged(request: HttpRequest, form: DraftForm) -> list[int]:
    if request.method != "POST":
        return ids(str(form.initial.get("addressees") or ""))
    chosen = ids(request.POST.get("addressees", ""))
    added = _number(request, "addressee")
    if added is None and request.POST.get("addressee_text", "").strip():
        only = correspondents.suggest(request.POST["addressee_text"])
        added = only[0].pk if len(only) == 1 else None
    removed = _number(request, "remove")
    return [one for one in dict.fromkeys([*chosen, *([added] if added else [])]) if one != removed]


def _gathered(request: HttpRequest) -> mailing_lists.Pasted:
    """Whom a mailing list, a kind of correspondents and pasted lines name, when they were asked for."""
    if request.method != "POST" or not request.POST.get("gather"):
        return mailing_lists.Pasted()
    found = mailing_lists.pasted(request.POST.get("pasted", ""))
    if number := _number(request, "mailing_list"):
        found.found += [one.pk for one in mailing_lists.members(number)]
    if kind := request.POST.get("group", ""):
        found.found += mailing_lists.of_kind(kind)
    return found


def _signatory(request: HttpRequest, form: DraftForm, found: Sequence[queries.Candidate]) -> int | None:
    """Whom the person chose while he still may sign, else the proposed one."""
    wanted = request.POST.get("signatory") if request.method == "POST" else form.initial.get("signatory")
    allowed = [one for one in found if one.refusal is None]
    kept = next((one for one in allowed if str(one.post.pk) == str(wanted)), None)
    best = kept or next((one for one in allowed if one.is_proposed), None)
    return best.post.pk if best else None


def _initial(request: HttpRequest, answered: queries.Answered | None) -> dict[str, Any]:
    initial: dict[str, Any] = {"phone": _phone(request), "kind": queries.usual_kind(is_reply=answered is not None)}
    if answered is None:
        return initial
    document = answered.document
    parties = cards.parties(document.pk)
    initial["addressees"] = ",".join(str(party.correspondent_id) for party in parties)
    if len(parties) == 1:
        initial["greeting"] = queries.addressed([parties[0].correspondent])[0].greeting
    initial["is_urgent"] = document.is_urgent
    initial["summary"] = document.summary
    return initial


def _phone(request: HttpRequest) -> str:
    return organisation.person(request.actor.person_id).phone if request.actor.person_id else ""


def _is_arranging(request: HttpRequest) -> bool:
    return request.method == "POST" and any(request.POST.get(name) for name in ARRANGING)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.POST.get(name) or request.GET.get(name) or ""
    return int(text) if text.isdecimal() else None


def _uploads(request: HttpRequest) -> list[Upload]:
    return [Upload(one.name or "", one.file) for one in request.FILES.getlist("uploads")]
