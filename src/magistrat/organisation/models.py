"""Departments, posts, people on posts by dates, fields of responsibility, substitution."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value


class DayRange(Func):
    """`daterange(from, until)` over two columns; an empty `until` is open."""

    function = "daterange"
    output_field = models.Field()


def on_day(on: date, prefix: str = "") -> Q:
    """The filter of what holds on the day; `prefix` is the path to it, `"holdings__"`."""
    ends = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": on})
    return Q(**{f"{prefix}since__lte": on}) & ends


def meets(since: date, until: date | None) -> Q:
    """The filter of what shares a day with these days; `until` is exclusive."""
    shares = Q(until__isnull=True) | Q(until__gt=since)
    return shares if until is None else shares & Q(since__lt=until)


def in_force(on: date, prefix: str = "") -> Q:
    """The filter of substitutions that let the substitute act on the day: agreed, not cancelled, of a post that is there."""
    agreed = Q(**{f"{prefix}agreed_at__isnull": False, f"{prefix}cancelled_at__isnull": True})
    return on_day(on, prefix) & agreed & on_day(on, f"{prefix}absent__")


def short_name(surname: str, given: str, patronymic: str) -> str:
    """«Прізвище І.Б.»"""
    initials = "".join(f"{part[0]}." for part in (given, patronymic) if part)
    return f"{surname} {initials}"


class ByDates(models.Model):
    """What holds from a day until (exclusive) a day; no end means it still holds.

    `ended_with` is filled by the deed that answers with the row: what else ended by it, a sentence for each.
    """

    ended_with: Sequence[str] = ()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, as people say it; nothing while its end is open."""
        return self.until - timedelta(days=1) if self.until else None

    def holds(self, on: date) -> bool:
        """Whether it holds on the day."""
        return self.since <= on and (self.until is None or on < self.until)


class Department(ByDates):
    """An executive body or a part of it."""

    name = models.CharField("назва", max_length=300)
    short_name = models.CharField("коротка назва", max_length=80)
    index = models.CharField("індекс за номенклатурою", max_length=10)
    key = models.CharField(
        max_length=60, blank=True, help_text="its name in organisation.toml; empty when people made it"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    is_leadership = models.BooleanField(default=False)

    class Meta:
        # Of the days that are over the former cards know; `actions.structure` asks them.
        constraints = [
            models.UniqueConstraint(
                fields=["index"], condition=Q(until__isnull=True), name="organisation_department_index"
            ),
        ]


class Post(ByDates):
    """A post in the staff list. Rights follow from the roles that it fills."""

    title = models.CharField("посада", max_length=300)
    title_genitive = models.CharField(max_length=300, blank=True)
    title_dative = models.CharField(max_length=300, blank=True)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="posts")
    roles = ArrayField(models.CharField(max_length=40), default=list)
    key = models.CharField(
        max_length=60, blank=True, help_text="its name in organisation.toml; empty when people made it"
    )
    rank = models.PositiveIntegerField("порядок", default=100)
    head = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="subordinates")
    assists = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="assistants")
    is_leader = models.BooleanField("керівництво", default=False)
    is_department_head = models.BooleanField(default=False)
    is_committee_member = models.BooleanField("член виконавчого комітету", default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(head=F("id")) & ~Q(assists=F("id")), name="organisation_post_not_own_head"
            ),
        ]
        indexes = [GinIndex(fields=["roles"], name="organisation_post_roles")]


class FormerCard(models.Model):
    """What a card said until (exclusive) a day: of a department, a post or a person, only what was changed from that day.

    `name` is the former name or title, empty when it was not changed; `values` the rest by column, as they stood there
    (`{"head_id": 4, "roles": ["executor"]}`). The columns themselves hold what is said now.
    """

    department = models.ForeignKey(Department, null=True, on_delete=models.CASCADE, related_name="former_cards")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="former_cards")
    person = models.ForeignKey("Person", null=True, on_delete=models.CASCADE, related_name="former_cards")
    name = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict, db_default={})
    until = models.DateField()

    class Meta:
        # The table is older than what it keeps now.
        db_table = "organisation_formername"
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=False, post__isnull=True, person__isnull=True)
                | Q(department__isnull=True, post__isnull=False, person__isnull=True)
                | Q(department__isnull=True, post__isnull=True, person__isnull=False),
                name="organisation_former_card_of_one",
            ),
        ]
        ordering = ["until"]


class Person(models.Model):
    """A person who holds or held posts."""

    surname = models.CharField("прізвище", max_length=80)
    given = models.CharField("власне ім'я", max_length=80)
    patronymic = models.CharField("по батькові", max_length=80, blank=True)
    gender = models.CharField(max_length=1, choices=[("m", "чоловіча"), ("f", "жіноча")])
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_councillor = models.BooleanField("депутат міської ради", default=False)
    account = models.OneToOneField(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )

    @property
    def signature_name(self) -> str:
        """«Власне ім'я ПРІЗВИЩЕ», as signatures print it (Cabinet resolution 55)."""
        return f"{self.given} {self.surname.upper()}"

    @property
    def short_name(self) -> str:
        """«Прізвище І.Б.»"""
        return short_name(self.surname, self.given, self.patronymic)

    @property
    def initials(self) -> str:
        """Letters by which a resolution names an executor at the keyboard: first of given, patronymic, surname."""
        return "".join(part[0] for part in (self.given, self.patronymic, self.surname) if part).lower()


class Holding(ByDates):
    """A person on a post by dates; one person at a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    ground = models.CharField("підстава", max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_one_holder",
                expressions=[
                    (F("post"), RangeOperators.EQUAL),
                    (DayRange(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="organisation_holding_days"
            ),
        ]


class Field(ByDates):
    """A field of responsibility of a leader: subject or coordinated department (розподіл обов'язків)."""

    leader = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="fields")
    subject = models.CharField("питання", max_length=300, blank=True)
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="led_by")
    ground = models.CharField("розпорядження", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject="") | Q(department__isnull=False), name="organisation_field_of_something"
            ),
        ]


class Substitution(ByDates):
    """Another post does the duties of an absent one; no two at once for one absent post.

    Handed over in two steps: proposed (the days are taken), then agreed (the substitute may act). The number of the
    order may be added later. Not agreed, or cancelled before its first day, it never was in force. Taken back early it keeps
    the days that it has had: `cancelled_by` alone says by whom, `until` is moved.
    """

    class Reason(models.TextChoices):
        LEAVE = "leave", "відпустка"
        TRIP = "trip", "відрядження"
        ILLNESS = "illness", "тимчасова непрацездатність"
        VACANCY = "vacancy", "вакантна посада"
        OTHER = "other", "інша причина"

    class Ground(models.TextChoices):
        MAYOR_ORDER = "mayor_order", "розпорядження міського голови"
        DUTY_DISTRIBUTION = "duty_distribution", "взаємозаміщення за розподілом обов'язків"

    absent = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="substituted")
    substitute = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="substitutes")
    reason = models.CharField("причина", max_length=10, choices=Reason)
    ground_kind = models.CharField("підстава", max_length=20, choices=Ground, default=Ground.MAYOR_ORDER)
    ground = models.CharField("уточнення підстави", max_length=300, blank=True)
    order = models.CharField("дата й номер розпорядження", max_length=120, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=400)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.CharField(max_length=400, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_one_substitute",
                expressions=[
                    (F("absent"), RangeOperators.EQUAL),
                    (DayRange(F("since"), F("until"), Value("[)")), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="organisation_not_oneself"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="organisation_subst_days"
            ),
        ]

    @property
    def is_agreed(self) -> bool:
        """Whether the second step has been made and it is not cancelled."""
        return self.agreed_at is not None and self.cancelled_at is None

    @property
    def wants_order(self) -> bool:
        """Whether its ground is an order whose number is still to be added."""
        return self.ground_kind == self.Ground.MAYOR_ORDER and not self.order and self.cancelled_at is None

    def end_at_earliest(self, end: date, today: date) -> date:
        """The first day without it, taken back today: its very first day it keeps, on which the substitute may have signed."""
        return max(end, today + timedelta(days=1)) if self.agreed_at is not None and self.since == today else end

    def is_taken_back(self, end: date, today: date) -> bool:
        """Whether it was taken back before, so that taking it back today from `end` would change nothing."""
        return bool(self.cancelled_by) and self.until is not None and self.until <= self.end_at_earliest(end, today)
