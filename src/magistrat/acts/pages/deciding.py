"""A decision after its vote: handed over and compared, suspended and renewed, its force (KR 1.8, 4.25, 4.40-4.44; DR 6.25, 6.26)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from magistrat.acts.actions import adopting, ending, forcing, suspending
from magistrat.acts.forms.decisions import ConsentForm, OuterForm, PublishForm, RenewForm, StateDayForm, SuspendForm
from magistrat.acts.pages import act as page
from magistrat.acts.pages import opened
from magistrat.acts.queries import drafts, force, naming, registrars, versions
from magistrat.acts.queries import sitting_decisions as queries
from magistrat.documents.actions.files import Upload
from magistrat.rules import act_compare, decisions, orders
from magistrat.rules.refusal import Refusal
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

FORMS: dict[str, tuple[type[Form], Callable[..., Any], str]] = {
    "publish": (PublishForm, forcing.publish, "День оприлюднення відмічено."),
    "state_day": (StateDayForm, forcing.state_day, "День уведення в дію зазначено."),
    "consent": (ConsentForm, forcing.consent, "Висновок комісії відмічено."),
    "outer": (OuterForm, ending.outer, "Рішення органу внесено."),
}


@allow(any_post=True)
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The drafter hands the text with the committee's changes over to the office."""
    return _done(
        request, pk, "Текст подано на звіряння.",
        lambda: adopting.hand_over(actor=request.actor, at=request.at, act=pk, note=request.POST.get("note", "")),
    )  # fmt: skip


@allow("document.register_act")
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The adopted text beside the one handed over; confirmed, or given back with the reason."""
    act = opened.act(request, pk)
    refusal = None
    if request.method == "POST":
        try:
            _judge(request, pk)
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("acts:act", pk)
    if act.state != "check":
        messages.info(request, "Звіряти зараз нічого.")
        return redirect("acts:act", pk)
    texts = versions.of_act(act)
    before = act.adopted_version.number if act.adopted_version else None
    both = versions.compared(texts, before, texts[0].number)
    context = {
        "act": act,
        "document": act.document,
        "outcome": act.outcome,
        "old": both[0] if both else None,
        "new": texts[0],
        "pairs": act_compare.changed(both[2]) if both else [],
        "clause": decisions.rework_clause(drafts.rules_of(act)),
        "may": registrars.refusal(act, request.actor, request.on) is None,
        "refusal": refusal,
    }
    return render(request, "acts/decisions/compare.html", context, status=status_of(refusal) if refusal else 200)


@allow(decisions.SUSPEND)
@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """The mayor suspends the decision by his order, renews it, or brings it before the council."""
    act = opened.act(request, pk)
    known = [(one.pk, naming.full(one)) for one in queries.orders_since(act, request.actor)]
    is_suspended = act.force == "suspended"
    given = request.POST if request.method == "POST" and "refer" not in request.POST else None
    form = RenewForm(given, orders=known) if is_suspended else SuspendForm(given, orders=known)
    refusal = None
    try:
        if request.method == "POST" and "refer" in request.POST:
            suspending.refer(actor=request.actor, at=request.at, act=pk)
            messages.success(request, "Питання внесено на розгляд міської ради.")
            return redirect("acts:act", pk)
        if given is not None and form.is_valid():
            deed: Callable[..., Any] = suspending.renew if is_suspended else suspending.suspend
            deed(actor=request.actor, at=request.at, act=pk, **form.cleaned_data)
            messages.success(request, "Дію рішення поновлено." if is_suspended else "Дію рішення зупинено.")
            return redirect("acts:act", pk)
    except Refusal as refused:
        refusal = refused
    entry = drafts.rules_of(act).get(decisions.SUSPENSION)
    context = {
        "act": act, "document": act.document, "form": form, "refusal": refusal, "is_suspended": is_suspended,
        "entry": entry, "has_orders": bool(known),
    }  # fmt: skip
    return render(request, "acts/decisions/suspend.html", context, status=status_of(refusal) if refusal else 200)


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def in_force(request: HttpRequest, pk: int) -> HttpResponse:
    """Since when it has force and what that waits for: publication, its own day, the commission, a court."""
    act = opened.act(request, pk)
    asked = request.POST.get("deed", "") if request.method == "POST" else ""
    forms = {key: _form(request, act, key, is_asked=key == asked) for key in _offered(request, act)}
    refusal = None
    if asked in forms and forms[asked].is_valid():
        _, deed, said = FORMS[asked]
        fields = dict(forms[asked].cleaned_data)
        if "uploads" in fields:
            fields["uploads"] = [Upload(one.name or "", one.file) for one in request.FILES.getlist("uploads")]
        try:
            deed(actor=request.actor, at=request.at, act=pk, **fields)
        except Refusal as refused:
            refusal = refused
        else:
            messages.success(request, said)
            return redirect("acts:in_force", pk)
    context = {
        "act": act,
        "document": act.document,
        "effect": force.effect(act),
        "effect_rule": orders.in_force_rule(drafts.rules_of(act), act.kind),
        "consent_rule": force.consent_rule(act),
        "loss_rule": orders.expiry_rule(drafts.rules_of(act), act.kind),
        "forms": forms,
        "outer": queries.outer(act),
        "refusal": refusal,
    }
    status = status_of(refusal) if refusal else 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "acts/decisions/in_force.html", context, status=status)


def _judge(request: HttpRequest, pk: int) -> None:
    version = request.POST.get("version", "")
    if "confirm" in request.POST:
        adopting.confirm(actor=request.actor, at=request.at, act=pk, version=int(version) if version.isdecimal() else 0)
        messages.success(request, "Текст підтверджено, рішення подано на підпис.")
    else:
        adopting.give_back(actor=request.actor, at=request.at, act=pk, reason=request.POST.get("remark", ""))
        messages.success(request, "Повернуто розробникові.")


def _offered(request: HttpRequest, act: Any) -> list[str]:
    """What the person may write down of the act's force."""
    keeps = registrars.refusal(act, request.actor, request.on) is None
    is_registered = act.state == "registered"
    is_committees = act.kind in decisions.COMMITTEE
    found = []
    if keeps and is_registered and act.is_normative and is_committees:
        found.append("publish")
    if keeps and is_committees and (is_registered or act.outcome_id):
        found.append("state_day")
    is_drafters = act.drafter_id in request.actor.line or request.actor.post_id == act.drafter.head_id
    if (keeps or is_drafters) and is_registered and force.consent_rule(act) and act.consented_on is None:
        found.append("consent")
    if keeps and is_registered:
        found.append("outer")
    return found


def _form(request: HttpRequest, act: Any, key: str, *, is_asked: bool) -> Form:
    given = (request.POST, request.FILES) if is_asked else (None, None)
    initial = {"publish": {"on": act.published_on or request.on}, "state_day": {"on": act.effective_on}}
    return FORMS[key][0](*given, initial=initial.get(key, {"on": request.on, "since": request.on}), auto_id=f"{key}-%s")


def _done(request: HttpRequest, pk: int, said: str, deed: Callable[[], Any]) -> HttpResponse:
    try:
        deed()
    except Refusal as refusal:
        return page.show(request, pk, refusal)
    messages.success(request, said)
    return redirect("acts:act", pk)
