"""The tree, departments and posts."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.organisation import actions, forms, open_work, queries
from magistrat.organisation.pages.deeds import Deed, perform
from magistrat.organisation.roles import named
from magistrat.ui import days
from magistrat.ui.routes import allow


@allow(any_post=True)
@require_GET
def structure(request: HttpRequest) -> HttpResponse:
    """Who is what: departments, posts and people today or on a chosen day."""
    form = forms.DayFilter(request.GET or None)
    on = days.of_address(request, "na", request.on)
    text = request.GET.get("q", "").strip()
    shown = {
        "form": form,
        "day": on,
        "is_today": on == request.on,
        "text": text,
        "places": queries.found_in(queries.tree(on), text),
        "rules": queries.committee_rules(on),
        "may_manage": request.may("organisation.manage") is None,
    }
    return render(request, "organisation/structure.html", shown)


@allow(any_post=True)
@require_GET
def department(request: HttpRequest, department: int) -> HttpResponse:
    """A department: its posts and people on a day, the leader who coordinates it, changes of its card."""
    on = days.of_address(request, "na", request.on)
    kept = department_or_404(department, on)
    shown = {
        "department": kept,
        "day": on,
        "is_today": on == request.on,
        "form": forms.DayFilter(request.GET or None),
        "posts": queries.posts(on, department=department),
        "leaders": queries.department_led_by(department, on),
        "former": queries.former_cards_of(kept),
        "entries": queries.journal_of({"department": [department]}),
        "may_manage": request.may("organisation.manage") is None,
    }
    return render(request, "organisation/department.html", shown)


@allow(any_post=True)
@require_GET
def post(request: HttpRequest, post: int) -> HttpResponse:
    """A post on a day: its holder, line, field of responsibility; all its substitutions, who held it, changes."""
    on = days.of_address(request, "na", request.on)
    kept = post_or_404(post, on)
    holders = queries.history_of(post, request.on)
    absences = queries.absences_of([post])
    fields = queries.fields_of(post, on)
    journal = {
        "post": [post],
        "holding": [one.pk for one in holders],
        "substitution": [one.pk for one in absences],
        "field": [one.pk for one in fields],
    }
    shown = {
        "post": kept,
        "day": on,
        "is_today": on == request.on,
        "form": forms.DayFilter(request.GET or None),
        "roles": named(kept.roles),
        "holders": holders,
        "holding": next((one for one in holders if one.holds(on)), None),
        "stands_in": queries.substitute_of(post, on),
        "signature": queries.signature_of(post, on),
        "subordinates": queries.subordinates_of(post, on),
        "assistants": queries.assistants_of(post, on),
        "fields": fields,
        "absences": queries.with_names(absences),
        "former": queries.former_cards_of(kept),
        "entries": queries.journal_of(journal),
        "may_manage": request.may("organisation.manage") is None,
        "may_substitute": request.may("substitution.manage") is None,
    }
    return render(request, "organisation/post.html", shown)


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def new_department(request: HttpRequest) -> HttpResponse:
    """Open a department."""
    form = forms.NewDepartmentForm(request.POST or None, on=request.on, initial={"parent": request.GET.get("u")})
    deed = Deed(
        title="Новий підрозділ",
        button="Відкрити підрозділ",
        said="Підрозділ відкрито.",
        after=lambda made: reverse("organisation:department", args=[made.pk]),
        back=reverse("organisation:structure"),
    )
    return perform(
        request, deed, form, lambda said: actions.open_department(actor=request.actor, at=request.at, **said)
    )


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def change_department(request: HttpRequest, department: int) -> HttpResponse:
    """Correct a department's card or change it from a day."""
    kept = department_or_404(department)
    initial = {"name": kept.name, "short_name": kept.short_name, "index": kept.index, "parent": kept.parent_id}
    initial["changed_on"] = request.on
    form = forms.ChangeDepartmentForm(request.POST or None, on=request.on, initial=initial)
    back = reverse("organisation:department", args=[department])
    deed = Deed(
        title=f"Змінити: {kept.name}", button="Зберегти", said="Картку підрозділу змінено.", after=back, back=back
    )
    return perform(
        request,
        deed,
        form,
        lambda said: actions.change_department(actor=request.actor, at=request.at, department=department, **said),
    )


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def end_department(request: HttpRequest, department: int) -> HttpResponse:
    """Close a department."""
    kept = department_or_404(department)
    back = reverse("organisation:department", args=[department])
    deed = Deed(
        title=f"Ліквідувати: {kept.name}",
        button="Ліквідувати підрозділ",
        said="Підрозділ ліквідовано.",
        after=back,
        back=back,
        lead="Підрозділ лишиться в історії: хто й коли в ньому працював, буде видно й надалі.",
    )
    return perform(
        request,
        deed,
        forms.UntilForm(request.POST or None),
        lambda said: actions.end_department(actor=request.actor, at=request.at, department=department, **said),
    )


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def new_post(request: HttpRequest) -> HttpResponse:
    """Open a post."""
    form = forms.NewPostForm(request.POST or None, on=request.on, initial={"department": request.GET.get("u")})
    deed = Deed(
        title="Нова посада",
        button="Увести посаду",
        said="Посаду введено.",
        after=lambda made: reverse("organisation:post", args=[made.pk]),
        back=reverse("organisation:structure"),
    )
    return perform(request, deed, form, lambda said: actions.open_post(actor=request.actor, at=request.at, **said))


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def change_post(request: HttpRequest, post: int) -> HttpResponse:
    """Correct a post's card or change it from a day."""
    kept = post_or_404(post)
    plain = (
        "title",
        "roles",
        "rank",
        "is_leader",
        "is_department_head",
        "is_committee_member",
        "title_genitive",
        "title_dative",
    )
    initial = {name: getattr(kept, name) for name in plain}
    initial |= {"department": kept.department_id, "head": kept.head_id, "assists": kept.assists_id}
    initial["changed_on"] = request.on
    back = reverse("organisation:post", args=[post])
    deed = Deed(title=f"Змінити: {kept.title}", button="Зберегти", said="Картку посади змінено.", after=back, back=back)
    form = forms.ChangePostForm(request.POST or None, on=request.on, initial=initial)
    return perform(
        request, deed, form, lambda said: actions.change_post(actor=request.actor, at=request.at, post=post, **said)
    )


@allow("organisation.manage")
@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, post: int) -> HttpResponse:
    """Abolish a post; what is open at it is shown first."""
    kept = post_or_404(post)
    back = reverse("organisation:post", args=[post])
    deed = Deed(
        title=f"Скоротити: {kept.title}",
        button="Скоротити посаду",
        said="Посаду скорочено.",
        after=back,
        back=back,
        more={"open_work": [*queries.performed_by(post, request.on), *open_work.of([post], request.on)]},
    )
    return perform(
        request,
        deed,
        forms.UntilForm(request.POST or None),
        lambda said: actions.end_post(actor=request.actor, at=request.at, post=post, **said),
    )


def department_or_404(department: int, on: date | None = None) -> object:
    """The department (as it was on the day, when one is given), or the answer that there is none."""
    try:
        return queries.department(department, on)
    except queries.NotThere:
        raise Http404("Такого підрозділу немає.") from None


def post_or_404(post: int, on: date | None = None) -> object:
    """The post (as it was on the day, when one is given), or the answer that there is none."""
    try:
        return queries.post(post, on)
    except queries.NotThere:
        raise Http404("Такої посади немає.") from None
