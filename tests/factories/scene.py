"""A staffed city with one of everything that a page shows, and the table that says what each address is opened with.

A new route with a parameter needs its line here: `PARAMETERS` by the parameter's name, `OF_ROUTE` where one route wants
another example.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.urls import reverse

from magistrat.acts.actions import copying_sitting, enclosing, sending_for_visas
from magistrat.acts.actions import drafting as acts
from magistrat.acts.actions import mailing as acts_mailing
from magistrat.acts.actions import registering as acts_registering
from magistrat.acts.actions import registering_sitting as sitting_numbers
from magistrat.acts.draft import Beginning, Content, To
from magistrat.acts.models import Act, Handover, Redaction, Relation, Round, Signing
from magistrat.amendments.actions import changing as amending
from magistrat.amendments.actions import drafting as amendments
from magistrat.amendments.actions import replaying
from magistrat.api import actions as programs
from magistrat.approvals.actions import answering, sending
from magistrat.approvals.actions import typical as typical_remarks
from magistrat.approvals.models import Approval, Remark, Step, Version
from magistrat.bodies.actions import composition, gatherings, recording
from magistrat.bodies.actions import set_up as committee
from magistrat.bodies.models import Outcome
from magistrat.bodies.queries import composition as bodies
from magistrat.correspondence.actions import drafting, mailing_lists, registering, signing, visas
from magistrat.correspondence.draft import Draft
from magistrat.documents.actions import (
    arrivals,
    bulk,
    drafts,
    familiarisation,
    files,
    grants,
    links,
    nomenclature,
    paper_periods,
    public_versions,
    registration,
)
from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.card import Card, Party, Told
from magistrat.documents.models import (
    BulkRun,
    Correspondent,
    Direction,
    DocumentKind,
    Pile,
    PileLetter,
    Registry,
    SavedView,
)
from magistrat.documents.queries import points as review
from magistrat.exchange.models import Attachment, Mail, Mailbox
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.moving.actions import imports
from magistrat.moving.queries import sample
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department, Field, Holding, Person, Post, Substitution
from magistrat.outbox.models import Message
from magistrat.registers.models import CopyWork
from magistrat.regulation import queries as regulation
from magistrat.rules import act_text
from magistrat.rules.moments import local_date
from magistrat.sittings.actions import (
    agendas,
    binders,
    instructions,
    invitations,
    originals,
    packages,
    planning,
    proposals,
    questions,
)
from magistrat.sittings.models import Disclosure, Question, Sitting
from magistrat.storage import actions as storage
from magistrat.tasks.actions import extensions, resolutions
from magistrat.tasks.draft import Assignee, Point
from magistrat.tasks.draft import Draft as Instruction
from magistrat.tasks.models import Control, ControlPoint, Explanation, Task, TypicalText
from magistrat.texts.models import Derived
from tests.factories import acts as made_acts
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
    making = (
        _documents, _work, _letters, _approvals, _acts, _changed_act, _orders, _directories, _rest, _mail, _amendments, _sittings,
        _way_to_sitting, _decisions, _public, _missed,
    )  # fmt: skip
    for make in making:
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
    returned = arrivals.receive(actor=scene.actor, at=scene.at, way="post")
    arrivals.send_back(
        actor=scene.actor, at=scene.at, document_id=returned.pk, ground=review.return_grounds(local_date(scene.at))[0].key,
        told=Told(sender_name="Товариство «Вигадане»", summary="Про дарунок"),
    )  # fmt: skip
    # As if the letter were a scan whose words were recognised.
    scan = main.files.order_by("id")[0].blob
    Derived.objects.create(source=scan, blob=scan, kind=Derived.Kind.SEARCHABLE, made_at=scene.at)
    read = familiarisation.give(actor=scene.actor, at=scene.at, document_id=main.pk, posts=[scene.actor.post_id])
    scene.ids |= {
        "document_id": main.pk, "other": other.pk, "waiting": waiting.pk, "returned": returned.pk,
        "file_id": main.files.order_by("id")[0].pk,
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


def _missed(scene: Scene) -> None:
    """A controlled instruction whose term was missed, explained, and missed again on the final day that was named."""
    on, me = local_date(scene.at), scene.actor
    card = _card(scene, "instruction")
    document = registration.register_incoming(actor=me, at=scene.at, registry_id=scene.ids["registry_id"], card=card)
    point = Point("Подати узагальнену інформацію", [Assignee(me.post_id)], due_on=on + timedelta(days=3))
    draft = Instruction(document.pk, "До виконання.", [point], put_on_control=True)
    task = resolutions.write(actor=me, at=scene.at, draft=draft).tasks.get()
    # As if all of it had begun two weeks ago.
    for model, named in ((Task, {"pk": task.pk}), (Control, {"document": document})):
        model.objects.filter(**named).update(due_on=on - timedelta(days=5))
    Explanation.objects.create(
        task=task, text="Підрядник запізнився з актом", final_on=on - timedelta(days=1), by=me.printed,
        at=scene.at - timedelta(days=3),
    )  # fmt: skip


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


def _approvals(scene: Scene) -> None:
    """A draft order with a remark on it, one visa of which waits for the person."""
    kind = DocumentKind.objects.get(key="mayor_order")
    card = Card(kind=kind.pk, summary="Про підготовку до опалювального сезону")
    draft = drafts.begin(actor=scene.actor, at=scene.at, card=card, direction=Direction.ACT)
    parts = [("заголовок", "Про підготовку до опалювального сезону"), ("пункт 1", "Провести ремонт мереж.")]
    deputy = Post.objects.filter(roles__contains=["deputy_mayor"]).exclude(pk=scene.actor.post_id).order_by("id")[0]
    sending.send(
        actor=scene.actor, at=scene.at, document=draft.pk, kind="order", flags=[], drafter=scene.actor.post_id,
        in_charge=deputy.pk, concerned=[scene.actor.post_id], content={}, parts=parts,
    )  # fmt: skip
    step = (
        Step.objects.filter(approval__document=draft, state="open").exclude(post=scene.actor.post_id).order_by("id")[0]
    )
    head = organisation.actor_of_post(step.post_id, local_date(scene.at))
    answering.answer(
        actor=head, at=scene.at, step=step.pk, outcome="remarks", remarks=[("пункт 1", "Зазначте джерело коштів.")]
    )
    mine = Step.objects.filter(approval__document=draft, post=scene.actor.post_id).order_by("id")[0]
    kept = typical_remarks.put(actor=scene.actor, at=scene.at, text="Немає посилання на закон.")
    scene.ids |= {
        "draft_act": draft.pk, "step_id": mine.pk, "remark_id": Remark.objects.order_by("id")[0].pk, "own_remark": kept.pk,
    }  # fmt: skip


def _acts(scene: Scene) -> None:
    """A draft order with an annex that was sent for visas and changed since, and another text of it set aside."""
    on, me = local_date(scene.at), scene.actor
    act = acts.begin(actor=me, at=scene.at, start=Beginning("order", "main_activity", "Про облік мереж"))
    points = (
        act_text.Point(
            "1", "провести облік", executors=(me.post_id,), due_on=on + timedelta(days=30), due_words="до 01.12.2030"
        ),
        act_text.Point("2", "Контроль за виконанням розпорядження покласти на заступника", is_control=True),
    )
    annexes = (
        act_text.Annex(
            "", "Склад робочої групи", rows=(("Бойко Іван Петрович", "лікар", "за згодою"),), is_commission=True
        ),
    )
    text = act_text.ActText("Про облік мереж", "Відповідно до Закону", "ЗОБОВ'ЯЗУЮ:", points, annexes)
    deputy = Post.objects.filter(roles__contains=["deputy_mayor"]).exclude(pk=me.post_id).order_by("id")[0]
    content = Content(
        text=text, in_charge=deputy.pk, concerned=(me.post_id,), phone="92-13-14", recipients=(To(post=me.post_id),)
    )
    acts.write(actor=me, at=scene.at, act=act.pk, content=content, revision=0)
    enclosing.keep_consent(actor=me, at=scene.at, act=act.pk, name="Бойко Іван Петрович", given_on=on)
    sending_for_visas.send(actor=me, at=scene.at, act=act.pk, confirm=True)
    acts.give_way(actor=me, at=scene.at, act=act.pk, content=content)
    changed = replace(content, text=replace(text, stating="Відповідно до Закону та Кодексу"))
    act = acts.write(actor=me, at=scene.at, act=act.pk, content=changed, revision=1)
    scene.ids |= {"act": act.pk, "aside": act.asides.get().pk}


def _changed_act(scene: Scene) -> None:
    """An order that a later one has changed, with a redaction that is awaited, and a draft that touches the later one."""
    base, source = made_acts.changed(scene.actor, (9001, 9002), local_date(scene.at))
    draft = made_acts.begun(scene.actor)
    relation = Relation.objects.create(source=draft, kind="repeals", target=source, named_on=source.adopted_on)
    redaction = Redaction.objects.get(act=base)
    scene.ids |= {
        "act_in_force": base.pk, "relating": draft.pk, "relation": relation.pk, "redaction_id": redaction.pk,
    }  # fmt: skip


def _orders(scene: Scene) -> None:
    """An order before its signatory, a signed one, a registered one that has been sent; their ways are not walked."""
    me, at = scene.actor, scene.at
    points = (
        act_text.Point("1", "провести облік", executors=(me.post_id,), due_on=local_date(at) + timedelta(days=30)),
        act_text.Point("2", "Контроль за виконанням покласти на заступника", is_control=True),
    )
    text = act_text.ActText("Про облік мереж", "Відповідно до Закону", "ЗОБОВ'ЯЗУЮ:", points)
    made = {}
    for state in ("signing", "signed", "registered"):
        act = acts.begin(actor=me, at=at, start=Beginning("order", "main_activity", f"Про облік мереж: {state}"))
        content = Content(
            text=text,
            phone="92-13-14",
            recipients=(To(post=me.post_id), To(department=me.department_id, points=(points[0].label,))),
        )
        acts.write(actor=me, at=at, act=act.pk, content=content, revision=0)
        sending_for_visas.send(actor=me, at=at, act=act.pk, confirm=True)
        version = Version.objects.get(approval__document=act.document_id)
        file = files.put(
            document=act.document, uploads=[files.Upload("підписано.pdf", papers.pdf(("Розпорядження",)), "signed")],
            actor=me, at=at,
        )[0]  # fmt: skip
        signed = {"signed_on": local_date(at), "signed_at": at, "signed_version": version, "signed_file": file}
        Act.objects.filter(pk=act.pk).update(
            state="signing" if state == "signing" else "signed", signatory=me.post_id, signed_title="Міський голова",
            signed_name="Іван ВИГАДАНИЙ", **({} if state == "signing" else signed),
        )  # fmt: skip
        made[f"{state}_act"] = act.pk
        if state == "signing":
            attempt = Signing.objects.create(
                act=act, version=version, provider="own_keys", asked_at=at, asked_by=me.printed, post_id=me.post_id,
                person=me.person_id, printed_title="Міський голова", printed_name="Іван ВИГАДАНИЙ", given=file.blob,
                state="failed", trouble="PIN-код не підходить до ключа.",
            )  # fmt: skip
    act = acts_registering.register(actor=me, at=at, act=made["registered_act"])
    rows = list(act.recipients.order_by("position"))
    (paper,) = acts_mailing.send(actor=me, at=at, act=act.pk, recipients=[rows[0].pk], way="paper")
    acts_mailing.send(actor=me, at=at, act=act.pk, recipients=[rows[1].pk])
    carried = Round.objects.create(at=at, done_at=at)
    scene.ids |= {**made, "attempt": attempt.pk, "delivery": paper.pk, "round": carried.pk, "code": act.check_code}


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
    today = local_date(scene.at)
    past = replaying.begin(
        actor=scene.actor, at=scene.at, draft=draft.pk, since=today - timedelta(days=365), until=today, is_queued=False
    )
    replaying.go_on(run=past.pk, at=scene.at)
    scene.ids |= {
        "draft_id": draft.pk,
        "entry": entry.id,
        "change_id": change.pk,
        "edition_id": edition,
        "sort": "pravo",
        "replay_id": past.pk,
    }


def _sittings(scene: Scene) -> None:
    """An open sitting with a question in hand and its speaker, and a decision between sittings that waits."""
    body, _ = committee.set_up(actor=SYSTEM, at=scene.at)
    on, ground = local_date(scene.at), "рішення міської ради №1"
    # All seats are taken: who comes to the sitting below is a quorum in a city of any size.
    seats = len(bodies.members_on(body, on + timedelta(days=1))) + 1
    composition.set_seats(
        actor=SYSTEM, at=scene.at, body=body.pk, number=seats, since=on + timedelta(days=1), ground=ground
    )
    member = composition.appoint(
        actor=SYSTEM, at=scene.at, body=body.pk, person=scene.actor.person_id, post=scene.actor.post_id, role="member",
        since=on + timedelta(days=1), ground=ground,
    )  # fmt: skip
    day = on + timedelta(days=2)
    sitting = planning.plan(actor=scene.actor, at=scene.at, on=day, time=None, kind="regular")
    asked = [
        questions.put(
            actor=scene.actor, at=scene.at, sitting=sitting.pk, title=f"Про виконання бюджету за {n} квартал",
            department=scene.actor.department_id, stage="on_agenda", is_undisputed=True, number=str(n),
        )
        for n in (1, 2, 3)
    ]  # fmt: skip
    sits = [one.pk for one in bodies.members_on(body, day)]
    steps: list[tuple[str, int | None, dict[str, Any]]] = [
        ("called", None, {}),
        *(("arrived", None, {"member": one}) for one in sits),
        ("opened", None, {}),
        *(
            [("agenda_voted", None, {"votes": dict.fromkeys(map(str, sits), "for")})]
            if regulation.rules_on(day).get("agenda_approval")
            else []
        ),
        ("question_begun", asked[0].pk, {}),
        ("conflict_declared", asked[0].pk, {"member": sits[-1], "reason": "родич заявника"}),
        ("amendment_proposed", asked[0].pk, {"by": "Член", "text": "Уточнити строк"}),
        ("speaker_called", asked[0].pk, {"who": "Доповідач", "kind": "report"}),
    ]
    for number, (code, item, payload) in enumerate(steps):
        recording.record(
            actor=scene.actor, at=scene.at, gathering=sitting.gathering_id, code=code, item=item, payload=payload,
            key=f"scene-{number}", after=0,
        )  # fmt: skip
    given = instructions.write(
        actor=scene.actor, at=scene.at, sitting=sitting.pk, text="Подати звіт", executors=[scene.actor.post_id],
        question=asked[0].pk, due_on=day,
    )  # fmt: skip
    waits = gatherings.plan(actor=SYSTEM, at=scene.at, body=body.pk, on=day, kind="poll", ground="аварія")
    own = Sitting.objects.create(gathering=waits, changed_at=scene.at)
    questions.put(
        actor=scene.actor, at=scene.at, sitting=own.pk, title="Про аварію", department=scene.actor.department_id
    )
    Sitting.objects.filter(pk=sitting.pk).update(sent_at=scene.at)
    scene.ids |= {
        "body": body.pk, "membership": member.pk, "sitting": sitting.pk, "poll": waits.pk, "held_question": asked[0].pk,
        "instruction": given.pk, "minutes_part": "head", "minutes_form": "pdf",
    }  # fmt: skip


def _way_to_sitting(scene: Scene) -> None:
    """A sitting that is prepared: a main question with its papers, late ones, an agenda in blocks."""
    me, at = {"actor": scene.actor, "at": scene.at}, scene.at
    on = local_date(at) + timedelta(days=9)
    sitting = planning.plan(on=on, time=None, kind="regular", place="зала засідань", **me)
    unit, asked = scene.actor.department_id, []
    for number, stage in enumerate(["proposed", "prepared", "delivered", "reviewed", "on_agenda", "on_agenda"]):
        said = {"is_main": number == 0, "is_regulatory": number == 4, "speaker": "Олена БДЖОЛЯР"}
        said |= {"flags": ["budget"], "lateness": "asked" if number == 2 else "none", "late_reason": "лист області"}
        title = f"Про підготовку господарства міста до осінньо-зимового періоду, частина {number}"
        asked.append(questions.put(sitting=sitting.pk, title=title, department=unit, stage=stage, **said, **me))
    main = asked[0]
    rules = {"item_title": main.title, "reporter": "Бджоляр", "report_minutes": "15", "speaker_minutes": "5",
             "answers_minutes": "5", "speakers": ["Калина"]}  # fmt: skip
    if regulation.rules_on(on).get("item_rules_form"):
        packages.fill(question=main.pk, key="item_rules", data=rules, **me)
    originals.take(question=main.pk, copies=5, handed_by="О. Бджоляр", sheets=12, **me)
    invited = invitations.invite(sitting=sitting.pk, question=main.pk, name="Калина Віра", post="директор", **me)
    invitations.invite(sitting=sitting.pk, name="Явір Лесь", post="міська газета", is_press=True, **me)
    block = agendas.add_block(sitting=sitting.pk, title="Основні питання", **me)
    agendas.place(question=asked[4].pk, to=0, block=block.pk, **me)
    for one in Sitting.objects.filter(pk__in=[sitting.pk, scene.ids["sitting"]]):
        binders.make(at=at, binder=binders.begin(sitting=one, actor=scene.actor, at=at).pk)
    scene.ids |= {
        "prepared": sitting.pk, "question": main.pk, "block": block.pk, "invited": invited.pk, "form_key": "item_rules",
        "paper_slug": "poriadok-dennyi",
    }  # fmt: skip


def _decisions(scene: Scene) -> None:
    """A registered decision of the sitting that is owed to somebody, with its copy, and one whose text is to be compared."""
    me, at = scene.actor, scene.at
    where = Sitting.objects.select_related("gathering").get(pk=scene.ids["sitting"])
    text = act_text.ActText("Про дозвіл", "Відповідно до Закону", "ВИРІШИВ:", (act_text.Point("1", "дозволити"),))
    made = {}
    for number, state in enumerate(("signed", "check"), start=90):
        act = acts.begin(actor=me, at=at, start=Beginning("committee-decision", "decisions", f"Про дозвіл: {state}"))
        content = act_text.write(text)
        approval = Approval.objects.create(
            document=act.document, kind=act.kind, state="agreed", drafter=act.drafter, changed_at=at, version=1
        )
        version = Version.objects.create(
            approval=approval, number=1, content=content, parts=act_text.parts(text), digest="0" * 64, at=at, by="тест"
        )
        file = files.put(
            document=act.document, uploads=[files.Upload("рішення.pdf", papers.pdf(("Рішення",)), "signed")], actor=me, at=at,
        )[0]  # fmt: skip
        outcome = Outcome.objects.create(
            gathering=where.gathering, item=number, number=str(number), document=act.document, result="changed",
            in_favour=9, against=0, abstained=0, silent=0, recused=0, explanation="за — 9", changes="слово «дозвіл» вилучити",
            on=local_date(at), at=at,
        )  # fmt: skip
        signed = {"signed_on": local_date(at), "signed_at": at, "signed_version": version, "signed_file": file}
        Act.objects.filter(pk=act.pk).update(
            state=state, text=content, outcome=outcome, adopted_version=version, adopted_on=local_date(at),
            signatory=me.post_id, signed_title="Міський голова", signed_name="Іван ВИГАДАНИЙ",
            **(signed if state == "signed" else {}),
        )  # fmt: skip
        made[state] = act.pk
    sitting_numbers.register(actor=me, at=at, gathering=where.gathering_id)
    run = copying_sitting.begin(actor=me, at=at, gathering=where.gathering_id, form="copy")
    bulk.go_on(at=at, run=run.pk)
    owed = Handover.objects.create(
        act_id=made["signed"], kind="permit", due_on=local_date(at) + timedelta(days=2), due_clause="4.36"
    )
    scene.ids |= {
        "decision": made["signed"], "check_act": made["check"], "gathering": where.gathering_id, "handover": owed.pk,
        "form": "copy",
    }  # fmt: skip


def _public(scene: Scene) -> None:
    """What everybody sees: a draft with a proposal, a decision with its file, minutes, the agenda and results of a sitting."""
    me, at, ids = scene.actor, scene.at, scene.ids
    kind = DocumentKind.objects.get(key="committee_decision")
    made = {}
    for what in ("draft", "act", "minutes"):
        document = (
            Act.objects.get(pk=ids["decision"]).document
            if what == "act"
            else drafts.begin(actor=me, at=at, card=Card(kind=kind.pk, summary="Про облік"), direction=Direction.ACT)
        )
        ready = public_versions.prepare(
            actor=me, at=at, document=document, what=what, title="Про облік мереж", judged=Judged({0}),
            parts=[("", "Відповідно до Закону"), ("1.", "Надати Бойку І. П. довідку.")],
            upload=files.Upload("копія.pdf", papers.pdf(("Рішення",))),
        )  # fmt: skip
        until = local_date(at) + timedelta(days=5) if what == "draft" else None
        made[what] = public_versions.publish(actor=me, at=at, version=ready, proposals_until=until)
    public_versions.keep_printed(version=made["act"], content=papers.pdf(("Рішення",)), at=at)
    asked = Question.objects.get(pk=ids["question"])
    Question.objects.filter(pk=asked.pk).update(document=made["draft"].document, published_at=at)
    came = proposals.take(
        actor=proposals.VISITOR, at=at, document=made["draft"].document_id, name="Мешканка", email="", has_consented=True,
        text="Додати в пункт 1 слово «безоплатно».",
    )  # fmt: skip
    proposals.answer(
        actor=me, at=at, comment=came.pk, state="accepted", text="Враховано в пункті 1.", public_text="Додати слово."
    )
    sitting = Sitting.objects.get(pk=ids["sitting"])
    content = {"questions": [
        {"number": "1", "title": "Про облік", "block": "", "speaker": "Бджоляр", "document": made["draft"].document_id},
    ]}  # fmt: skip
    vote = {"result": "ухвалено", "counts": {"for": 5, "against": 0, "abstained": 1, "silent": 0, "recused": 0},
            "votes": [["Калина Віра Іванівна", "за"]], "changes": "", "document": made["act"].document_id}  # fmt: skip
    results = {"members": 9, "present": ["Калина Віра Іванівна"], "questions": [content["questions"][0] | vote]}
    for what, said in (("agenda", content), ("results", results)):
        Disclosure.objects.create(
            sitting=sitting, what=what, number=1, content=said, published_at=at, published_by=me.printed
        )
    scene.ids |= {
        "public_draft": made["draft"].document_id, "public_act": made["act"].document_id, "comment": came.pk,
        "public_minutes": made["minutes"].document_id, "version": made["act"].pk,
    }  # fmt: skip


# Names of parameters whose example is the id of the same name in the scene.
PARAMETERS = frozenset(
    {
        "document_id", "file_id", "page", "link_id", "registry_id", "grant_id", "familiarisation_id", "name", "direction",
        "correspondent_id", "resolution_id", "task_id", "extension_id", "slug", "point_id", "text_id", "pk", "case_id", "year",
        "person", "holding", "post", "department", "substitution", "field", "program_id", "import_id", "run_id",
        "paper_period_id", "notice", "clause", "key", "visit", "pile_id", "view_id", "work_id", "first", "correspondent",
        "list_id", "aside", "attempt", "delivery", "code", "draft_id", "step_id", "remark_id", "entry", "change_id", "edition_id",
        "sort", "replay_id",
        "body", "membership", "sitting", "poll",
        "relation", "redaction_id", "question", "gathering", "handover", "form", "instruction", "comment", "version",
    }
)  # fmt: skip
# Where all routes of an app want another paper than the usual one.
OF_APP: dict[str, dict[str, str]] = {"acts": {"pk": "act"}, "sittings": {"pk": "prepared"}}
# Where a route wants another paper than the usual one, by the names in the scene.
OF_ROUTE: dict[str, dict[str, str]] = {
    "correspondence:mark_paper": {"pk": "signed"},
    "correspondence:register": {"pk": "signed"},
    "correspondence:dispatch": {"pk": "registered"},
    "approvals:approval": {"document_id": "draft_act"},
    "approvals:versions": {"document_id": "draft_act"},
    "approvals:recall": {"document_id": "draft_act"},
    "approvals:report": {"document_id": "draft_act"},
    "approvals:reply": {"document_id": "draft_act"},
    "approvals:attach": {"document_id": "draft_act"},
    "approvals:sheet": {"document_id": "draft_act"},
    "approvals:record": {"document_id": "draft_act"},
    "acts:day": {"pk": "act_in_force"},
    "acts:day_pdf": {"pk": "act_in_force"},
    "acts:redaction": {"pk": "act_in_force"},
    "acts:relate": {"pk": "relating"},
    "acts:unrelate": {"pk": "relating"},
    "approvals:forget": {"text_id": "own_remark"},
    **{f"acts:{name}": {"pk": "signing_act"} for name in ("sign", "signed_file", "mark_paper", "send_back", "give_up")},
    **{f"acts:{name}": {"pk": "signed_act"} for name in ("register_act", "withdraw")},
    **{
        f"acts:{name}": {"pk": "registered_act"}
        for name in (
            "set_term",
            "send_act",
            "open",
            "note_read",
            "remind",
            "received",
            "copy",
            "certify",
            "extract",
            "extract_pdf",
        )
    },
    "acts:round": {"pk": "round"},
    "sittings:question": {"pk": "question"},
    "sittings:change": {"pk": "question"},
    "sittings:invite_to": {"pk": "question"},
    "sittings:form": {"pk": "question", "key": "form_key"},
    "sittings:enclose": {"pk": "question", "key": "form_key"},
    "sittings:print_question": {"pk": "question", "key": "form_key"},
    "sittings:print": {"slug": "paper_slug"},
    "sittings:question_deed": {"pk": "question"},
    "sittings:comment_deed": {"pk": "question"},
    "acts:publishing": {"pk": "decision"},
    "portal:draft": {"document_id": "public_draft"},
    "portal:decision": {"document_id": "public_act"},
    "portal:printed": {"document_id": "public_act"},
    "portal:minutes": {"document_id": "public_minutes"},
    "sittings:block_deed": {"pk": "block"},
    "sittings:invited_deed": {"pk": "invited"},
    "sittings:tablet": {"pk": "sitting"},
    "sittings:tablet_pdf": {"pk": "sitting"},
    "sittings:tablet_question": {"pk": "sitting", "question": "held_question"},
    "sittings:tablet_question_pdf": {"pk": "sitting", "question": "held_question"},
    **{f"acts:{name}": {"pk": "decision"} for name in ("suspend", "in_force", "handed_over")},
    **{f"acts:{name}": {"pk": "check_act"} for name in ("compare_adopted", "hand_over")},
    "exchange:mail": {"pk": "mail"},
    "exchange:mailbox": {"pk": "box"},
    "exchange:attachment": {"pk": "attached"},
    "exchange:picture": {"pk": "attached"},
    "regulation:part": {"key": "chapter"},
    "sittings:minutes_part": {"key": "minutes_part"},
    "sittings:minutes_paper": {"form": "minutes_form"},
    "documents:text": {"file_id": "docx"},
    "documents:arrival": {"document_id": "waiting"},
    "documents:notice": {"document_id": "returned"},
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
    own = OF_APP.get(route.partition(":")[0], {}) | OF_ROUTE.get(route, {})
    return {name: scene.ids[own.get(name, name)] for name in names}
