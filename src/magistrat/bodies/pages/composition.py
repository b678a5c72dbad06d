"""Bodies and who sits in them, by days."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from magistrat.bodies.actions import composition as deeds
from magistrat.bodies.forms import BodyForm, MemberForm, ReleaseForm, SeatsForm
from magistrat.bodies.queries import composition
from magistrat.journal import queries as journal
from magistrat.organisation.pages.deeds import Deed, perform
from magistrat.ui.routes import allow

TEMPLATE = "bodies/deed.html"
MANAGE = "bodies.manage"


@allow(any_post=True)
@require_GET
def bodies(request: HttpRequest) -> HttpResponse:
    """Bodies of today with their members in figures."""
    rows = [
        {"body": one, "members": members, "seats": seats} for one, members, seats in composition.counted(request.on)
    ]
    context = {"rows": rows, "may_manage": request.may(MANAGE) is None}
    return render(request, "bodies/bodies.html", context)


@allow(any_post=True)
@require_GET
def body(request: HttpRequest, body: int) -> HttpResponse:
    """One body: its members, who presides, how it decides, who sat in it before."""
    found = composition.body(body)
    members = composition.members_on(found, request.on)
    sits = {member.pk for member in members}
    context = {
        "body": found,
        "members": members,
        "former": [member for member in composition.members_ever(found) if member.pk not in sits],
        "seats": composition.seats_on(found, request.on),
        "seats_ever": composition.seats_ever(found),
        "chairs": composition.chairs(found, request.on),
        "rules": composition.rules_of_composition(request.on) if found.key == composition.COMMITTEE else [],
        "provisions": composition.provisions_of(found, request.on),
        "entries": journal.of_subject(kind="bodies.body", subject=found.pk),
        "may_manage": request.may(MANAGE) is None,
    }
    return render(request, "bodies/body.html", context)


@allow(MANAGE)
@require_http_methods(["GET", "POST"])
def form_body(request: HttpRequest) -> HttpResponse:
    """Enter a body."""
    back = reverse("bodies:bodies")
    deed = Deed(
        title="Новий орган", button="Внести орган", said="Орган унесено.", template=TEMPLATE, back=back,
        after=lambda made: reverse("bodies:body", args=[made.pk]),
    )  # fmt: skip
    form = BodyForm(request.POST or None)
    return perform(request, deed, form, lambda said: deeds.form(actor=request.actor, at=request.at, **said))


@allow(MANAGE)
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, body: int) -> HttpResponse:
    """Enter a member."""
    found = composition.body(body)
    deed = _deed(found.pk, "Новий член органу", "Внести до складу", "Члена внесено до складу.", found.title)
    form = MemberForm(request.POST or None, on=request.on)
    return perform(
        request, deed, form, lambda said: deeds.appoint(actor=request.actor, at=request.at, body=found.pk, **said)
    )


@allow(MANAGE)
@require_http_methods(["GET", "POST"])
def set_seats(request: HttpRequest, body: int) -> HttpResponse:
    """Set the general composition."""
    found = composition.body(body)
    deed = _deed(found.pk, "Загальний склад", "Установити загальний склад", "Загальний склад унесено.", found.title)
    return perform(
        request, deed, SeatsForm(request.POST or None),
        lambda said: deeds.set_seats(actor=request.actor, at=request.at, body=found.pk, **said),
    )  # fmt: skip


@allow(MANAGE)
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, membership: int) -> HttpResponse:
    """End a membership."""
    member = composition.membership(membership)
    title = f"Вивести зі складу: {member.person.short_name}"
    deed = _deed(member.body_id, title, "Вивести зі складу", "Членство припинено.", member.body.title)
    return perform(
        request, deed, ReleaseForm(request.POST or None),
        lambda said: deeds.release(actor=request.actor, at=request.at, membership=member.pk, **said),
    )  # fmt: skip


def _deed(body: int, title: str, button: str, said: str, lead: str) -> Deed:
    page = reverse("bodies:body", args=[body])
    return Deed(title=title, button=button, said=said, after=page, back=page, lead=lead, template=TEMPLATE)
