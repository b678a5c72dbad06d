"""«Розгляд»: one document fills the screen, the resolution is typed beside it, the next one opens by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from magistrat.documents.actions import looks
from magistrat.documents.actions.files import Upload
from magistrat.documents.pages.viewer import viewer
from magistrat.documents.queries import cards
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import control as control_rules
from magistrat.rules import control_guide, days
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import resolutions, reviews
from magistrat.tasks.forms import PassForm, ResolutionForm
from magistrat.tasks.pages import acting
from magistrat.tasks.queries import executors, terms
from magistrat.ui.refusals import status_of
from magistrat.ui.routes import allow

WRITERS = ("resolution.write", "resolution.write_on_behalf", "resolution.sub")


@dataclass(frozen=True)
class Desk:
    """On whose paper one works: the document, in whose name, from which folder, as part of which task."""

    document: Any
    actor: Actor
    author: int
    folder: str = ""
    review: Any = None
    task: Any = None


@allow(*WRITERS)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """The first paper that waits in the folder (`papka`) after the one just left (`pislia`)."""
    folder = _folder(request.GET.get("papka", ""))
    after = request.GET.get("pislia", "")
    posts = request.actor.line
    waiting = tasks.reviews_of(posts=posts, folder=folder, limit=1, after=int(after) if after.isdecimal() else 0)
    if not waiting and after:
        waiting = tasks.reviews_of(posts=posts, folder=folder, limit=1)
    if not waiting:
        return render(request, "tasks/review_empty.html", {"folders": _folders(request, folder), "folder": folder})
    return _shown(request, _desk(request, waiting[0].document_id, folder, waiting[0]))


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, document_id: int) -> HttpResponse:
    """One paper, from a folder or from its card; POST writes the resolution."""
    folder = _folder((request.POST or request.GET).get("papka", ""))
    desk = _desk(request, document_id, folder, tasks.review_of(posts=request.actor.line, document=document_id))
    return _written(request, desk) if request.method == "POST" else _shown(request, desk)


@allow("resolution.sub", "resolution.write_on_behalf", "resolution.write")
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, task_id: int) -> HttpResponse:
    """A sub-resolution: the executor splits his task."""
    task = tasks.task_of(task=task_id)
    if task is None:
        raise Http404
    document = cards.document(actor=request.actor, document_id=task.document_id)
    desk = Desk(document, acting.for_post(request, task.executor_id), task.executor_id, task=task)
    return _written(request, desk) if request.method == "POST" else _shown(request, desk)


@allow(*WRITERS)
@require_GET
def preview(request: HttpRequest, document_id: int) -> HttpResponse:
    """While typing: the text, who is meant, the computed term with its clause, and control."""
    number = request.GET.get("zavdannia", "")
    task = tasks.task_of(task=int(number)) if number.isdecimal() else None
    desk = _desk(request, document_id, "", tasks.review_of(posts=request.actor.line, document=document_id), task)
    form = _form(request, desk, request.GET)
    form.is_valid()
    return render(
        request, "tasks/_preview.html", {"points": _preview(request, desk, form), "on": request.on} | _control(desk)
    )


@allow(*WRITERS)
@require_POST
def read(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Розглянуто»: no resolution is needed."""
    desk = _desk(
        request,
        document_id,
        _folder(request.POST.get("papka", "")),
        tasks.review_of(posts=request.actor.line, document=document_id),
    )
    try:
        reviews.read(actor=desk.actor, at=request.at, document=document_id)
    except Refusal as refusal:
        return _shown(request, desk, refusal=refusal)
    return _next(request, desk, f"{desk.document.index}: розглянуто.")


@allow(*WRITERS)
@require_POST
def pass_to(request: HttpRequest, document_id: int) -> HttpResponse:
    """«Передати іншому керівникові»."""
    desk = _desk(
        request,
        document_id,
        _folder(request.POST.get("papka", "")),
        tasks.review_of(posts=request.actor.line, document=document_id),
    )
    form = PassForm(request.POST, on=request.on, calendar=regulation.work_calendar(), leaders=_leaders(request))
    if not form.is_valid():
        return _shown(request, desk, passing=form)
    try:
        reviews.pass_to(actor=desk.actor, at=request.at, document=document_id, **form.cleaned_data)
    except Refusal as refusal:
        return _shown(request, desk, refusal=refusal, passing=form)
    return _next(request, desk, f"{desk.document.index}: передано.")


def _desk(request: HttpRequest, document_id: int, folder: str, review: Any, task: Any = None) -> Desk:
    document = cards.document(actor=request.actor, document_id=document_id)
    leader = task.executor_id if task else review.leader_id if review else None
    actor = acting.for_post(request, leader)
    return Desk(document, actor, leader or actor.on_behalf or actor.post_id or 0, folder, review, task)


def _folder(text: str) -> str:
    return text if text in tasks.FOLDERS else ""


def _form(request: HttpRequest, desk: Desk, data: Any = None, files: Any = None, **more: Any) -> ResolutionForm:
    count = str((data or request.GET).get("points", "") or more.pop("points", "1"))
    typical = tasks.typical_texts(post=desk.author)
    return ResolutionForm(
        data,
        files,
        on=request.on,
        calendar=regulation.work_calendar(),
        people=executors.roster(request.on),
        texts={one.number: one.text for one in typical},
        informing={one.number for one in typical if one.is_info},
        points=int(count) if count.isdecimal() else 1,
        **more,
    )


def _written(request: HttpRequest, desk: Desk) -> HttpResponse:
    if "add_point" in request.POST:
        count = int(request.POST.get("points", "1") or 1) + 1
        typed = {name: value for name, value in request.POST.items() if name not in ("points", "scan")}
        return _shown(request, desk, form=_form(request, desk, initial=typed, points=count))
    form = _form(request, desk, request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, desk, form=form, status=422)
    draft = form.draft(document=desk.document.pk, parent_task=desk.task.pk if desk.task else None)
    scan = form.cleaned_data["scan"]
    try:
        made = resolutions.write(
            actor=desk.actor,
            at=request.at,
            draft=draft,
            scan=Upload(name=scan.name, content=scan.file) if scan else None,
        )
    except Refusal as refusal:
        return _shown(request, desk, form=form, refusal=refusal)
    return _next(
        request,
        desk,
        f"{desk.document.index}: резолюцію накладено. {shorten(made.text, resolutions.SAID, placeholder='…')}",
    )


def _next(request: HttpRequest, desk: Desk, said: str) -> HttpResponse:
    """The next paper of the folder; the card when one came from there."""
    messages.success(request, said)
    if desk.review is None:
        return redirect("documents:card", desk.document.pk)
    return redirect(f"{reverse('tasks:review')}?papka={desk.folder}&pislia={desk.review.pk}")


def _shown(
    request: HttpRequest, desk: Desk, *, form: ResolutionForm | None = None, refusal: Refusal | None = None,
    passing: PassForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    looks.looked(actor=request.actor, at=request.at, document=desk.document)
    earlier = [one for one in tasks.resolutions_of(document=desk.document.pk) if one.cancelled_at is None]
    form = form or _form(request, desk, initial=_initial(desk) | {"known": _newest(desk, earlier)})
    newest = getattr(refusal, "newest", None)
    person = None if request.actor.on_behalf else request.actor.person_id
    signature = organisation.own_signature(desk.author, request.on, person)
    context = {
        "desk": desk,
        "document": desk.document,
        "parties": cards.parties(desk.document.pk),
        "viewer": viewer(cards.files(desk.document.pk), request=request),
        "form": form,
        "points": list(form.rows()),
        "is_repeating": any(row["repeats"].value() for row in form.rows()),
        "refusal": refusal,
        "unsent": getattr(request.FILES.get("scan"), "name", ""),
        "author": f"{signature.title} {signature.name}" if signature else "",
        "typical": tasks.typical_texts(post=desk.author),
        "quick": days.quick(request.on, regulation.work_calendar()),
        "folders": _folders(request, desk.folder) if desk.review else [],
        "earlier": earlier,
        "again": newest.pk if newest else form["again"].value(),
        "is_again": newest is None,
        "unwatched": _unwatched(desk) if desk.review and desk.review.folder != "info" else None,
        "leaders": passing or PassForm(on=request.on, calendar=regulation.work_calendar(), leaders=_leaders(request)),
        "on": request.on,
    }
    return render(
        request, "tasks/review.html", context | _control(desk), status=status_of(refusal) if refusal else status
    )


def _newest(desk: Desk, earlier: Sequence[Any]) -> int:
    """The newest resolution that the page shows, of a part the newest by which the task was split."""
    parent = desk.task.pk if desk.task else None
    return max((one.pk for one in earlier if one.parent_task_id == parent), default=0)


def _unwatched(desk: Desk) -> Refusal | None:
    """Why «Розглянуто, резолюції не потребує» is not offered (KR 8.3; DR 8.3)."""
    rules = regulation.rules_of(desk.document.edition_id)
    return tasks.unwatched_refusal(document=desk.document, rules=rules)


def _control(desk: Desk) -> dict[str, object]:
    rules = regulation.rules_of(desk.document.edition_id)
    kind = desk.document.kind.key
    roles = organisation.post(desk.author).roles
    obligatory = None if desk.task else tasks.obligatory_control(document=desk.document, rules=rules, roles=roles)
    return {
        "obligatory": obligatory,
        "usual": None if desk.task or obligatory else control_rules.usual(rules, kind),
        "one_on_original": rules.get("one_resolution_on_original"),
        "by_points": control_rules.comes_off_by_points(rules, kind),
        "main_entry": control_rules.main_executor(rules, kind),
        "outsider": control_guide.outsider(rules),
        "is_sub": desk.task is not None,
    }


def _initial(desk: Desk) -> dict[str, object]:
    """A part of a task begins with its words; what is usually controlled is proposed for control (KR 8.20.2)."""
    if desk.task:
        return {"text_1": desk.task.text}
    usual = control_rules.usual(regulation.rules_of(desk.document.edition_id), desk.document.kind.key)
    return {"control": usual is not None}


def _leaders(request: HttpRequest) -> list[tuple[int, str]]:
    posts = organisation.posts(request.on)
    able = [post for post in posts if post.is_leader or post.is_department_head]
    return [(post.pk, f"{post.title}{', ' + post.holding.person.short_name if post.holding else ''}") for post in able]


def _folders(request: HttpRequest, current: str) -> list[dict[str, object]]:
    counts = tasks.folder_counts(posts=request.actor.line)
    address = reverse("tasks:review")
    every = [{"label": "Усі", "url": address, "is_current": not current, "count": sum(counts.values())}]
    return every + [
        {
            "label": title.capitalize(),
            "url": f"{address}?papka={key}",
            "is_current": key == current,
            "count": counts.get(key, 0),
        }
        for key, title in tasks.FOLDERS.items()
    ]


def _preview(request: HttpRequest, desk: Desk, form: ResolutionForm) -> list[dict[str, object]]:
    rules = regulation.rules_of(desk.document.edition_id)
    roles = organisation.roles_with_duties(organisation.post(desk.author), request.on)
    found = []
    for number in range(1, form.points + 1):
        named = executors.read(str(request.GET.get(f"executors_{number}", "")), form.people)
        if form.only_informs(number) or control_rules.information_mark(rules, form.text_of(number)) is not None:
            named = executors.informed(named)
        is_info = bool(named) and all(one.part == executors.INFORMED for one in named)
        answer = None if is_info else _term(form, number, desk, rules, roles, request.on)
        found.append(
            {
                "number": number,
                "text": form.text_of(number),
                "named": named,
                "is_info": is_info,
                "due": None if isinstance(answer, Refusal) else answer,
                "refusal": answer if isinstance(answer, Refusal) else None,
                "wrong_day": next(iter(form.errors.get(f"term_{number}", ())), ""),
            }
        )
    return found


def _term(form: ResolutionForm, number: int, desk: Desk, rules: Any, roles: frozenset[str], on: Any) -> terms.Answer:
    point = form.point(number)
    if desk.task is not None:
        return terms.term_of_part(point=point, parent=desk.task, rules=rules, on=on)
    return terms.term_of_point(point=point, document=desk.document, rules=rules, roles=roles, on=on)
