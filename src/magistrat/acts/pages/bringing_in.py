"""An act registered before the system came, brought in by its file: read, looked through, kept (KR 15.12)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from magistrat.acts.actions import bringing_in
from magistrat.acts.bring_in_form import BringInForm
from magistrat.acts.queries import earlier
from magistrat.documents.actions.files import Upload
from magistrat.rules.earlier_act import EarlierAct
from magistrat.rules.refusal import Refusal
from magistrat.storage import queries as storage
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

RIGHT = "records.bring_in"
SALT = "acts.bring_in"


@allow(RIGHT)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """The file is chosen and read; what was read is corrected and kept with the file."""
    form, found, refusal = BringInForm(request.POST or None, kinds=earlier.kinds(request.on)), None, None
    kept = _kept(request.POST.get("kept", ""))
    try:
        if request.method == "POST" and "file" in request.FILES:
            kept = bringing_in.lay_by(actor=request.actor, at=request.at, upload=_upload(request))
        found = _read(kept)
        if request.method == "POST" and "rozpiznaty" in request.POST:
            form = BringInForm(initial=_initial(found), kinds=earlier.kinds(request.on))
        elif request.method == "POST" and form.is_valid():
            return _done(request, form, kept, found)
    except Refusal as refused:
        refusal = refused
    context = {
        "form": form,
        "kept": signing.dumps(kept, salt=SALT) if kept else "",
        "kept_name": kept[1] if kept else "",
        "found": found,
        "clause": earlier.clause(request.on),
        "refusal": refusal,
    }
    return render(request, "acts/bring_in.html", context, status=status_of(refusal) if refusal else 200)


def _upload(request: HttpRequest) -> Upload:
    given = request.FILES["file"]
    return Upload(given.name, given)


def _kept(token: str) -> tuple[str, str] | None:
    """The content's name in the store and the file's own, as this page itself has signed them."""
    try:
        sha256, name = signing.loads(token, salt=SALT, max_age=86400)
    except (signing.BadSignature, ValueError):
        return None
    return sha256, name


def _read(kept: tuple[str, str] | None) -> EarlierAct | None:
    if kept is None or not kept[1].lower().endswith(earlier.READABLE):
        return None
    with storage.open_blob(kept[0]) as stream:
        return earlier.read(kept[1], stream.read())


def _initial(found: EarlierAct | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "kind": found.kind, "index": found.number, "adopted_on": found.on, "title": found.text.title,
        "signed_title": found.signed_by,
    }  # fmt: skip


def _done(
    request: HttpRequest, form: BringInForm, kept: tuple[str, str] | None, found: EarlierAct | None
) -> HttpResponse:  # fmt: skip
    done = bringing_in.bring_in_laid_by(
        actor=request.actor, at=request.at, earlier=form.earlier(found), kept=kept,
        mentions=found.mentions if found is not None and form.cleaned_data["with_relations"] else (),
        with_named=form.cleaned_data["with_named"],
    )  # fmt: skip
    messages.success(request, "Акт унесено." if done.is_new else "Цей акт уже було внесено.")
    return redirect("acts:act", done.act.pk)
