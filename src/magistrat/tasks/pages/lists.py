"""Lists: my tasks, my people's tasks, requests for other terms, typical texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from magistrat.documents.queries import access
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import extensions, handing, typical
from magistrat.tasks.forms import DecideForm, HandOverForm, TypicalForm
from magistrat.tasks.pages import acting
from magistrat.ui import bulk, paging
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

BY_TERM = ("due_on", "id")
WRITERS = ("resolution.write", "resolution.write_on_behalf", "resolution.sub")
# Parts of «Мої завдання»: what each is called, and what an empty one says.
MINE = {
    tasks.OWN: ("До виконання", "Тут з'являться завдання, які Вам доручено резолюціями."),
    tasks.TO_JUDGE: ("Звіти на розгляд", "Тут з'являться звіти про виконання, що чекають на Ваше рішення."),
    tasks.RETURNED_TO: (
        "Повернуто мені",
        "Тут з'являться завдання, які виконавці повернули Вам як авторові резолюції.",
    ),
    tasks.ASKED: ("Доручено мною", "Тут з'являться незавершені завдання за Вашими резолюціями."),
}
# Where many of a part are chosen for one deed.
CHOSEN_IN = {tasks.OWN: "tasks", tasks.RETURNED_TO: "given", tasks.ASKED: "given"}
LEFT = (
    "Завдань і звітів за документами для службового користування, до яких Вас не допущено: {}. Їх не передано, "
    "авторів резолюцій про це повідомлено."
)


@allow(any_post=True)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """«Мої завдання»: what I execute; by `rozdil` the reports that wait for me, what was returned to me, what I gave."""
    name = request.GET.get("rozdil", tasks.OWN)
    name = name if name in MINE else tasks.OWN
    page = paging.asked(request, tasks.section(actor=request.actor, name=name), BY_TERM)
    unopened = access.unopened(request.actor, [task.document for task in page.rows])
    unchosen = _not_to_give(request, page.rows, unopened) if name else set()
    context = {
        "page": page,
        "name": name,
        "choose_in": CHOSEN_IN.get(name, "") if len(unchosen) < len(page.rows) else "",
        "unchosen": unchosen,
        "tabs": _tabs(request, name),
        "label": MINE[name][0],
        "nothing": MINE[name][1],
        "unopened": unopened,
        "on": request.on,
    }
    if not bulk.offered(request, context["choose_in"]):
        context["choose_in"] = ""
    return render(request, "tasks/mine.html", context)


def _not_to_give(request: HttpRequest, rows: Sequence[Any], unopened: Collection[int]) -> set[int]:
    """Tasks that the person does not give to another in the name that he has chosen; at most one statement.

    A leader's returned tasks are listed to all who work at his desk, but given anew in his name, or by a head of the
    executor who has the right.
    """
    names = tasks.Stand.of([request.actor]).names
    others = {one.executor_id for one in rows if one.giver_id not in names}
    if others and request.may("task.reassign") is None:
        others = {
            post for post, above in organisation.heads_above_each(others).items() if not names.intersection(above)
        }
    return {
        one.pk
        for one in rows
        if one.document_id in unopened or (one.giver_id not in names and one.executor_id in others)
    }


def _tabs(request: HttpRequest, current: str) -> list[dict[str, object]]:
    """Parts of «Мої завдання», each with all that it holds; of those for authors of resolutions none that is empty to others."""
    gives = any(request.may(right) is None for right in WRITERS)
    tabs = [
        {
            "label": label,
            "url": f"{reverse('tasks:mine')}?rozdil={name}" if name else reverse("tasks:mine"),
            "count": tasks.section_count(actor=request.actor, name=name),
            "is_current": name == current,
        }
        for name, (label, _) in MINE.items()
    ]
    shown = [tab for tab, name in zip(tabs, MINE, strict=True) if gives or name in (tasks.OWN, current) or tab["count"]]
    return shown if len(shown) > 1 else []


@allow("task.reassign", "resolution.write", "resolution.write_on_behalf")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """«Завдання підлеглих»: the load of each; the tasks of one (`osoba`)."""
    return _people(request)


def _people(
    request: HttpRequest, form: HandOverForm | None = None, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    line = acting.stand(request).line
    head = _head_below(request, line)
    posts = tasks.people_of(posts=[head.pk] if head else sorted(line), on=request.on)
    load = tasks.load_of(posts=[post.pk for post in posts], on=request.on)
    rows = [{"post": post, **load.get(post.pk, {"open": 0, "overdue": 0, "today": 0})} for post in posts]
    wanted = request.GET.get("osoba") or request.POST.get("absent") or ""
    chosen = next((row["post"] for row in rows if str(row["post"].pk) == wanted), None)
    context = {"rows": rows, "head": head, "chosen": chosen, "refusal": refusal, "on": request.on}
    if chosen is not None:
        page = paging.asked(request, tasks.tasks_at(posts=[chosen.pk]), BY_TERM)
        unopened = access.unopened(request.actor, [task.document for task in page.rows])
        context |= {"page": page, "unopened": unopened, "unchosen": _unchosen(request, chosen.pk, page.rows, unopened)}
        actor = acting.for_post(request, *organisation.heads_above(chosen.pk))
        refused = handing.refusal_to_hand_over_all(actor=actor, absent=chosen.pk, at=request.at)
        context |= {"may_hand_over": refused is None, "chooses": len(context["unchosen"]) < len(page.rows)}
        begun = {"absent": chosen.pk, "kerivnyk": head.pk if head else None}
        context["form"] = form or HandOverForm(initial=begun, on=request.on, calendar=regulation.work_calendar())
    return render(request, "tasks/people.html", context, status=status_of(refusal) if refusal else status)


def _unchosen(request: HttpRequest, absent: int, rows: Sequence[Any], unopened: Collection[int]) -> set[int]:
    """Tasks that the person may not give to another: neither their author nor a head with the right, or not to be read."""
    refusal = handing.refusal_to_hand_over_all(actor=request.actor, absent=absent, at=request.at)
    names = tasks.Stand.of([request.actor]).names
    return {one.pk for one in rows if one.document_id in unopened or (refusal and one.giver_id not in names)}


def _head_below(request: HttpRequest, line: Collection[int]) -> Any:
    """The head below the person whose people are asked for (`kerivnyk`), be his post vacant; two statements.

    :raises Http404: no such post below the person.
    """
    wanted = request.GET.get("kerivnyk") or request.POST.get("kerivnyk") or ""
    if not wanted:
        return None
    if not wanted.isdecimal() or len(wanted) > 18 or not set(line).intersection(organisation.heads_above(int(wanted))):
        raise Http404
    return organisation.post(int(wanted))


@allow("task.reassign", "resolution.write", "resolution.write_on_behalf")
@require_POST
def hand_over_all(request: HttpRequest) -> HttpResponse:
    """All open tasks of one who is ill go to another."""
    form = HandOverForm(request.POST, on=request.on, calendar=regulation.work_calendar())
    if not form.is_valid():
        return _people(request, form, status=422)
    given = form.cleaned_data
    through = given.pop("kerivnyk")
    actor = acting.for_post(request, *organisation.heads_above(given["absent"]))
    try:
        handed = handing.hand_over_all(actor=actor, at=request.at, **given)
    except Refusal as refusal:
        return _people(request, form, refusal)
    messages.success(request, f"Передано завдань: {len(handed.moved)}.")
    if handed.left:
        messages.warning(request, LEFT.format(len(handed.left)))
    address = reverse("tasks:people")
    return redirect(f"{address}?kerivnyk={through}" if through else address)


@allow("control.extend")
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """«Продовження строків»: requests that wait for a decision."""
    return _requests(request)


def _requests(
    request: HttpRequest,
    number: int = 0,
    form: DecideForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    calendar = regulation.work_calendar()
    page = paging.keyset(tasks.extensions_asked(actor=request.actor), ("id",), *paging.place(request))
    rows = [
        {
            "asked": asked,
            "form": form
            if form and asked.pk == number
            else DecideForm(on=request.on, calendar=calendar, auto_id=f"d{asked.pk}-%s"),
            "refusal": refusal if asked.pk == number else None,
        }
        for asked in page.rows
    ]
    context = {"rows": rows, "page": page, "on": request.on}
    return render(request, "tasks/extensions.html", context, status=status_of(refusal) if refusal else status)


@allow("control.extend")
@require_POST
def decide(request: HttpRequest, extension_id: int) -> HttpResponse:
    """Grant or refuse a request."""
    form = DecideForm(request.POST, on=request.on, calendar=regulation.work_calendar(), auto_id=f"d{extension_id}-%s")
    if not form.is_valid():
        return _requests(request, extension_id, form, status=422)
    given = form.cleaned_data
    try:
        extensions.decide(
            actor=request.actor, at=request.at, extension=extension_id, granted=given["granted"] == "yes",
            new_due_on=given["new_due_on"], remark=given["remark"],
        )  # fmt: skip
    except Refusal as refusal:
        return _requests(request, extension_id, form, refusal)
    messages.success(request, "Рішення записано до історії строку.")
    return redirect(f"{reverse('tasks:extensions')}{_place(request)}")


def _place(request: HttpRequest) -> str:
    """The page of the list from which the form was sent."""
    return f"?{urlencode({'after': after})}" if (after := request.GET.get("after")) else ""


@allow(*WRITERS)
@require_GET
def typical_texts(request: HttpRequest) -> HttpResponse:
    """Typical resolutions of the leader by number."""
    return _typical(request)


def _typical(
    request: HttpRequest, form: TypicalForm | None = None, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    leader = _leader(request)
    context = {
        "texts": tasks.typical_texts(post=leader),
        "leader": leader,
        "form": form or TypicalForm(),
        "refusal": refusal,
    }
    return render(request, "tasks/typical.html", context, status=status_of(refusal) if refusal else status)


def _leader(request: HttpRequest) -> int:
    return int(request.actor.on_behalf or request.actor.post_id)


@allow(*WRITERS)
@require_POST
def put_typical(request: HttpRequest) -> HttpResponse:
    """Add or change a typical text."""
    form = TypicalForm(request.POST)
    if not form.is_valid():
        return _typical(request, form, status=422)
    try:
        typical.put(actor=request.actor, at=request.at, post=_leader(request), **form.cleaned_data)
    except Refusal as refusal:
        return _typical(request, form, refusal)
    return redirect("tasks:typical")


@allow(*WRITERS)
@require_POST
def remove_typical(request: HttpRequest, text_id: int) -> HttpResponse:
    """Take an own typical text away."""
    try:
        typical.remove(actor=request.actor, at=request.at, text=text_id)
    except Refusal as refusal:
        return _typical(request, refusal=refusal)
    return redirect("tasks:typical")
