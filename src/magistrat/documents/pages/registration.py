"""Registration: the file on the left, the card on the right, the number after saving, the next arrival by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from magistrat.documents.actions import cards as card_deeds
from magistrat.documents.actions import corrections, correspondents, looks, registration
from magistrat.documents.actions import piles as pile_deeds
from magistrat.documents.forms.cards import PARTIES, CardForm, CorrectionForm
from magistrat.documents.forms.deeds import PileForm, SupplementForm
from magistrat.documents.pages import answers, begin
from magistrat.documents.pages.viewer import viewer
from magistrat.documents.queries import arrivals, cards, choices, duplicates, marks, piles, points, rights, search
from magistrat.documents.queries import correspondents as directory
from magistrat.organisation import queries as organisation
from magistrat.rules.refusal import Refusal
from magistrat.ui.routes import allow

REGISTRARS = (
    "document.register_incoming",
    "document.register_outgoing",
    "document.register_internal",
    "document.register_unit",
)
TITLES = {
    "incoming": "Реєстрація вхідного документа",
    "outgoing": "Реєстрація вихідного документа",
    "internal": "Реєстрація внутрішнього документа",
}


@allow(*REGISTRARS)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, direction: str) -> HttpResponse:
    """A new document of the flow; `?kopiia=` begins with the card of a similar one."""
    if direction not in TITLES:
        return redirect("documents:list")
    copied = request.GET.get("kopiia", "")
    initial = begin.copy(request, int(copied)) if copied.isdecimal() else begin.fresh(request, direction)
    return _page(request, direction, initial, files=[])


@allow("document.register_incoming", "document.register_unit")
@require_http_methods(["GET", "POST"])
def register_arrival(request: HttpRequest, document_id: int) -> HttpResponse:
    """The card of an arrival whose file is looked at on the left."""
    document = cards.document(actor=request.actor, document_id=document_id)
    if not document.is_waiting:
        return redirect("documents:card", document_id)
    looks.looked(actor=request.actor, at=request.at, document=document)
    files = cards.files(document_id)
    place = piles.place_of(actor=request.actor, document_id=document_id)
    first = _first(request)
    initial = begin.from_arrival(request, document, files, first)
    if place is not None and document.reviewed_at is None and first is None:
        initial |= place.pile.kept
    return _page(request, "incoming", initial, files=files, arrival=document, supplement_to=first, place=place)


@allow(*REGISTRARS)
@require_http_methods(["GET", "POST"])
def supplement(request: HttpRequest, document_id: int) -> HttpResponse:
    """A further paper under the same number with «до» (DR 10.9)."""
    first = cards.document(actor=request.actor, document_id=document_id)
    if refusal := rights.refusal_for_act(first.direction):
        raise refusal
    initial = begin.copy(request, document_id)
    return _page(request, first.direction, initial, files=[], supplement_to=first)


@allow("document.correct")
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, document_id: int) -> HttpResponse:
    """The card is written anew, with the reason."""
    document = cards.document(actor=request.actor, document_id=document_id)
    if refusal := rights.refusal_for_act(document.direction):
        raise refusal
    looks.looked(actor=request.actor, at=request.at, document=document)
    initial = begin.of_card(cards.card_of(document))
    offered = begin.offered_to_correct(request, document)
    form = CorrectionForm(
        request.POST or None, today=request.on, direction=document.direction, choices=offered, initial=initial
    )
    context = {
        "document": document,
        "form": form,
        "viewer": viewer(cards.files(document_id), request=request),
        "names": begin.names(form),
    }
    if request.method != "POST" or not is_whole(request, form):
        return render(request, "documents/registration/correct.html", context, status=422 if form.is_bound else 200)
    try:
        corrections.correct(
            actor=request.actor,
            at=request.at,
            document_id=document_id,
            card=form.card(cards.card_of(document)),
            reason=form.cleaned_data["reason"],
        )
    except Refusal as refusal:
        beside_fields(form, refusal)
        return render(request, "documents/registration/correct.html", context | {"refusal": refusal}, status=409)
    messages.success(request, "Картку виправлено.")
    return redirect("documents:card", document_id)


def _first(request: HttpRequest) -> Any:
    """The registered paper to which the arrival is said to add, chosen from the list or named by its whole index (DR 10.9)."""
    chosen, index = request.GET.get("do", ""), request.GET.get("do_text", "").strip()
    if chosen.isdecimal() and len(chosen) < 18:
        return cards.document(actor=request.actor, document_id=int(chosen))
    if not index:
        return None
    found = search.with_index(actor=request.actor, index=index, direction="incoming")
    if len(found) == 1:
        return cards.document(actor=request.actor, document_id=found[0].pk)
    wrong = (
        f"Вхідних документів з індексом «{index}» кілька" if found else f"Вхідного документа з індексом «{index}» немає"
    )
    messages.error(request, f"{wrong}: виберіть зі списку.")
    return None


def _page(
    request: HttpRequest,
    direction: str,
    initial: dict[str, Any],
    *,
    files: Any,
    arrival: Any = None,
    supplement_to: Any = None,
    place: piles.Place | None = None,
) -> HttpResponse:
    if request.method != "POST" and supplement_to is not None:
        _refuse_to_add(request, supplement_to)
    offered = begin.offered(request, direction)
    registries = rights.registries_of(actor=request.actor, on=request.on, direction=direction)
    offered["registry"] = [(str(one.pk), one.title) for one in registries]
    data, uploaded = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial.setdefault("registry", registries[0].pk if registries else None)
    form = CardForm(data, uploaded, today=request.on, direction=direction, choices=offered, initial=initial)
    if direction == "outgoing":
        # Nothing else here shows that the letter is signed: its draft was not written in the system.
        form.fields["files"].required = True
        form.fields["files"].label = "Скановані копії підписаного листа й додатків"
    context: dict[str, Any] = {
        "form": form,
        "direction": direction,
        "title": f"Доповнення до {supplement_to.index}" if supplement_to else TITLES[direction],
        "arrival": arrival,
        "supplement_to": supplement_to,
        "viewer": viewer(files, request=request),
        "registries": registries,
        "names": begin.names(form),
        "correspondent_kinds": choices.CORRESPONDENT_KINDS,
        "done": begin.just_registered(request),
        "place": place,
        # Kept unless the clerk has said no for the letter before.
        "keeps": place is not None and (place.through == 0 or bool(place.pile.kept)),
        "may_pile": direction == "incoming"
        and not (arrival or supplement_to)
        and request.may("arrival.receive") is None,
        "adding": SupplementForm(auto_id="adding_%s")
        if arrival and not supplement_to and points.entry(request.on, points.SUPPLEMENT)
        else None,
        "pile_form": PileForm(auto_id="pile_%s"),
        "offers_label": marks.is_offered(request.on),
        "checks_clause": points.clause(request.on, points.DISPATCH_CHECKS),
    }
    if data is None:
        return render(request, "documents/registration/register.html", context)
    try:
        write_new_correspondent(request, form)
    except Refusal as refusal:
        return render(request, "documents/registration/register.html", context | {"refusal": refusal}, status=409)
    if not is_whole(request, form):
        return render(
            request, "documents/registration/register.html", context | {"names": begin.names(form)}, status=422
        )
    try:
        if direction == "incoming":
            card_deeds.require_whole(form.card(), undated=form.undated())
        document = _deed(request, form, direction, arrival, supplement_to)()
    except Refusal as refusal:
        beside_fields(form, refusal)
        told = {"refusal": refusal, "duplicates": duplicates.shown(request.actor, getattr(refusal, "earlier", []))}
        return render(request, "documents/registration/register.html", context | told, status=409)
    if place is not None:
        pile_deeds.keep(document_id=document.pk, values=form.cleaned_data if "keep" in request.POST else None)
    onwards = _next(request, document, arrival, direction, place)
    if "zareiestrovano" not in onwards:
        # The next letter's page tells of the one before it by itself.
        messages.success(request, f"Зареєстровано за індексом {document.index}.")
    return redirect(onwards)


def _refuse_to_add(request: HttpRequest, first: Any) -> None:
    """Say before a whole card is typed that the first paper's registry is kept by others, or closed.

    :raises Refusal: with the registry's clause.
    """
    if first.registry_id is None:
        return
    if refusal := rights.refusal_to_add(actor=request.actor, registry_id=first.registry_id, on=request.on):
        raise refusal


def _deed(request: HttpRequest, form: CardForm, direction: str, arrival: Any, supplement_to: Any) -> Callable[[], Any]:
    given = form.cleaned_data
    uploads = answers.uploads(given["files"], role="signed" if direction == "outgoing" else "main")
    common = {"actor": request.actor, "at": request.at, "card": form.card(), "uploads": uploads}
    arrived = {"arrival_id": arrival.pk if arrival else None}
    if direction == "outgoing":
        common["signed"] = form.signed()
    related = given["earlier"] or given["earlier_seen"]
    common["links"] = [(related, "reply" if direction == "outgoing" else "about")] if related else []
    if given.get("answers"):
        common["links"].append((given["answers"], "reply"))
    if supplement_to is not None:
        return lambda: registration.register_supplement(
            to=supplement_to.pk, confirm=given["confirm"], **common, **arrived
        )
    common["registry_id"] = given["registry"]
    if direction == "incoming":
        return lambda: registration.register_incoming(confirm=given["confirm"], **common, **arrived)
    if direction == "outgoing":
        return lambda: registration.register_outgoing(**common)
    return lambda: registration.register_internal(**common)


def write_new_correspondent(request: HttpRequest, form: CardForm) -> None:
    """The typed words become a new entry of the directory when its kind has been chosen and no entry is meant by them."""
    form.is_valid()
    name, kind = form.typed_words(), request.POST.get("new_kind", "")
    if name and kind and _meant(form, name, directory.likely(name)) is None:
        made = correspondents.add(actor=request.actor, at=request.at, name=name, kind=kind)
        form.choose("correspondent", made.pk)


def is_whole(request: HttpRequest, form: CardForm) -> bool:
    """Whether everything is readable; words typed without choosing from the list are looked up."""
    form.is_valid()
    for n in range(1, PARTIES + 1):
        if words := form.typed_words(n):
            _find_party(form, n, words)
    _find_relations(request, form)
    return not form.errors


def _meant(form: CardForm, words: str, likely: Sequence[Any], n: int = 1) -> int | None:
    """The entry that has exactly this name or code, or of the likely ones the confirmed one."""
    confirmed = [one.pk for one in likely if n == 1 and one.pk == form.cleaned_data.get("like")]
    return directory.named(words) or next(iter(confirmed), None)


def _find_party(form: CardForm, n: int, words: str) -> None:
    name = "correspondent" if n == 1 else f"correspondent_{n}"
    likely = directory.likely(words)
    if known := _meant(form, words, likely, n):
        form.choose(name, known)
    elif n == 1:
        form.likely = likely
        like = "підтвердьте схожого, " if likely else ""
        form.add_error(
            name,
            f"Такого кореспондента немає: {like}виберіть зі списку або внесіть нового, указавши категорію.",
        )
    else:
        like = f" Схожі: {'; '.join(one.name for one in likely)}." if likely else ""
        form.add_error(name, f"Такого кореспондента немає: виберіть зі списку або внесіть до довідника.{like}")


def _find_relations(request: HttpRequest, form: CardForm) -> None:
    """A related document whose index was typed; unread, the relation would be lost without a word."""
    flows = {"answers": "outgoing", "earlier": "incoming" if form.direction == "outgoing" else ""}
    for name, index in form.typed_relations().items():
        found = search.with_index(actor=request.actor, index=index, direction=flows[name])
        if len(found) == 1:
            form.choose(name, found[0].pk)
            continue
        wrong = f"Документів з індексом «{index}» кілька" if found else f"Документа з індексом «{index}» немає"
        further = " Якщо його немає в системі, зазначте номер і дату в полях «На № … від …»."
        form.add_error(name, f"{wrong}: виберіть зі списку.{further if name == 'answers' and not found else ''}")


def beside_fields(form: CardForm, refusal: Refusal) -> None:
    """Put what an incomplete card lacks beside its fields; ask who signed the letter, where that is not known."""
    if isinstance(refusal, card_deeds.IncompleteCard):
        for name, words in refusal.fields.items():
            form.add_error(name if name in form.fields else None, words.capitalize())
    if isinstance(refusal, organisation.Unnamed):
        form.ask_who_signed([(one.person_id or 0, f"{one.title}, {one.name}") for one in refusal.signers])


def _next(request: HttpRequest, document: Any, arrival: Any, direction: str, place: piles.Place | None = None) -> str:
    """The next letter of the pile, else the next arrival, opens by itself; after a paper without an arrival its card."""
    if place is not None:
        if place.following is None:
            return reverse("documents:pile", args=[place.pile.pk])
        return f"{reverse('documents:register_arrival', args=[place.following])}?zareiestrovano={document.pk}"
    if arrival is None:
        return reverse("documents:card", args=[document.pk])
    following = arrivals.after(actor=request.actor, document=document)
    if following is None:
        return reverse("documents:card", args=[document.pk])
    return f"{reverse('documents:register_arrival', args=[following.pk])}?zareiestrovano={document.pk}"
