"""What a scene knows of its city: posts, departments, kinds, correspondents, registries, and who acts on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from magistrat.demo import words
from magistrat.demo.days import Days
from magistrat.demo.deeds import Deeds
from magistrat.demo.papers import Papers
from magistrat.documents.models import CaseFile, Correspondent, DocumentKind
from magistrat.documents.queries.rights import registries_of
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department, Post
from magistrat.regulation import queries as regulation
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


@dataclass(frozen=True)
class Absence:
    """A leader away from his post; `until` is the first day back."""

    post: str
    substitute: str
    since: date
    until: date


@dataclass
class Stage:
    """The city as scenes see it; posts and departments by their keys in `organisation.toml`."""

    city: str
    days: Days
    since: date
    until: date
    deeds: Deeds
    papers: Papers
    absences: list[Absence] = field(default_factory=list)
    refused: list[tuple[str, datetime, Refusal]] = field(default_factory=list)
    people_changed: int = 0

    def __post_init__(self) -> None:
        self.posts = {post.key: post for post in Post.objects.select_related("department").order_by("id") if post.key}
        self.by_id = {post.pk: post for post in self.posts.values()}
        self.departments = {one.key: one for one in Department.objects.order_by("id") if one.key}
        self.kinds = dict(DocumentKind.objects.values_list("key", "pk"))
        self.correspondents: dict[str, list[Correspondent]] = {}
        self.marks: dict[int, str] = {}
        self._actors: dict[tuple[object, ...], list[Actor]] = {}
        self._registries: dict[tuple[int, str], int] = {}
        self._cases: dict[tuple[int, int, str], int] = {}
        self._leaders: dict[int, Post] = {}

    # --- who ----------------------------------------------------------------------------------------

    def post(self, key: str) -> Post:
        """The post of a key."""
        return self.posts[key]

    def who(self, post: Post | str, at: datetime) -> Actor:
        """Who acts in the post at the moment: its holder, or the one who stands in for him."""
        key = post if isinstance(post, str) else post.key
        away = self.away(key, at)
        if away is None:
            return self._choices(key, at)[0]
        absent = self.posts[key].pk
        return next(one for one in self._choices(away.substitute, at) if one.acting_for == absent)

    def away(self, key: str, at: datetime) -> Absence | None:
        """The absence of the post at the moment."""
        on = local_date(at)
        return next((one for one in self.absences if one.post == key and one.since <= on < one.until), None)

    def on_behalf(self, leader: Post, at: datetime) -> Actor:
        """The leader's assistant typing in his name; the leader himself when he has none or is away."""
        assistant = next((post for post in self.posts.values() if post.assists_id == leader.pk), None)
        if assistant is None or self.away(leader.key, at):
            return self.who(leader, at)
        return next((one for one in self._choices(assistant.key, at) if one.on_behalf), self.who(leader, at))

    def assistant(self, leader: Post) -> Post:
        """The leader's assistant."""
        return next(post for post in self.posts.values() if post.assists_id == leader.pk)

    def _choices(self, key: str, at: datetime) -> list[Actor]:
        on = local_date(at)
        known = (key, self.people_changed, *(one for one in self.absences if one.since <= on < one.until))
        if known not in self._actors:
            own = organisation.actor_of_post(self.posts[key].pk, on)
            if own is None or own.person_id is None:
                raise LookupError(f"nobody holds the post {key} on {on}")
            found = organisation.actors_of(own.person_id, on)
            # The post itself first, whatever the rank of another post of the same person.
            self._actors[known] = sorted(found, key=lambda one: (one.post_id != own.post_id, bool(one.on_behalf)))
        return self._actors[known]

    # --- where ----------------------------------------------------------------------------------------

    def with_role(self, role: str) -> list[Post]:
        """Posts that fill the role, by rank."""
        return sorted(
            (post for post in self.posts.values() if role in post.roles), key=lambda post: (post.rank, post.pk)
        )

    def clerk(self, rng: Random) -> Post:
        """One of those who keep the records; the first of them more often."""
        clerks = self.with_role("records_clerk")
        return clerks[0] if rng.random() < 0.6 else clerks[-1]

    def department_of(self, area: str) -> Department:
        """The department that answers for the area of a letter."""
        return self.departments[words.read("areas")[self.city][area]]

    def head_of(self, department: Department) -> Post:
        """Its head."""
        return next(
            post for post in self.posts.values() if post.department_id == department.pk and post.is_department_head
        )

    def executors_of(self, department: Department) -> list[Post]:
        """Those of it who execute, by rank."""
        found = [
            post for post in self.posts.values()
            if post.department_id == department.pk and "executor" in post.roles and not post.is_department_head
        ]  # fmt: skip
        return sorted(found, key=lambda post: (post.rank, post.pk))

    def leader_of(self, department: Department) -> Post:
        """The leader who coordinates it."""
        if department.pk not in self._leaders:
            found = organisation.leader_of(department.pk, self.since)
            self._leaders[department.pk] = self.by_id[found.pk] if found else self.posts["mayor"]
        return self._leaders[department.pk]

    def registry(self, actor: Actor, direction: str, at: datetime) -> int:
        """The registry of the direction that the actor keeps."""
        known = (actor.post_id or 0, direction)
        if known not in self._registries:
            self._registries[known] = registries_of(actor=actor, on=local_date(at), direction=direction)[0].pk
        return self._registries[known]

    def case(self, department: Department, number: str, at: datetime) -> int:
        """The file of this year's nomenclature."""
        known = (department.pk, local_date(at).year, number)
        if known not in self._cases:
            index = f"{department.index}-{number}"
            self._cases[known] = CaseFile.objects.values_list("pk", flat=True).get(year=known[1], index=index)
        return self._cases[known]

    def rules(self, at: datetime) -> Edition:
        """The edition of the day."""
        return regulation.rules_on(local_date(at))

    def holder_of_right(self, right: str, department: int, at: datetime) -> Post:
        """A post of the department with the right; the lowest one: such work is not done by heads."""
        roles = self.rules(at).roles_with(right)
        found = [post for post in self.posts.values() if post.department_id == department and roles & set(post.roles)]
        return max(found, key=lambda post: (post.rank, -post.pk))

    def senders(self, kinds: Sequence[str]) -> list[Correspondent]:
        """Correspondents of these kinds."""
        return [one for kind in kinds for one in self.correspondents.get(kind, [])]
