"""The folder of acts to sign, one after another with a look at each; the mark on paper; what goes back (KR 6.11-6.14; DR 5.10-5.12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.acts.actions import electronic, signing
from magistrat.acts.forms.office import HandInForm, MarkForm, SignForm
from magistrat.acts.pages import act as page
from magistrat.acts.pages import opened
from magistrat.acts.pages.shown import version_text
from magistrat.acts.queries import on_paper, repeats
from magistrat.acts.queries import signing as facts
from magistrat.approvals.queries import state as approvals
from magistrat.documents.actions.files import Upload
from magistrat.journal.actor import Actor
from magistrat.rules import decisions, orders
from magistrat.rules.refusal import Refusal
from magistrat.signatures import signers
from magistrat.storage import queries as storage
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

REGISTER = "document.register_act"
SIGNED = "Підписано: {title}"


@allow(any_post=True)
@require_GET
def folder(request: HttpRequest) -> HttpResponse:
    """Acts that wait for the person's signature, in their order."""
    waiting = facts.folder(request.actor, request.on)
    context = {"acts": waiting, "has_key": bool(_providers(request, request.actor))}
    return render(request, "acts/signing/folder.html", context)


@allow(any_post=True)
@require_GET
def next_one(request: HttpRequest) -> HttpResponse:
    """The act after the one just left (`pislia`), else the first; back to the folder when none waits."""
    waiting = facts.folder(request.actor, request.on)
    after = request.GET.get("pislia", "")
    ids = [act.pk for act in waiting]
    place = ids.index(int(after)) + 1 if after.isdecimal() and int(after) in ids else 0
    left = ids[place:] or ids[:place]
    return redirect("acts:sign", left[0]) if left and str(left[0]) != after else redirect("acts:folder")


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """One act fills the screen: its text as it will be signed, visas and remarks; signed, and the next one opens."""
    act = opened.act(request, pk)
    part = facts.part_for(act, request.actor, request.on)
    if not part:
        messages.info(request, "Цей акт не чекає на Ваш підпис.")
        return redirect("acts:act", pk)
    actor = _actor(request, act, part)
    form = SignForm(request.POST or None, providers=[(one.key, one.title) for one in _providers(request, actor)])
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            attempt = electronic.sign(actor=actor, at=request.at, act=pk, **form.cleaned_data)
        except Refusal as refused:
            refusal = refused
        else:
            if attempt.state != "failed":
                return _signed(request, act, attempt)
            refusal = Refusal("", attempt.trouble)
    return _sign_page(request, act, part, actor, form, refusal)


@allow(any_post=True)
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The very file that is signed: of the newest version, with the signatures that it has already."""
    act = opened.act(request, pk, "примірник акта для підпису")
    version = facts.version_of(act.document_id)
    if version is None:
        raise Http404
    before = facts.last_signed(act, version)
    if before is not None and before.made_id:
        content = storage.path_of(before.made_id).read_bytes()
    else:
        content = on_paper.pdf(act.pk, version=version.number, at=request.at)
    return HttpResponse(content, content_type="application/pdf")


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Before the signatory: of a decision its day of adoption is asked, else one button does it."""
    act = opened.act(request, pk)
    known = [(post.pk, post.title) for post in facts.signatories(act, request.on)]
    # The day of a committee's decision follows from its outcome.
    is_adopted = orders.is_dated_by_adoption(facts.rules_of(act), act.kind) and act.kind not in decisions.COMMITTEE
    given = request.POST if request.method == "POST" else None
    form = HandInForm(
        given, signatories=known, is_adopted=is_adopted, may_repeat=is_adopted and repeats.rule(act) is not None,
        initial={"adopted_on": request.on},
    )  # fmt: skip
    refusal = None
    if given is not None and form.is_valid():
        try:
            signing.hand_in(actor=request.actor, at=request.at, act=pk, **form.cleaned_data)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Подано на підпис.")
            return redirect("acts:act", pk)
    return _page(request, "acts/signing/hand_in.html", act, form, refusal)


@allow(REGISTER)
@require_http_methods(["GET", "POST"])
def mark_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The signature that stands on the paper, with its scan."""
    act = opened.act(request, pk)
    form = MarkForm(
        request.POST or None,
        request.FILES or None,
        has_annexes=facts.has_annexes(act),
        people=[(one.person_id or 0, f"{one.title}, {one.name}") for one in facts.signatures(act, request.on)],
        initial={"signed_on": request.on},
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            signing.mark_paper(
                actor=request.actor, at=request.at, act=pk, signed_on=form.cleaned_data["signed_on"], scan=_uploads(request),
                are_annexes_signed=form.cleaned_data.get("are_annexes_signed", False), person=form.cleaned_data.get("person"),
            )  # fmt: skip
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, "Підпис відмічено: акт можна реєструвати.")
            return redirect("acts:register_act", pk)
    more = {"annex_signers": facts.annex_signers(act, request.on)}
    return _page(request, "acts/signing/mark.html", act, form, refusal, **more)


@allow(any_post=True)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Not signed: back to its drafter with the reason; from the folder the next act opens."""
    act = opened.act(request, pk)
    actor = facts.actor_for(request.actors, act.signatory_id) or request.actor
    words = {"reason": request.POST.get("remark", "")}
    onwards = redirect(f"{reverse('acts:sign_next')}?pislia={pk}") if request.POST.get("tecka") else None
    return _done(request, pk, signing.send_back, "Повернуто розробникові.", actor, onwards, **words)


@allow(REGISTER)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mark of a signature on paper back."""
    words = {"reason": request.POST.get("remark", "")}
    return _done(request, pk, signing.withdraw, "Відмітку про підпис знято.", request.actor, **words)


@allow(any_post=True)
@require_POST
def give_up(request: HttpRequest, pk: int, attempt: int) -> HttpResponse:
    """Wait no longer for a provider."""
    try:
        electronic.give_up(actor=request.actor, at=request.at, attempt=attempt)
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, "Підписання припинено.")
    return redirect("acts:act", pk)


def _sign_page(
    request: HttpRequest, act: Any, part: str, actor: Actor, form: SignForm, refusal: Refusal | None
) -> HttpResponse:
    waiting = [one.pk for one in facts.folder(request.actor, request.on)]
    version = facts.version_of(act.document_id)
    context = {
        "act": act,
        "document": act.document,
        "part": part,
        "form": form,
        "refusal": refusal,
        "version": version,
        "text": version_text(request, version) if version else "",
        "approval": approvals.of_document(act.document_id),
        "lacks": facts.refusals(act, version),
        "unsigned": facts.unsigned_annexes(act, version, request.on) if version and part == "act" else [],
        "attempts": [one for one in facts.attempts(act) if one.state != "failed"],
        "providers": _providers(request, actor),
        "signs_as": _signs_as(act, part, actor),
        "place": waiting.index(act.pk) + 1 if act.pk in waiting else 0,
        "total": len(waiting),
    }
    return render(request, "acts/signing/sign.html", context, status=status_of(refusal) if refusal else 200)


def _signed(request: HttpRequest, act: Any, attempt: Any) -> HttpResponse:
    if attempt.state == "waiting":
        messages.info(request, f"Підписання очікує на відповідь. {attempt.trouble}".strip())
    else:
        messages.success(request, SIGNED.format(title=act.title))
    return redirect(f"{reverse('acts:sign_next')}?pislia={act.pk}")


def _actor(request: HttpRequest, act: Any, part: str) -> Actor:
    """In whose name the person signs: the present choice first, then his other posts."""
    posts = [act.signatory_id] if part == "act" else [one.post.pk for one in facts.annex_signers(act, request.on)]
    if request.actor.post_id in posts and request.actor.on_behalf is None:
        return request.actor
    return next((one for post in posts if (one := facts.actor_for(request.actors, post))), request.actor)


def _signs_as(act: Any, part: str, actor: Actor) -> str:
    """The post in whose name it is signed; both posts for who led the sitting in the mayor's place (DR 6.26)."""
    led = facts.of_sitting(act, actor) if part == "act" else None
    return led.title if led else actor.post_title


def _providers(request: HttpRequest, actor: Actor) -> list[Any]:
    return signers.offered(actor.person_id, request.at) if actor.person_id else []


def _page(
    request: HttpRequest, template: str, act: Any, form: Any, refusal: Refusal | None, **more: Any
) -> HttpResponse:
    context = {"act": act, "document": act.document, "form": form, "refusal": refusal, **more}
    return render(request, template, context, status=status_of(refusal) if refusal else 200)


def _done(
    request: HttpRequest, pk: int, deed: Callable[..., Any], said: str, actor: Actor, onwards: Any = None, **words: str
) -> HttpResponse:
    try:
        deed(actor=actor, at=request.at, act=pk, **words)
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, said)
    return onwards or redirect("acts:act", pk)


def _uploads(request: HttpRequest) -> list[Upload]:
    return [Upload(one.name or "", one.file) for one in request.FILES.getlist("uploads")]
