"""Whom the regulation lets stand in for whom, and on what ground (KR 1.6, 1.9.2, 4.2, 4.16.7; DR 2.10, 6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from magistrat.organisation import models
from magistrat.organisation.queries.structure import with_people
from magistrat.regulation import queries as regulation
from magistrat.rules import words
from magistrat.rules.edition import Entry
from magistrat.rules.refusal import Refusal

RULES = ("committee_head", "substitution")


@dataclass(frozen=True, slots=True)
class Facts:
    """A substitution to be judged; `until` is its first day without."""

    absent: models.Post
    substitute: models.Post
    since: date
    until: date | None
    reason: str
    ground_kind: str


def rule_for(absent: models.Post, on: date) -> Entry | None:
    """The entry that says how this post is stood in for; nothing when the regulation is silent on it.

    Who heads the committee: `committee_head` (KR 1.6); deputies and the affairs manager: `substitution` (KR 1.9.2); other
    leaders, and cities without these: `duty_distribution`, which fixes the order of substitution (DR 2.10).
    """
    rules = regulation.rules_on(on)
    for entry in filter(None, map(rules.get, RULES)):
        if set(entry.values.get("absent_roles", entry.actor)).intersection(absent.roles):
            return entry
    return rules.get("duty_distribution") if absent.is_leader else None


def stood_in(post: int) -> list[tuple[int, date, date | None]]:
    """For which posts, since and until (exclusive) which days this one has stood or stands in; one statement."""
    found = models.Substitution.objects.filter(substitute=post, agreed_at__isnull=False, cancelled_at__isnull=True)
    return list(found.order_by("since", "id").values_list("absent", "since", "until"))


def roles_with_duties(post: models.Post, on: date) -> frozenset[str]:
    """Roles of the post and of those whose duties it performs that day; one statement.

    What a clause leaves to the mayor himself is done by whoever performs his duties while he is away (DR 6.1, 8.3, 9.2).
    """
    held = models.Substitution.objects.filter(models.in_force(on), substitute=post)
    return frozenset(post.roles).union(*held.values_list("absent__roles", flat=True))


def grounds_for(absent: models.Post, on: date) -> Sequence[str]:
    """Kinds of ground that the rule knows for the post; all when it names none."""
    entry = rule_for(absent, on)
    named = list(entry.values.get("grounds", ())) if entry else []
    if entry is not None and entry.key in RULES and "ground" in entry.values:
        # The one ground of a rule of substitution; that of `duty_distribution` is the distribution's own.
        named.append(entry.values["ground"])
    known = [kind for kind in named if kind in models.Substitution.Ground.values]
    return known or list(models.Substitution.Ground.values)


def ground_choices(absent: models.Post, on: date) -> list[tuple[str, str]]:
    """The grounds for a form, with their names."""
    known = grounds_for(absent, on)
    return [(str(kind), str(name)) for kind, name in models.Substitution.Ground.choices if kind in known]


def absence_reasons() -> list[tuple[str, str]]:
    """Reasons of absence for a form, with their names."""
    return [("", "—"), *((str(key), str(name)) for key, name in models.Substitution.Reason.choices)]


def candidates_for(absent: models.Post, on: date) -> Sequence[models.Post]:
    """Posts of the day that may stand in, by rank: those whom the clause names, else leaders for a leader, else the department."""
    entry = rule_for(absent, on)
    found = models.Post.objects.filter(models.on_day(on)).exclude(pk=absent.pk).select_related("department")
    named = list(entry.values.get("substitute_roles", ())) if entry else []
    if named:
        found = found.filter(roles__overlap=named)
    elif absent.is_leader:
        found = found.filter(is_leader=True)
    else:
        found = found.filter(department=absent.department_id)
    return with_people(found.order_by("rank", "title", "id"), on)


def refusal(facts: Facts, *, on: date) -> Refusal | None:
    """Why the duties may not be handed over so; nothing when they may."""
    entry = rule_for(facts.absent, on)
    clause, said = (entry.clause, entry.words) if entry else ("", "")
    message = (
        _days_trouble(facts) or _role_trouble(facts, entry) or _ground_trouble(facts, on) or _people_trouble(facts)
    )
    return Refusal(clause, message, said) if message else None


def changed_since(kept: models.Substitution, *, on: date) -> Refusal | None:
    """Why what was proposed may not be agreed to any more, because of other substitutions and appointments made since."""
    facts = Facts(
        absent=kept.absent, substitute=kept.substitute, since=kept.since, until=kept.until, reason=kept.reason,
        ground_kind=kept.ground_kind,
    )  # fmt: skip
    entry, message = rule_for(kept.absent, on), _people_trouble(facts, but=kept.pk)
    return Refusal(entry.clause if entry else "", message, entry.words if entry else "") if message else None


def _days_trouble(facts: Facts) -> str:
    if facts.until is not None and facts.until <= facts.since:
        return "Останній день має бути не раніший за перший."
    if facts.reason not in models.Substitution.Reason.values:
        return "Зазначте причину відсутності."
    if facts.absent.pk == facts.substitute.pk:
        return "Посада не може заміщати сама себе."
    return ""


def _role_trouble(facts: Facts, entry: Entry | None) -> str:
    named = set(entry.values.get("substitute_roles", ())) if entry else set()
    if named and not named & set(facts.substitute.roles):
        return (
            f"«{facts.substitute.title}» не належить до посад, які можуть виконувати обов'язки «{facts.absent.title}»."
        )
    return ""


def _ground_trouble(facts: Facts, on: date) -> str:
    if facts.ground_kind not in grounds_for(facts.absent, on):
        return "Такої підстави для передачі обов'язків регламент не передбачає."
    return ""


def _people_trouble(facts: Facts, but: int | None = None) -> str:
    meets = models.meets(facts.since, facts.until)
    others = (
        models.Substitution.objects.filter(meets, cancelled_at__isnull=True)
        .exclude(pk=but)
        .select_related("absent", "substitute")
    )
    for one in others.filter(Q(absent__in=[facts.absent, facts.substitute]) | Q(substitute=facts.absent)):
        if one.absent_id == facts.absent.pk and one.agreed_at is None:
            return (
                f"На ці дні вже підготовлено передачу обов'язків посаді «{one.substitute.title}» ({_span(one)}): "
                "затвердьте або скасуйте її."
            )
        if one.absent_id == facts.absent.pk:
            return f"У ці дні обов'язки вже виконує «{one.substitute.title}» ({_span(one)}): двох заступників одночасно не буває."
        if one.absent_id == facts.substitute.pk:
            return f"«{facts.substitute.title}» у ці дні сам відсутній ({_span(one)})."
        return f"«{facts.absent.title}» у ці дні виконує обов'язки «{one.absent.title}» ({_span(one)}): спершу передайте їх."
    if facts.reason == models.Substitution.Reason.VACANCY and (held := _holding(facts.absent, meets)):
        return f"Посада «{facts.absent.title}» у ці дні не вакантна: її обіймає {held.person.short_name}."
    return _vacancy_trouble(facts)


def _vacancy_trouble(facts: Facts) -> str:
    """One person holds the substitute's post on all the days: whoever comes after him does so by an order of his own."""
    held = list(
        models.Holding.objects.filter(models.meets(facts.since, facts.until), post=facts.substitute).order_by("since")
    )
    if not held or not held[0].holds(facts.since):
        return f"Посада «{facts.substitute.title}» у ці дні вакантна."
    person, until = held[0].person_id, held[0].until
    for one in held[1:]:
        if (one.person_id, one.since) == (person, until):
            until = one.until
    if until is None or (facts.until is not None and facts.until <= until):
        return ""
    last = words.day(until - timedelta(days=1))
    return f"Посаду «{facts.substitute.title}» нинішній працівник обіймає до {last}: обов'язки можна передати до цього дня."


def _holding(post: models.Post, days: Q) -> models.Holding | None:
    return models.Holding.objects.filter(days, post=post).select_related("person").order_by("since").first()


def _span(one: models.Substitution) -> str:
    return f"з {words.day(one.since)}" + (f" до {words.day(one.last_day)}" if one.last_day else "")
