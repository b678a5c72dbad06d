"""What a test in the browser leaves to deeds on an order's way: the draft begun, visas that are not the point, the rest of a way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from magistrat.acts.actions import drafting, mailing, registering, sending_for_visas, signing
from magistrat.acts.draft import Beginning, Content, To
from magistrat.acts.models import Act
from magistrat.acts.queries import drafts
from magistrat.approvals.actions import answering
from magistrat.approvals.models import Step
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Substitution
from magistrat.rules import act_kinds
from magistrat.rules.act_text import ActText, Point
from tests.factories import orders
from tests.factories.organisation import Town

DAY, AT = orders.DAY, orders.kyiv("03-10 09:30")
TITLE = "Про ремонт дитячих майданчиків"


def begun(town: Town, by: str, points: Sequence[Point], *, kind: str = "order", title: str = TITLE, **said: Any) -> Act:
    """A draft written by the holder of the post, of the kind's usual series."""
    actor = town.actor(by)
    series = said.pop("series", "") or next(one.series for one in _kinds() if one.key == kind)[0].key
    act = drafting.begin(actor=actor, at=AT, start=Beginning(kind, series, title))
    stating = "З метою безпеки дітей, відповідно до статті 42 Закону України «Про місцеве самоврядування в Україні»"
    text = ActText(title, stating, "ЗОБОВ'ЯЗУЮ:", tuple(points), note="Проєкт підготовлено за зверненнями мешканців.")
    content = Content(text=text, phone="службовий 92-13-14, відомчий 5-18", **said)
    return drafting.write(actor=actor, at=AT, act=act.pk, content=content, revision=act.revision)


def points(town: Town, executor: str, controller: str) -> list[Point]:
    """Whom, what and by when; the point of control."""
    return [
        Point(
            "1", "оглянути дитячі майданчики міста", (town.posts[executor],), due_on=date(2026, 5, 29), due_words="до 29.05.2026"
        ),
        Point("2", "Контроль за виконанням розпорядження покласти", (town.posts[controller],), is_control=True),
    ]  # fmt: skip


def sent_to(town: Town, *departments: str) -> tuple[To, ...]:
    """Lines of the mailing list."""
    return tuple(To(department=town.departments[key]) for key in departments)


def agree(act: Act, *, until: str = "") -> list[str]:
    """Every open step is agreed by whoever acts in its post, up to the role, which is left open; the roles that agreed."""
    done = []
    while step := _open(act).exclude(role=until).first():
        actor = organisation.actor_of_post(step.post_id or 0, DAY)
        assert actor is not None
        answering.answer(actor=actor, at=AT, step=step.pk, outcome="agreed")
        done.append(step.role)
    return done


def step_of(act: Act, role: str) -> Step:
    """The open step of the role."""
    return _open(act).get(role=role)


def stand_in(town: Town, absent: str, substitute: str) -> None:
    """The substitute acts for the absent one from the day on."""
    Substitution.objects.create(
        absent_id=town.posts[absent], substitute_id=town.posts[substitute], reason="trip", since=DAY, proposed_at=AT,
        proposed_by="Кадри", agreed_at=AT, agreed_by="Кадри",
    )  # fmt: skip


def finished(town: Town, act: Act, *, by: str, clerk: str, at: datetime = AT) -> Act:
    """The rest of a draft's way, by deeds: visas, the signature on paper, the number."""
    sending_for_visas.send(actor=town.actor(by), at=AT, act=act.pk, confirm=True)
    agree(act)
    signing.hand_in(actor=town.actor(by), at=AT, act=act.pk)
    scan = [replace(orders.paper(), name="підписаний примірник.pdf")]
    signing.mark_paper(actor=town.actor(clerk), at=AT, act=act.pk, signed_on=DAY, scan=scan)
    return registering.register(actor=town.actor(clerk), at=at, act=act.pk, confirm=True)


def deliver(town: Town, act: Act, *, by: str) -> None:
    """Everyone of the mailing list gets the act in the system now."""
    lines = list(act.recipients.values_list("pk", flat=True))
    mailing.send(actor=town.actor(by), at=AT, act=act.pk, recipients=lines, way="system")


def _open(act: Act) -> Any:
    return Step.objects.filter(approval__document=act.document_id, state="open").order_by("place", "position")


def _kinds() -> tuple[act_kinds.Kind, ...]:
    return drafts.kinds(DAY)
