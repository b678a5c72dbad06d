"""Adopting a draft from a day by a decision: what began before the day ends under the edition of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from magistrat.amendments import queries
from magistrat.amendments.actions import deeds
from magistrat.amendments.models import DraftEdition
from magistrat.journal.actor import Actor
from magistrat.regulation import actions as regulation_actions
from magistrat.regulation import queries as regulation
from magistrat.regulation.models import Edition
from magistrat.rules import amending, examples, words
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Decision:
    """The act by which the edition is adopted: what it is, its number and day."""

    act: str
    number: str
    on: date

    @property
    def printed(self) -> str:
        """«рішення виконавчого комітету від 12.03.2026 № 45»."""
        return f"{self.act} від {words.day(self.on)} № {self.number}"


def adopt(
    *,
    actor: Actor,
    at: datetime,
    draft: int,
    decision: Decision,
    in_force_from: date,
    seen: int,
    confirmed: bool = False,
    title: str = "",
) -> Edition:
    """Adopt a draft: from the day what begins is counted by it, what began before ends under its own edition.

    :param seen: the version of the draft that the actor examined.
    :param confirmed: that he has read the warnings and findings.
    :raises Refusal: no right; not open; changed after it was examined; nothing changed; no number; a decision of a day to
        come or later than the edition's; a day that has passed; another edition from that day; an edition adopted
        meanwhile; a fault; a finding that is not confirmed.
    """
    on = local_date(at)
    with transaction.atomic():
        found = deeds.locked(actor=actor, at=at, draft=draft)
        if refusal := refusal_of(found, decision=decision, in_force_from=in_force_from, on=on):
            raise refusal
        if found.version != seen:
            raise Refusal("", "Поки Ви дивилися, проєкт змінили: перевірте його ще раз.")
        report = queries.report(found, on)
        _demand_sound(report, confirmed=confirmed)
        # An example that the new edition answers otherwise is none of it: the new ones are worked out by hand.
        kept = examples.without(found.texts, report.examples)
        texts = amending.headed(
            kept, act=decision.printed, in_force_from=in_force_from, assumed=False, note="",
            **({"title": title.strip()} if title.strip() else {}),
        )  # fmt: skip
        edition = regulation_actions.adopt_edition(actor=actor, at=at, texts=texts, in_force_from=in_force_from)
        found.state, found.adopted, found.changed_at, found.changed_by = "adopted", edition, at, actor.printed
        found.save()
        deeds.write(
            actor=actor, at=at, draft=found, code="amendments.draft_adopted",
            text=f"Проєкт «{found.title}» прийнято: {decision.printed}, чинний з {words.day(in_force_from)}",
        )  # fmt: skip
    return edition


def refusal_of(draft: DraftEdition, *, decision: Decision, in_force_from: date, on: date) -> Refusal | None:
    """Why the draft cannot be adopted so; what is wrong with it itself is examined apart."""
    before = regulation.edition_record_on(in_force_from)
    base = words.day(draft.base.in_force_from)
    reasons = (
        (not decision.number.strip(), "Зазначте номер рішення, яким прийнято редакцію."),
        (not decision.act.strip(), "Зазначте, яким актом прийнято редакцію."),
        (decision.on > on, f"Рішення від {words.day(decision.on)} ще не ухвалено."),
        (in_force_from < on, "Редакція набирає чинності не раніше ніж сьогодні: те, що минуло, обчислено за чинною."),
        (in_force_from < decision.on, "Редакція не може набрати чинності раніше за рішення про неї."),
        (
            before.in_force_from == in_force_from,
            f"З {words.day(in_force_from)} уже чинна інша редакція: прийняту редакцію не змінюють.",
        ),
        (
            before.pk != draft.base_id,
            f"З цього дня діє редакція від {words.day(before.in_force_from)}, а не основа проєкту ({base}): почніть з неї.",
        ),
        (
            any(one.in_force_from > in_force_from for one in regulation.editions()),
            "Уже прийнято пізнішу редакцію, в якій цих змін не буде: почніть проєкт з неї.",
        ),
        (_plain(draft.texts) == _plain(draft.base.files), "У проєкті нічого не змінено."),
    )
    return next((Refusal("", reason) for wrong, reason in reasons if wrong), None)


def _plain(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts without the worked examples, which an edition may have come without."""
    return {name: text for name, text in texts.items() if not name.startswith("cases/")}


def _demand_sound(report: queries.Report, *, confirmed: bool) -> None:
    if report.faults:
        count = len(report.faults)
        vady = words.plural(count, "ваду", "вади", "вад")
        raise Refusal("", f"Проєкт має {count} {vady}, першу з них: {report.faults[0]}")
    if report.asks and not confirmed:
        raise Refusal("", "Перевірка проєкту має застереження: прочитайте їх і підтвердьте, що їх ураховано.")
