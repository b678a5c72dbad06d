"""Fields of responsibility, substitutions, handing over one's own duties."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.organisation import actions, forms, open_work, queries
from magistrat.organisation.pages.deeds import Deed, at_once, perform
from magistrat.organisation.pages.structure import post_or_404
from magistrat.ui import days, paging
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def fields(request: HttpRequest) -> HttpResponse:
    """The distribution of duties on a day."""
    on = days.of_address(request, "na", request.on)
    shown = {
        "form": forms.DayFilter(request.GET or None),
        "day": on,
        "is_today": on == request.on,
        "fields": queries.fields_on(on),
        "rule": queries.duty_rule(on),
        "may_manage": request.may("organisation.manage") is None,
    }
    return render(request, "organisation/fields.html", shown)


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def new_field(request: HttpRequest) -> HttpResponse:
    """Give a leader a subject or a department."""
    back = reverse("organisation:fields")
    form = forms.FieldForm(request.POST or None, on=request.on, initial={"leader": request.GET.get("kerivnyk")})
    deed = Deed(title="Закріпити за керівником", button="Закріпити", said="Закріплено.", after=back, back=back)
    return perform(request, deed, form, lambda said: actions.assign_field(actor=request.actor, at=request.at, **said))


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def end_field(request: HttpRequest, field: int) -> HttpResponse:
    """Take a field of responsibility away."""
    back = reverse("organisation:fields")
    deed = Deed(title="Припинити дію розподілу", button="Припинити", said="Дію припинено.", after=back, back=back)
    form = forms.UntilForm(request.POST or None)
    return perform(
        request, deed, form, lambda said: actions.end_field(actor=request.actor, at=request.at, field=field, **said)
    )


@allow(any_post=True)
@require_GET
def substitutions(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom: present and coming, or all."""
    is_all = request.GET.get("usi") == "1"
    found = queries.substitutions(since=None if is_all else request.on, search=request.GET.get("q", ""))
    page = paging.asked(request, found, ["-since", "-id"])
    queries.with_names(page.rows)
    shown = {
        "form": forms.WordsFilter(request.GET or None),
        "page": page,
        "is_all": is_all,
        "wanting": queries.with_names(queries.wanting_order(request.on)),
        "may_substitute": request.may("substitution.manage") is None,
        "may_hand_over": _may_hand_over(request),
    }
    return render(request, "organisation/substitutions.html", shown)


def _may_hand_over(request: HttpRequest) -> bool:
    """Whether the page behind the button opens: for the leader himself and for his assistant, for no one who stands in."""
    if request.actor.on_behalf is None and request.may("duties.hand_over") is not None:
        return False
    post = post_or_404(request.actor.on_behalf or request.actor.post_id)
    return queries.hand_over_refusal(actor=request.actor, absent=post, at=request.at) is None


@allow(any_post=True)
@require_GET
def substitution(request: HttpRequest, substitution: int) -> HttpResponse:
    """One substitution: its steps, order, signature, journal."""
    kept = substitution_or_404(substitution)
    queries.with_names([kept])
    may = queries.hand_over_refusal(actor=request.actor, absent=kept.absent, at=request.at) is None
    is_over = kept.until is not None and kept.until <= request.on
    shown = {
        "kept": kept,
        "may": may,
        "may_agree": may and not is_over and request.actor.on_behalf != kept.absent_id and kept.agreed_at is None,
        "is_over": is_over,
        "is_taken_back": kept.is_taken_back(request.on, request.on),
        "signature": queries.acting_lines(kept.absent, kept.substitute),
        "rule": queries.rule_for(kept.absent, request.on),
        "open_work": open_work.of([kept.absent_id], request.on),
        "order_form": forms.OrderForm(initial={"order": kept.order}),
        "cancel_form": forms.CancelForm(),
        "entries": queries.journal_of({"substitution": [substitution]}),
    }
    return render(request, "organisation/substitution.html", shown)


@allow("substitution.manage")
@require_http_methods(["GET", "POST"])
def new_substitution(request: HttpRequest) -> HttpResponse:
    """Arrange a substitution by its order: first whose duties, then to whom."""
    absent = request.GET.get("za", "")
    if not absent.isdecimal():
        form = forms.AbsentForm(on=request.on)
        return render(request, "organisation/absent.html", {"form": form})
    post = post_or_404(int(absent))
    return perform(
        request,
        _handing(post, request, said="Обов'язки передано.", button="Передати обов'язки"),
        forms.HandOverForm(request.POST or None, on=request.on, absent=post),
        lambda said: actions.arrange(actor=request.actor, at=request.at, absent=post.pk, **said),
    )


@allow(any_post=True)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """«Передати обов'язки»: the first step by the leader himself or by his assistant; the second is on the next page."""
    post = post_or_404(request.actor.on_behalf or request.actor.post_id)
    if refusal := queries.hand_over_refusal(actor=request.actor, absent=post, at=request.at):
        raise refusal
    return perform(
        request,
        _handing(post, request, said="Підготовлено. Перевірте й затвердьте передачу обов'язків.", button="Далі"),
        forms.HandOverForm(request.POST or None, on=request.on, absent=post),
        lambda said: actions.propose(actor=request.actor, at=request.at, absent=post.pk, **said),
    )


def _handing(post, request: HttpRequest, *, said: str, button: str) -> Deed:  # type: ignore[no-untyped-def]
    return Deed(
        title=f"Передати обов'язки: {post.title}",
        button=button,
        said=said,
        after=lambda made: reverse("organisation:substitution", args=[made.pk]),
        back=reverse("organisation:substitutions"),
        template="organisation/hand_over.html",
        more={
            "post": post,
            "open_work": open_work.of([post.pk], request.on),
            "rule": queries.rule_for(post, request.on),
        },
    )


@allow(any_post=True)
@require_POST
def agree(request: HttpRequest, substitution: int) -> HttpResponse:
    """The second step."""
    return _step(request, substitution, "Обов'язки передано.", actions.agree)


@allow(any_post=True)
@require_POST
def add_order(request: HttpRequest, substitution: int) -> HttpResponse:
    """Add the order's date and number."""
    order = request.POST.get("order", "")
    return _step(request, substitution, "Розпорядження зазначено.", actions.add_order, order=order)


@allow(any_post=True)
@require_POST
def cancel(request: HttpRequest, substitution: int) -> HttpResponse:
    """Take duties back."""
    reason = request.POST.get("reason", "")
    return _step(request, substitution, "Обов'язки повернуто.", actions.cancel, reason=reason)


def _step(request: HttpRequest, substitution: int, said: str, deed, **more: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    kept = substitution_or_404(substitution)
    # A missing right is answered as everywhere; what the regulation does not allow comes back on the page.
    if refusal := queries.hand_over_refusal(actor=request.actor, absent=kept.absent, at=request.at):
        raise refusal
    return at_once(
        request,
        said=said,
        after=reverse("organisation:substitution", args=[substitution]),
        done=lambda: deed(actor=request.actor, at=request.at, substitution=substitution, **more),
    )


def substitution_or_404(substitution: int):  # type: ignore[no-untyped-def]
    """The substitution, or the answer that there is none."""
    try:
        return queries.substitution(substitution)
    except queries.NotThere:
        raise Http404("Такого заміщення немає.") from None
