"""People, the posts they hold, their accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.organisation import actions, first_password, forms, open_work, queries
from magistrat.organisation.pages.deeds import Deed, at_once, perform
from magistrat.organisation.pages.structure import post_or_404
from magistrat.rules.refusal import Refusal
from magistrat.ui import paging
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """All people with their posts of today."""
    found = queries.people(on=request.on, search=request.GET.get("q", ""))
    shown = {
        "form": forms.WordsFilter(request.GET or None),
        "page": paging.asked(request, found, ["sorted_by", "given", "id"]),
        "may_manage": request.may("organisation.manage") is None,
        "may_account": request.may("account.manage") is None,
    }
    return render(request, "organisation/people.html", shown)


@allow(any_post=True)
@require_GET
def person(request: HttpRequest, person: int) -> HttpResponse:
    """A person: posts of today and before, substitutions, the account, changes."""
    kept, may_account = person_or_404(person), request.may("account.manage") is None
    holdings = queries.posts_of(person, request.on)
    current = [one for one in holdings if one.holds(request.on)]
    shown = {
        "person": kept,
        "holdings": holdings,
        "former": queries.former_cards_of(kept),
        "current": current,
        "absences": queries.with_names(queries.absences_of([one.post_id for one in current])),
        "open_work": open_work.of([one.post_id for one in current], request.on),
        "entries": queries.journal_of({"person": [person], "holding": [one.pk for one in holdings]}),
        "may_manage": request.may("organisation.manage") is None,
        "may_account": may_account,
        "password": request.session.pop(f"first_password_{person}", ""),
        "login_form": forms.LoginForm(),
        "has_second_step": queries.has_second_step(kept) if may_account else False,
    }
    return render(request, "organisation/person.html", shown)


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest) -> HttpResponse:
    """Enter a person."""
    deed = Deed(
        title="Новий працівник",
        button="Унести картку",
        said="Картку працівника внесено.",
        after=lambda made: reverse("organisation:person", args=[made.pk]),
        back=reverse("organisation:people"),
    )
    form = forms.PersonForm(request.POST or None)
    return perform(request, deed, form, lambda said: actions.add_person(actor=request.actor, at=request.at, **said))


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def change_person(request: HttpRequest, person: int) -> HttpResponse:
    """Correct a person's card."""
    kept = person_or_404(person)
    names = ("surname", "given", "patronymic", "gender", "email", "phone", "is_councillor")
    initial = {name: getattr(kept, name) for name in names} | {"changed_on": request.on}
    form = forms.ChangePersonForm(request.POST or None, initial=initial)
    back = reverse("organisation:person", args=[person])
    deed = Deed(title=f"Змінити: {kept.short_name}", button="Зберегти", said="Картку змінено.", after=back, back=back)
    return perform(
        request,
        deed,
        form,
        lambda said: actions.change_person(actor=request.actor, at=request.at, person=person, **said),
    )


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, post: int) -> HttpResponse:
    """Put a person on a post."""
    kept = post_or_404(post)
    back = reverse("organisation:post", args=[post])
    deed = Deed(title=f"Призначити: {kept.title}", button="Призначити", said="Призначено.", after=back, back=back)
    form = forms.AppointForm(request.POST or None, on=request.on, initial={"person": request.GET.get("hto")})
    return perform(
        request, deed, form, lambda said: actions.appoint(actor=request.actor, at=request.at, post=post, **said)
    )


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, holding: int) -> HttpResponse:
    """Free a person from a post; what is open at it is shown first."""
    kept = holding_or_404(holding)
    back = reverse("organisation:post", args=[kept.post_id])
    deed = Deed(
        title=f"Звільнити з посади: {kept.post.title} — {kept.person.short_name}",
        button="Звільнити з посади",
        said="Звільнено з посади.",
        after=back,
        back=back,
        more={
            "open_work": [*queries.performed_by(kept.post_id, request.on), *open_work.of([kept.post_id], request.on)]
        },
    )
    form = forms.ReleaseForm(request.POST or None)
    return perform(
        request, deed, form, lambda said: actions.release(actor=request.actor, at=request.at, holding=holding, **said)
    )


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def correct_holding(request: HttpRequest, holding: int) -> HttpResponse:
    """Correct the days or ground of a holding."""
    kept = holding_or_404(holding)
    back = reverse("organisation:post", args=[kept.post_id])
    form = forms.CorrectHoldingForm(
        request.POST or None, initial={"since": kept.since, "until": kept.until, "ground": kept.ground}
    )
    deed = Deed(
        title=f"Виправити дні: {kept.post.title} — {kept.person.short_name}",
        button="Виправити",
        said="Дні виправлено.",
        after=back,
        back=back,
    )
    return perform(
        request,
        deed,
        form,
        lambda said: actions.correct_holding(actor=request.actor, at=request.at, holding=holding, **said),
    )


@allow("account.manage")
@require_POST
def open_account(request: HttpRequest, person: int) -> HttpResponse:
    """Open a person's account; its first password is shown once."""
    form = forms.LoginForm(request.POST)
    login = form.cleaned_data["login"] if form.is_valid() else ""
    return _with_password(
        request,
        person,
        "Доступ відкрито.",
        lambda password: actions.open_account(
            actor=request.actor, at=request.at, person=person, login=login, password=password
        ),
    )


@allow("account.manage")
@require_POST
def renew_password(request: HttpRequest, person: int) -> HttpResponse:
    """Give a new first password; it is shown once."""
    return _with_password(
        request,
        person,
        "Видано новий пароль.",
        lambda password: actions.renew_password(actor=request.actor, at=request.at, person=person, password=password),
    )


@allow("account.manage")
@require_POST
def close_account(request: HttpRequest, person: int) -> HttpResponse:
    """Close a person's account."""
    return at_once(
        request,
        said="Доступ закрито.",
        after=reverse("organisation:person", args=[person]),
        done=lambda: actions.close_account(actor=request.actor, at=request.at, person=person),
    )


@allow("account.manage")
@require_http_methods(["GET", "POST"])
def reopen_account(request: HttpRequest, person: int) -> HttpResponse:
    """Let a person in again with the password that he had."""
    lead = "Діятиме той самий пароль. Якщо його забуто, на картці відкрийте доступ із новим паролем."
    return _on_ground(request, person, "Поновити доступ", lead, "Доступ поновлено.", actions.reopen_account)


@allow("account.manage")
@require_http_methods(["GET", "POST"])
def remove_second_step(request: HttpRequest, person: int) -> HttpResponse:
    """Take away a second step whose telephone and codes are lost."""
    lead = "Працівник входитиме лише за паролем, доки знову не ввімкне другий крок. Усі його сеанси завершаться."
    said = "Другий крок входу знято."
    return _on_ground(request, person, "Зняти другий крок входу", lead, said, actions.remove_second_step)


def _on_ground(
    request: HttpRequest, person: int, button: str, lead: str, said: str, action: Callable[..., object]
) -> HttpResponse:
    kept: Any = person_or_404(person)
    back = reverse("organisation:person", args=[person])
    deed = Deed(title=f"{button}: {kept.short_name}", button=button, said=said, after=back, back=back, lead=lead)
    form = forms.GroundForm(request.POST or None)
    return perform(request, deed, form, lambda said: action(actor=request.actor, at=request.at, person=person, **said))


def _with_password(request: HttpRequest, person: int, said: str, done) -> HttpResponse:  # type: ignore[no-untyped-def]
    person_or_404(person)
    password = first_password.made()
    try:
        done(password)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        request.session[f"first_password_{person}"] = password
        messages.success(request, said)
    return redirect("organisation:person", person)


def person_or_404(person: int) -> object:
    """The person, or the answer that there is none."""
    try:
        return queries.person(person)
    except queries.NotThere:
        raise Http404("Такого працівника немає.") from None


def holding_or_404(holding: int) -> object:
    """The holding, or the answer that there is none."""
    try:
        return queries.holding(holding)
    except queries.NotThere:
        raise Http404("Такого призначення немає.") from None
