"""Routes that take a deed from any post: there the deed itself asks who may. Each role tries each deed on another's paper.

`test_matrix.py` holds the routes that declare a right. Here stand those that declare none: they are tried (`DEEDS`), or
it is listed whose paper the deed asks for and where that is tested (`OF_PAPER`), or why any post may (`REASONS`); a new
one fails until it is one of the three.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.template.base import Template
from django.test import Client
from django.test.signals import template_rendered
from django.urls import get_resolver, reverse
from django.utils.safestring import SafeString, mark_safe

from magistrat.correspondence.actions import signing, visas
from magistrat.documents.actions import grants
from magistrat.documents.models import Document
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import execution, extensions, resolutions
from magistrat.tasks.draft import Assignee, Draft, Point
from magistrat.tasks.models import Task
from magistrat.ui import clock
from tests.apps.correspondence.conftest import AT, DAY, Hall, build
from tests.factories import documents as papers
from tests.house.test_matrix import patterns

pytestmark = pytest.mark.django_db

# The table that a statement writes.
WRITING = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY)\s+"?(\w+)', re.IGNORECASE)
# A session is the visitor's own; it is not what a deed changes.
OWN = re.compile(r"django_session|accounts_\w+")
REFUSED, DONE = "refused", "done"


@dataclass(frozen=True)
class Deed:
    """One deed on one paper.

    :param paper: the key of what lies in the scene, whose id is in the address; none for one's own.
    :param who: the posts of the hall that may do it to this paper.
    :param rights: whoever has one of these may do it to others' papers too.
    :param entries: whoever is named by one of these entries of the edition may, too.
    """

    route: str
    paper: str = ""
    who: tuple[str, ...] = ()
    slug: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    rights: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()

    def address(self, scene: Mapping[str, int]) -> str:
        """Where the deed is asked for."""
        given: list[Any] = [scene[self.paper]] if self.paper else []
        return reverse(self.route, args=[*given, *([self.slug] if self.slug else [])])


def _task(slug: str, paper: str, *who: str, **typed: str) -> Deed:
    return Deed("tasks:deed", paper, who, slug, typed)


def _duties(name: str, paper: str, **typed: str) -> Deed:
    """Only the leader himself, or whoever arranges substitutions for all (`organisation.queries.hand_over_refusal`)."""
    return Deed(f"organisation:{name}", paper, ("deputy",), typed=typed, rights=("substitution.manage",))


REGISTRARS = ("document.register_outgoing", "document.register_unit")
DEEDS = (
    _task("pryiniaty", "given", "executor"),
    _task("zvit", "given", "executor", text="Водогін відремонтовано", pages="1"),
    _task("zarakhuvaty", "reported", "head"),
    _task("doopratsiuvaty", "reported", "head", remark="Додайте акт"),
    _task("poiasnyty", "late", "executor", "head", text="Тривали морози", final_on="30.03.2026"),
    # Leaders propose it of what the clause names (KR 8.20.10): tests/apps/tasks/test_changing_terms.py.
    Deed(
        "tasks:deed",
        "given",
        ("executor",),
        "prodovzhyty",
        {"new_due_on": "10.04.2026", "reason": "Тривали морози"},
    ),
    Deed(
        "tasks:deed",
        "given",
        ("mayor",),
        "zminyty-strok",
        {"new_due_on": "23.03.2026", "reason": "Тривали морози"},
        rights=("control.extend",),
    ),
    Deed("tasks:deed", "asked", ("mayor",), "vyrishyty-strok", {"granted": "yes"}, rights=("control.extend",)),
    _task("khid", "given", "executor", text="Замовлено труби"),
    _task("strok-spivvykonavtsia", "part", "executor", due_on="20.03.2026"),
    _task("peredaty", "given", "mayor", "head", executor="Ярема", reason="Відпустка"),
    _task("povernuty", "given", "executor", reason="Не наші мережі"),
    _task("prypynyty", "repeating", "mayor", reason="Роботи закінчено"),
    Deed("correspondence:give_visa", "for_visa", ("head",)),
    Deed("correspondence:send_back", "for_visa", ("head",), typed={"remark": "Уточніть адресу"}),
    Deed("correspondence:send_back", "for_signature", ("deputy",), typed={"remark": "Уточніть адресу"}),
    Deed("correspondence:sign", "for_signature", ("deputy",)),
    Deed("correspondence:withdraw", "signed", ("deputy",), typed={"remark": "Не той примірник"}, rights=REGISTRARS),
    _duties("agree", "proposed"),
    _duties("add_order", "proposed", order="від 05.03.2026 №17-р"),
    _duties("cancel", "proposed", reason="Відпустку скасовано"),
)
# Whose right it is follows from the paper, so that no declaration can say it: the deed asks.
OF_PAPER: Mapping[str, str] = {
    "approvals:visa": "whose visa is waited for (tests/apps/approvals/test_deeds.py)",
    "approvals:extend": "whose visa is waited for (tests/apps/approvals/test_deeds.py)",
    "approvals:forget": "of one's own post's library (tests/apps/approvals/test_pages.py)",
    "approvals:recall": "the drafter (tests/apps/approvals/test_deeds.py)",
    "approvals:reply": "the drafter (tests/apps/approvals/test_deeds.py)",
    "approvals:report": "whom the clause lets report to the mayor (tests/apps/approvals/test_deeds.py)",
    "approvals:attach": "the drafter (tests/apps/approvals/test_deeds.py)",
    "acts:relate": "the drafter (tests/apps/acts/test_relations.py)",
    "acts:unrelate": "the drafter (tests/apps/acts/test_relations.py)",
    "acts:redaction": "a drafter, or who keeps the register (tests/apps/acts/test_relations.py)",
    "acts:sign": "the signatory of this act (tests/apps/acts/test_signing.py)",
    "acts:hand_in": "the drafter, or the clerk of this kind's series (tests/apps/acts/test_signing.py)",
    "acts:send_back": "the signatory of this act (tests/apps/acts/test_signing.py)",
    "acts:give_up": "who asked for the signature (tests/apps/acts/test_signing_faults.py)",
    "acts:send_act": "who sends the acts of this kind, or the drafter (tests/apps/acts/test_mailing.py)",
    "acts:note_read": "whoever sees the act marks that he has read it (tests/apps/acts/test_mailing.py)",
    "acts:remind": "who sends the acts of this kind, or the drafter (tests/apps/acts/test_mailing.py)",
    "acts:received": "who sends the acts of this kind, or the drafter (tests/apps/acts/test_mailing.py)",
    "acts:hand_over": "the drafter (tests/apps/acts/test_adopting.py)",
    "acts:in_force": "who keeps the acts of this kind (tests/apps/acts/test_decision_pages.py)",
    "acts:publishing": "who publishes, or the drafter who prepares the copy (tests/apps/acts/test_publishing.py)",
    "acts:handed_over": "who registers the acts of this kind (tests/apps/acts/test_decision_pages.py)",
    "sittings:minutes_deed": "each deed has its right, the signatories follow from the sitting (tests/apps/sittings/test_minutes_pages.py)",
    "sittings:deed": "each deed has its right (tests/apps/sittings/test_pages.py)",
    "sittings:invite_to": "who prepares the question (tests/apps/sittings/test_pages.py)",
    "sittings:question_deed": "who prepares the question, or each deed's right (tests/apps/sittings/test_delivering.py)",
    "sittings:comment_deed": "who prepares the question (tests/apps/sittings/test_proposals.py)",
    "sittings:block_deed": "each deed has its right (tests/apps/sittings/test_pages.py)",
    "sittings:invited_deed": "who prepares the question (tests/apps/sittings/test_pages.py)",
    "registers:copying": "whoever copied writes down his work (tests/apps/registers/test_copying.py)",
    "registers:copying_strike": "whoever wrote the line (tests/apps/registers/test_copying.py)",
    "documents:admit": "who corrects cards, as the deed asks (tests/apps/documents/test_many_at_once.py)",
    "documents:exclude": "who corrects cards, as the deed asks (tests/apps/documents/test_many_at_once.py)",
}
REASONS: Mapping[str, str] = {
    "accounts:sign_in": "nobody is known before it; throttled",
    "accounts:second_step": "the second half of signing in",
    "accounts:sign_out": "one's own visit",
    "accounts:change_password": "one's own password",
    "accounts:end_visit": "one's own visits",
    "accounts:switch_on": "one's own second factor",
    "accounts:switch_off": "one's own second factor",
    "accounts:new_codes": "one's own second factor",
    "organisation:choose_post": "in which of one's own posts one works",
    "organisation:hand_over": "one's own duties; the deed asks duties.hand_over (tests/apps/organisation)",
    "outbox:read_all": "one's own notices",
    "documents:view_save": "one's own views of lists; a unit's are asked of its head (tests/apps/documents/test_views.py)",
    "documents:view_open_with": "one's own views of lists",
    "documents:view_remove": "one's own views of lists (tests/apps/documents/test_views.py)",
    "documents:note_read": "what one was given to read (tests/apps/documents/test_many_at_once.py)",
    "portal:draft": "a proposal of anybody (tests/apps/portal)",
    "acts:check": "anybody checks a paper by its code; nothing is kept",
    "acts:own_key": "one's own key of signature",
    "approvals:library": "typical remarks of one's own post",
    "sittings:poll_answer": "a member of the body, known by his person (tests/apps/sittings/test_polls.py)",
    "sittings:poll_conflict": "a member of the body, known by his person (tests/apps/sittings/test_polls.py)",
    "documents:bulk": "each deed on each paper asks its own right (tests/apps/documents/test_bulk.py)",
    "documents:bulk_undo": "one's own run of a deed on many (tests/apps/documents/test_bulk.py)",
    "documents:file": "POST takes a dangerous file in spite of the warning; who sees the paper (tests/apps/documents)",
}


def methods(view: Any) -> list[str] | None:
    """The methods that the view's decorators let through; none when they let through all."""
    while view is not None:
        names = view.__code__.co_freevars
        if "request_method_list" in names:
            return list(view.__closure__[names.index("request_method_list")].cell_contents)
        view = getattr(view, "__wrapped__", None)
    return None


def test_every_route_that_takes_a_deed_without_a_right_is_tried_or_has_its_reason():
    found = set()
    for name, pattern in patterns(get_resolver()):
        declared, taken = pattern.callback.declared, methods(pattern.callback)
        if not declared.rights and not declared.by_token and (taken is None or "POST" in taken):
            found.add(name)
    tried_here = {deed.route for deed in DEEDS}
    listed = tried_here | set(OF_PAPER) | set(REASONS)
    assert found - listed == set(), "try it in DEEDS, or say in REASONS why any post may"
    assert listed - found == set(), "no such route takes a deed without a right"
    assert len(listed) == len(tried_here) + len(OF_PAPER) + len(REASONS)


@dataclass
class Scene:
    """The hall with its papers, a stranger who takes on roles, and what is written during a request."""

    hall: Hall
    ids: dict[str, int]
    roles: list[str]
    visitor: Actor
    edition: Any
    written: set[str] = field(default_factory=set)

    def may(self, deed: Deed, role: str) -> bool:
        named = [grant.roles for key in deed.entries if (entry := self.edition.get(key)) for grant in entry.grants]
        return any(role in roles for roles in [*map(self.edition.roles_with, deed.rights), *named])

    def stranger(self, roles: Iterable[str]) -> Client:
        """The visitor, whose post now has these roles."""
        Post.objects.filter(pk=self.visitor.post_id).update(roles=list(roles))
        return papers.signed_in(Client(), self.visitor)

    def watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Remember the tables that are written."""
        if (wrote := WRITING.match(sql)) and not OWN.fullmatch(wrote[1]):
            self.written.add(wrote[1])
        return execute(sql, params, many, context)


def rows(tables: Iterable[str]) -> set[tuple[str, int, str]]:
    """How many rows each of these tables has, and a figure that changes with any of them."""
    with connection.cursor() as cursor:
        asked = " UNION ALL ".join(
            f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(ctid::text, xmin::text::bigint)), 0)::text"
            f' FROM "{name}"'
            for name in sorted(tables)
        )
        cursor.execute(asked)
        return set(cursor.fetchall())


def incoming(hall: Hall, *points: Point) -> list[Task]:
    """The mayor's resolution on a letter to him; its tasks in their order."""
    letter = hall.incoming(sender="enterprise", kind="enterprise_letter")
    draft = Draft(letter.pk, "Розглянути та надати відповідь", points, put_on_control=True)
    return list(resolutions.write(actor=hall.actor("mayor"), at=AT, draft=draft).tasks.order_by("id"))


def point(hall: Hall, *posts: str, due_on: date = date(2026, 3, 25), **more: Any) -> Point:
    named = [Assignee(hall.posts[one].pk) for one in posts or ("executor",)]
    return Point("Розглянути та надати відповідь", named, due_on=due_on, **more)


def letter_in(hall: Hall, state: str) -> Any:
    """A letter to be signed by the deputy: waiting for the head's visa, for the signature, or signed."""
    letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter(signatory="deputy").pk)
    if state == "for_visa":
        return letter
    for visa in letter.visas.filter(version=letter.version, state="asked").order_by("position"):
        key = next(key for key, post in hall.posts.items() if post.pk == visa.post_id)
        letter = visas.give(actor=hall.actor(key), at=AT, letter=letter.pk)
    return signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk) if state == "signed" else letter


def proposed(hall: Hall) -> int:
    """The deputy's duties from the next week, proposed and not agreed."""
    kept = hall.stand_in("deputy", "manager", DAY + timedelta(days=7))
    type(kept).objects.filter(pk=kept.pk).update(agreed_at=None, agreed_by="")
    return kept.pk


def lay_out(hall: Hall) -> dict[str, int]:
    """One paper at each station, and every stranger may see it: what is refused is the deed, not the sight."""
    given, part = incoming(hall, point(hall, "executor", "other"))
    (reported,) = incoming(hall, point(hall))
    execution.report(actor=hall.actor("executor"), at=AT, task=reported.pk, text="Відремонтовано", pages=1)
    (late,) = incoming(hall, point(hall))
    Task.objects.filter(pk=late.pk).update(due_on=DAY - timedelta(days=7))
    (repeating,) = incoming(hall, point(hall, repeats="month", repeat_day=5))
    (asked,) = incoming(hall, point(hall))
    extensions.ask(
        actor=hall.actor("executor"), at=AT, task=asked.pk, new_due_on=date(2026, 4, 10), reason="Тривали морози"
    )
    letters = {state: letter_in(hall, state).pk for state in ("for_visa", "for_signature", "signed")}
    tasks = {"given": given, "part": part, "reported": reported, "late": late, "repeating": repeating, "asked": asked}
    return {key: task.pk for key, task in tasks.items()} | letters | {"proposed": proposed(hall)}


def client_of(hall: Hall, key: str) -> Client:
    client = Client()
    client.force_login(hall.people[key].account, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def scene(request, monkeypatch, settings, regulations) -> Iterator[Scene]:
    monkeypatch.setenv(clock.FIXED, AT.isoformat())
    settings.DEFAULT_FROM_EMAIL = "kantseliariia@kr.gov.ua"
    hall, edition = build(request.param), regulations[request.param]
    unit = papers.department("Відділ для перевірки", "99")
    roles = sorted({role for right in edition.rights() for role in edition.roles_with(right)})
    visitor = papers.actor("Посада для перевірки", unit, *roles)
    ids = lay_out(hall)
    for document in Document.objects.all():
        grants.give(document=document, post=visitor.post_id, reason="named", source="tests:matrix", at=AT)
    made = Scene(hall, ids, roles, visitor, edition)
    # A page is put together whole, only not painted: over a hundred of them are asked for.
    monkeypatch.setattr(Template, "_render", unpainted)
    with connection.execute_wrapper(made.watch):
        yield made


def unpainted(template: Template, context: Any) -> SafeString:
    """What the test client hears of the template and its context."""
    template_rendered.send(sender=template, template=template, context=context)
    return mark_safe("")


def said(response: Any) -> Refusal | None:
    """The refusal that the page shows."""
    shown = response.context or {}
    found = shown.get("refusal") or getattr(shown.get("refused"), "refusal", None)
    return found if isinstance(found, Refusal) else None


def outcome(response: Any, *, changed: bool) -> str:
    """Done; refused, so that people can read why, with nothing changed; or what else came."""
    if response.status_code == 302:
        return DONE if changed else "nothing done, nothing said"
    refusal = said(response)
    if refusal is None or response.status_code not in (403, 409) or not refusal.message:
        return f"{response.status_code}, {refusal!r}"
    if changed:
        return f"refused and changed all the same: {refusal!r}"
    is_right = getattr(refusal, "is_right", False)
    return REFUSED if is_right or refusal.clause else f"neither a right nor a clause: {refusal!r}"


def tried(scene: Scene, client: Client, deed: Deed) -> str:
    """The outcome of the deed, which is undone; the tables that any statement wrote are compared."""
    with transaction.atomic():
        scene.written.clear()
        response = client.post(deed.address(scene.ids), dict(deed.typed))
        written = frozenset(scene.written)
        after = rows(written) if written else None
        transaction.set_rollback(True)
    return outcome(response, changed=after is not None and after != rows(written))


def test_a_deed_is_done_by_those_whose_paper_it_is(scene):
    wrong = [
        f"{deed.route} {deed.slug} {deed.paper} by {key}: {got}"
        for deed in DEEDS
        for key in deed.who
        if (got := tried(scene, client_of(scene.hall, key), deed)) != DONE
    ]
    assert wrong == []


def test_a_deed_is_refused_to_every_role_whose_paper_it_is_not(scene):
    """Roles only add: what is refused to one who has them all at once is refused to each of them."""
    wrong = []
    for deed in DEEDS:
        may = [role for role in scene.roles if scene.may(deed, role)]
        tries = {("no role",): REFUSED, tuple(sorted(set(scene.roles) - set(may))): REFUSED}
        tries |= {(role,): DONE for role in may}
        for roles, expected in tries.items():
            if (got := tried(scene, scene.stranger(roles), deed)) != expected:
                wrong.append(f"{deed.route} {deed.slug} {deed.paper} by {roles}: {got}, must be {expected}")
    assert len(scene.roles) > 10
    assert wrong == []
