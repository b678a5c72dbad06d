"""A staffed city with one of everything that a page shows, and the table that says what each address is opened with.

A new route with a parameter needs its line here: `PARAMETERS` by the parameter's name, `OF_ROUTE` where one route wants
another example.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import reverse

from magistrat.amendments.actions import changing as amending
from magistrat.amendments.actions import drafting as amendments
from magistrat.api import actions as programs
from magistrat.correspondence.actions import drafting, mailing_lists, registering, signing, visas
from magistrat.correspondence.draft import Draft
from magistrat.documents.actions import (
    arrivals,
    familiarisation,
    files,
    grants,
    links,
    nomenclature,
    paper_periods,
    registration,
)
from magistrat.documents.card import Card, Party
from magistrat.documents.models import BulkRun, Correspondent, DocumentKind, Pile, PileLetter, Registry, SavedView
from magistrat.exchange.models import Attachment, Mail, Mailbox
from magistrat.journal.actor import Actor
from magistrat.moving.actions import imports
from magistrat.moving.queries import sample
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department, Field, Holding, Person, Post, Substitution
from magistrat.outbox.models import Message
from magistrat.registers.models import CopyWork
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.storage import actions as storage
from magistrat.tasks.actions import extensions, resolutions
from magistrat.tasks.draft import Assignee, Point
from magistrat.tasks.draft import Draft as Instruction
from magistrat.tasks.models import ControlPoint, TypicalText
from magistrat.texts.models import Derived
from tests.factories import documents as papers
from tests.factories import organisation as people

LOGIN = "everything"


@dataclass
class Scene:
    """One person whose post fills every role, and ids of what lies before him."""

    actor: Actor
    at: Any
    ids: dict[str, Any] = field(default_factory=dict)


def everybody() -> Actor:
    """The holder of a post with every role that any right is given to, of the unit that keeps the records."""
    edition = regulation.rules_on(people.regulation.ON)
    roles = {role for right in edition.rights() for role in edition.roles_with(right)}
    unit = Registry.objects.filter(direction="incoming").order_by("id").first().department
    who = papers.actor("Посада на все", unit, *sorted(roles), surname="Усевмієнко", is_leader=True, rank=1)
    Post.objects.filter(pk=who.post_id).update(is_department_head=True)
    people.account(who.person_id, LOGIN)
    for registry in Registry.objects.all():
        registry.clerks.add(who.post_id)
    return organisation.actor_of_post(who.post_id, people.regulation.ON)


def build(at: Any) -> Scene:
    """Make everything by the deeds themselves, where a deed makes it."""
    scene = Scene(everybody(), at)
    for make in (_documents, _work, _letters, _directories, _rest, _mail, _amendments):
        make(scene)
    return scene


def _card(scene: Scene, kind: str, **more: Any) -> Card:
    chosen = (
        DocumentKind.objects.filter(key=kind).first()
        or DocumentKind.objects.filter(directions__contains=["incoming"])[0]
    )
    sender = Correspondent.objects.order_by("id")[0]
    fields: dict[str, Any] = {
        "kind": chosen.pk, "summary": "Про виконання робіт за окремими пунктами та надання інформації щокварталу",
        "parties": (Party(sender.pk, f"01-12/{kind}", local_date(scene.at)),), "addressee": scene.actor.post_id,
        "way": "post", "arrived_at": scene.at - timedelta(hours=1), "pages": 2, "is_urgent": True,
    }  # fmt: skip
    return Card(**(fields | more))


def _documents(scene: Scene) -> None:
    incoming = Registry.objects.filter(direction="incoming").order_by("id")[0]
    register = lambda kind, **more: registration.register_incoming(  # noqa: E731
        actor=scene.actor, at=scene.at, registry_id=incoming.pk, card=_card(scene, kind), **more
    )
    uploads = [
        files.Upload("лист.pdf", papers.pdf(("Про виконання робіт",))),
        files.Upload("план.docx", papers.docx("План")),
    ]
    main, other = register("regional_council_act", uploads=uploads), register("enterprise_letter")
    for document in (main, other):
        grants.give(document=document, post=scene.actor.post_id, reason="named", source="tests:scene", at=scene.at)
    links.connect(actor=scene.actor, at=scene.at, source_id=main.pk, target_id=other.pk, kind="about")
    waiting = arrivals.receive(actor=scene.actor, at=scene.at, way="post", uploads=uploads[:1])
    # As if the letter were a scan whose words were recognised.
    scan = main.files.order_by("id")[0].blob
    Derived.objects.create(source=scan, blob=scan, kind=Derived.Kind.SEARCHABLE, made_at=scene.at)
    read = familiarisation.give(actor=scene.actor, at=scene.at, document_id=main.pk, posts=[scene.actor.post_id])
    scene.ids |= {
        "document_id": main.pk, "other": other.pk, "waiting": waiting.pk, "file_id": main.files.order_by("id")[0].pk,
        "docx": main.files.order_by("id")[1].pk, "page": 1, "link_id": main.links.get().pk, "registry_id": incoming.pk,
        "grant_id": main.grants.get(source="tests:scene").pk, "familiarisation_id": read[0].pk, "name": "istoriia",
        "direction": "incoming", "correspondent_id": Correspondent.objects.order_by("id")[0].pk,
    }  # fmt: skip


def _work(scene: Scene) -> None:
    me, on = Assignee(scene.actor.post_id), local_date(scene.at)
    points = [
        Point("Надати інформацію", [me], number="1", due_on=on + timedelta(days=10)),
        Point("Звітувати щомісяця", [me], number="2", due_on=on + timedelta(days=20), repeats="month", repeat_day=5),
    ]
    draft = Instruction(scene.ids["document_id"], "До виконання за пунктами.", points, put_on_control=True)
    written = resolutions.write(actor=scene.actor, at=scene.at, draft=draft)
    task = written.tasks.order_by("id")[0]
    asked = extensions.ask(
        actor=scene.actor, at=scene.at, task=task.pk, new_due_on=on + timedelta(days=30), reason="Погодні умови"
    )
    point = ControlPoint.objects.order_by("id").first()
    scene.ids |= {
        "resolution_id": written.pk, "task_id": task.pk, "extension_id": asked.pk, "slug": "zvit",
        "point_id": point.pk if point else 0, "text_id": TypicalText.objects.order_by("id")[0].pk,
    }  # fmt: skip


def _letters(scene: Scene) -> None:
    """A letter at each station: draft, with visas asked, signed, registered."""
    kind = DocumentKind.objects.get(key="letter")
    content = Draft(
        kind=kind.pk, addressees=(scene.ids["correspondent_id"],), summary="Про надання інформації",
        text="Надаємо запитувану інформацію.", signatory=scene.actor.post_id, phone="92-00-01",
    )  # fmt: skip
    draft = lambda: drafting.draft(actor=scene.actor, at=scene.at, content=content)  # noqa: E731
    scene.ids["pk"], begun = draft().pk, {}
    for station in ("signed", "registered"):
        letter = visas.ask(actor=scene.actor, at=scene.at, letter=draft().pk)
        for visa in letter.visas.filter(version=letter.version, state="asked").order_by("position"):
            letter = visas.give(
                actor=organisation.actor_of_post(visa.post_id, local_date(scene.at)), at=scene.at, letter=letter.pk
            )
        begun[station] = signing.sign(actor=scene.actor, at=scene.at, letter=letter.pk).pk
    year, unit = local_date(scene.at).year, scene.actor.department_id
    case = nomenclature.add(
        actor=scene.actor, at=scene.at, year=year, department=unit, index="99-77", title="Листування", keep_term="5 р."
    ).pk
    outgoing = Registry.objects.filter(direction="outgoing").order_by("id")[0].pk
    entry = regulation.rules_on(local_date(scene.at)).get("dispatch_checks")
    registering.register(
        actor=scene.actor, at=scene.at, letter=begun["registered"], registry=outgoing, case_file=case, pages=1,
        checked=entry.values["checks"] if entry else (), confirm=True,
    )  # fmt: skip
    named = mailing_lists.keep(
        actor=scene.actor, at=scene.at, title="Районні ради", correspondents=[scene.ids["correspondent_id"]]
    )
    scene.ids |= {**begun, "case_id": case, "year": year, "list_id": named.pk}


def _directories(scene: Scene) -> None:
    ours = Holding.objects.get(post=scene.actor.post_id)
    other = Person.objects.exclude(pk=scene.actor.person_id).filter(account__isnull=False).order_by("id")[0]
    leader = Post.objects.filter(is_leader=True).exclude(pk=scene.actor.post_id).order_by("rank")[0]
    substitution = Substitution.objects.create(
        absent=leader, substitute_id=scene.actor.post_id, reason="leave", since=local_date(scene.at) + timedelta(days=3),
        proposed_at=scene.at, proposed_by="Кадри", until=local_date(scene.at) + timedelta(days=20),
    )  # fmt: skip
    kept, _ = Field.objects.get_or_create(
        leader=leader, department=Department.objects.order_by("id")[1], defaults={"since": people.SINCE}
    )
    scene.ids |= {
        "person": other.pk, "holding": ours.pk, "post": leader.pk, "department": scene.actor.department_id,
        "substitution": substitution.pk, "field": kept.pk,
    }  # fmt: skip


def _rest(scene: Scene) -> None:
    program, _ = programs.issue(
        actor=scene.actor, at=scene.at, title="Облік звернень", post_id=scene.actor.post_id,
        scopes=["documents.read"], expires_on=local_date(scene.at) + timedelta(days=90),
    )  # fmt: skip
    book = imports.take(
        actor=scene.actor,
        at=scene.at,
        name="obliky.xlsx",
        content=sample.workbook(local_date(scene.at)),
        is_queued=False,
    )
    run = BulkRun.objects.create(
        key="do-spravy",
        person=scene.actor.person_id,
        own_post=scene.actor.own_post_id,
        total=0,
        started_at=scene.at,
        finished_at=scene.at,
    )
    internal = Registry.objects.filter(direction="internal").order_by("id")[0].pk
    period = paper_periods.declare(
        actor=scene.actor, at=scene.at, registry_id=internal, since=scene.at, ground="Немає струму"
    )
    notice = Message.objects.filter(to_post=scene.actor.post_id).order_by("id").first()
    scene.ids |= {
        "program_id": program.pk, "import_id": book.pk, "run_id": run.pk, "paper_period_id": period.pk,
        "notice": notice.pk if notice else 0, "clause": "8.14", "key": "do-spravy", "visit": 0,
        "chapter": "8",
    }  # fmt: skip


def _mail(scene: Scene) -> None:
    """An e-mail with its file in a box, a pile of letters, a kept list, a line of the log of copies."""
    unit, at = scene.actor.department_id, scene.at
    box = Mailbox.objects.create(title="Скринька виконкому", address="rada@example.org", department_id=unit, since=at)
    content = storage.keep(content=papers.pdf(("Лист електронною поштою",)), at=at)
    mail = Mail.objects.create(
        identity="1" * 64, mailbox=box, department_id=unit, from_name="Підприємство", from_address="lyst@example.org",
        subject="Про ремонт", text="Просимо розглянути.", arrived_at=at, kept_at=at, blob=content,
    )  # fmt: skip
    attached = Attachment.objects.create(mail=mail, blob=content, name="лист.pdf", position=1)
    pile = Pile.objects.create(post_id=scene.actor.post_id, person=scene.actor.person_id, made_at=at)
    PileLetter.objects.create(pile=pile, document_id=scene.ids["waiting"], position=1)
    view = SavedView.objects.create(place="documents", title="Мої", owner_id=scene.actor.person_id, made_at=at)
    work = CopyWork.objects.create(
        done_on=local_date(at), what="Рішення", sheets=2, copies=10, ordered_by="Відділ", department_id=unit,
        executor_id=scene.actor.post_id, entered_by="Посада", entered_at=at,
    )  # fmt: skip
    scene.ids |= {
        "box": box.pk, "mail": mail.pk, "attached": attached.pk, "pile_id": pile.pk, "view_id": view.pk, "work_id": work.pk,
        "first": 1, "correspondent": scene.ids["correspondent_id"],
    }  # fmt: skip


def _amendments(scene: Scene) -> None:
    """A draft of an edition with one change."""
    edition = regulation.edition_id_on(local_date(scene.at))
    draft = amendments.begin(actor=scene.actor, at=scene.at, title="Зміни до строків", base=edition)
    entry = next(one for one in regulation.rules_of(edition).entries if one.term is not None and one.term.number)
    change = amending.change_entry(
        actor=scene.actor, at=scene.at, draft=draft.pk, entry=entry.id, seen=0, reason="Рішення виконкому",
        given={"term.number": str((entry.term.number or 0) + 1)},
    )  # fmt: skip
    scene.ids |= {"draft_id": draft.pk, "entry": entry.id, "change_id": change.pk, "edition_id": edition}


# Names of parameters whose example is the id of the same name in the scene.
PARAMETERS = frozenset(
    {
        "document_id", "file_id", "page", "link_id", "registry_id", "grant_id", "familiarisation_id", "name", "direction",
        "correspondent_id", "resolution_id", "task_id", "extension_id", "slug", "point_id", "text_id", "pk", "case_id", "year",
        "person", "holding", "post", "department", "substitution", "field", "program_id", "import_id", "run_id",
        "paper_period_id", "notice", "clause", "key", "visit", "pile_id", "view_id", "work_id", "first", "correspondent",
        "list_id", "draft_id", "entry", "change_id", "edition_id",
    }
)  # fmt: skip
# Where a route wants another paper than the usual one, by the names in the scene.
OF_ROUTE: Mapping[str, Mapping[str, str]] = {
    "correspondence:mark_paper": {"pk": "signed"},
    "correspondence:register": {"pk": "signed"},
    "correspondence:dispatch": {"pk": "registered"},
    "exchange:mail": {"pk": "mail"},
    "exchange:mailbox": {"pk": "box"},
    "exchange:attachment": {"pk": "attached"},
    "exchange:picture": {"pk": "attached"},
    "regulation:part": {"key": "chapter"},
    "documents:text": {"file_id": "docx"},
    "documents:arrival": {"document_id": "waiting"},
    "documents:register_arrival": {"document_id": "waiting"},
    "documents:show_in_advance": {"document_id": "waiting"},
}

# Pages of what was chosen in a list are asked for it.
CHOSEN = (
    "documents:bulk_list",
    "documents:bulk_cards",
    "documents:bulk_labels",
    "documents:labels",
    "documents:bulk_xlsx",
    "documents:bulk_csv",
)


def address(scene: Scene, route: str, names: list[str]) -> str:
    """The route's address with its examples."""
    path = reverse(route, kwargs=parameters(scene, route, names))
    return f"{path}?id={scene.ids['document_id']}" if route in (*CHOSEN, "documents:bulk") else path


def parameters(scene: Scene, route: str, names: list[str]) -> dict[str, Any]:
    """What the route's address is made with."""
    own = OF_ROUTE.get(route, {})
    return {name: scene.ids[own.get(name, name)] for name in names}
