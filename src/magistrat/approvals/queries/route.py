"""The route that a paper will walk: whom each step asks on a day, by which clause, and by when it must be done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q

from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post, on_day
from magistrat.organisation.queries import Signature
from magistrat.regulation import queries as regulation
from magistrat.rules import approval_route, approving
from magistrat.rules.approval_route import Asked, Found
from magistrat.rules.edition import Edition
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal
from magistrat.rules.routing import Stage

MAYOR = "mayor"
NO_LEADER = (
    "За розподілом обов'язків підрозділ розробника не координує жоден заступник: "
    "назвіть відповідального за підготовку проєкту."
)
NO_SUCH_LEADER = "Відповідальним за підготовку проєкту може бути лише заступник чи інший керівник міста."


@dataclass(frozen=True)
class Planned:
    """A step of an approval before it begins.

    :param signature: who answers on the day, the post's substitute while he substitutes; nothing for a vacant post and
        for a body outside.
    :param opens_on: when its turn comes if everybody before uses his whole time; `due_on`: its last day then.
    :param also: further stages of the route that the same answer satisfies.
    :param problem: why nobody can be asked.
    """

    place: int
    position: int
    stage: Stage
    role: str
    label: str
    does: str
    clause: str
    post: Post | None
    signature: Signature | None
    opens_on: date
    due_on: date | None
    due_clause: str
    parallel: bool
    outer: bool
    is_added: bool = False
    also: tuple[Stage, ...] = ()
    problem: Refusal | None = None


@dataclass(frozen=True)
class Plan:
    """Whom a paper's route asks on a day.

    :param flags: what the paper is about, with what the named posts say of it.
    :param in_charge: the leader responsible for the draft, also when he follows from the distribution of duties.
    """

    flags: tuple[str, ...]
    asked: Sequence[Asked]
    posts: Mapping[int, Post] = field(default_factory=dict)
    in_charge: int | None = None

    @property
    def problems(self) -> list[Refusal]:
        """Why the paper cannot be sent, a sentence for each step that nobody can answer."""
        return [problem_of(one) for one in self.asked if one.problem]


def preview(
    *,
    kind: str,
    flags: Collection[str],
    drafter: int,
    in_charge: int | None,
    concerned: Sequence[int],
    at: datetime,
    edition: Edition,
) -> Sequence[Planned]:
    """Every step in its order, with the day by which it must be done if the paper is sent at the moment.

    At most nine statements, whatever the route.
    """
    on = local_date(at)
    made = plan(
        edition=edition, kind=kind, flags=flags, drafter=drafter, in_charge=in_charge, concerned=concerned, on=on
    )
    signing = organisation.signatures_of([one.post for one in made.asked if one.post], on)
    return list(_planned(made, signing, at))


def plan(
    *,
    edition: Edition,
    kind: str,
    flags: Collection[str],
    drafter: int,
    in_charge: int | None,
    concerned: Sequence[int],
    on: date,
) -> Plan:
    """Whom the route asks on the day, each post once; at most four statements."""
    author = Post.objects.select_related("department", "head").get(pk=drafter)
    route = approval_route.stages(edition, kind, flags)
    roles = {stage.step.role for stage in approval_route.stages(edition, kind, {*flags, approval_route.OTHER_DEPUTIES})}
    posts = _posts(author, roles, [*concerned, *([in_charge] if in_charge else [])], on)
    leader = posts.get(in_charge) if in_charge else _leader(author, on)
    if leader is not None:
        posts[leader.pk] = leader
    named = [posts[post] for post in concerned if post in posts]
    if any(post.is_leader and post != leader for post in named):
        flags = {*flags, approval_route.OTHER_DEPUTIES}
        route = approval_route.stages(edition, kind, flags)
    known = _Known(author, leader, named, posts, route)
    gone = [post for post in concerned if post not in posts]
    found = [one for stage in route for one in known.of(stage)]
    found += known.beside()
    if gone and found:
        problem = "Посади, яку назвав розробник, сьогодні немає в штатному розписі."
        found.append(Found(found[0].stage, problem=problem))
    return Plan(tuple(sorted(flags)), approval_route.once(found), posts, leader.pk if leader else None)


def problem_of(one: Asked) -> Refusal:
    """Why nobody can be asked at the step, with its clause."""
    return Refusal(one.stage.entry.clause, one.problem, one.stage.entry.words)


@dataclass(frozen=True)
class _Known:
    """What tells who fills a role: the drafter, the leader in charge, the posts named and those of the day."""

    author: Post
    leader: Post | None
    named: Sequence[Post]
    posts: Mapping[int, Post]
    route: Sequence[Stage]

    def of(self, stage: Stage) -> Iterator[Found]:
        """The posts that a stage asks; one finding with its problem where there is none."""
        step, role = stage.step, stage.step.role
        if approval_route.is_paper(step):
            yield Found(stage)
        elif approval_route.is_named(step):
            yield from self._named(stage)
        elif role in approval_route.DRAFTER:
            yield Found(stage, self.author.pk)
        elif role == approval_route.HEAD:
            yield Found(stage, self._head().pk)
        elif role in approval_route.IN_CHARGE:
            yield self._in_charge(stage)
        else:
            post = self._holder(role)
            problem = "" if post else f"Жодна посада сьогодні не виконує цієї ролі: {step.label}."
            yield Found(stage, post.pk if post else None, problem=problem)

    def beside(self) -> Iterator[Found]:
        """Posts that the drafter named and no stage of the route asks."""
        left = [post for post in self.named if not any(post in self._wanted(stage) for stage in self.route)]
        stage = approval_route.beside(self.route)
        if stage is not None:
            yield from (Found(stage, post.pk, is_added=True) for post in left)

    def _named(self, stage: Stage) -> Iterator[Found]:
        wanted = self._wanted(stage)
        yield from (Found(stage, post.pk) for post in wanted)
        if not wanted and not approval_route.may_be_empty(stage.step):
            yield Found(stage, problem=f"Назвіть посадових осіб, які погоджують проєкт: {stage.step.label}.")

    def _wanted(self, stage: Stage) -> list[Post]:
        """The named posts that the stage asks: deputies at their own place where the route has one."""
        if not approval_route.is_named(stage.step):
            return []
        has_deputies = any(one.step.role == approval_route.NAMED_DEPUTIES for one in self.route)
        if stage.step.role == approval_route.NAMED_DEPUTIES:
            return [post for post in self.named if post.is_leader]
        return [post for post in self.named if not (post.is_leader and has_deputies)]

    def _head(self) -> Post:
        """The head of the drafter's department or of the one above; a specialist who answers to a leader alone has him."""
        places = [place for place in (self.author.department_id, self.author.department.parent_id) if place]
        heads = [post for post in self.posts.values() if post.is_department_head and post.department_id in places]
        if heads:
            return min(heads, key=lambda post: (places.index(post.department_id), post.rank, post.pk))
        above = self.author.head
        # One who answers to the mayor alone, who signs, is the head of his own work.
        return self.author if above is None or MAYOR in above.roles else above

    def _in_charge(self, stage: Stage) -> Found:
        if self.leader is None:
            return Found(stage, problem=NO_LEADER)
        if not self.leader.is_leader or MAYOR in self.leader.roles:
            return Found(stage, problem=NO_SUCH_LEADER)
        return Found(stage, self.leader.pk)

    def _holder(self, role: str) -> Post | None:
        """The post of the role; of several the first that the route does not ask in another role."""
        holders = self._holders(role)
        if len(holders) < 2:
            return holders[0] if holders else None
        others = {stage.step.role for stage in self.route} - {role}
        taken = {one[0].pk for other in others if len(one := self._holders(other)) == 1}
        return next((post for post in holders if post.pk not in taken), holders[0])

    def _holders(self, role: str) -> list[Post]:
        return sorted(
            (post for post in self.posts.values() if role in post.roles), key=lambda post: (post.rank, post.pk)
        )


def _posts(author: Post, roles: Collection[str], named: Sequence[int], on: date) -> dict[int, Post]:
    """Posts of the day that fill one of the roles, are named, or head the drafter's department; one statement."""
    places = [place for place in (author.department_id, author.department.parent_id) if place]
    wanted = Q(roles__overlap=sorted(roles)) | Q(pk__in=named) | Q(is_department_head=True, department__in=places)
    found = {post.pk: post for post in Post.objects.filter(on_day(on)).filter(wanted).select_related("department")}
    own = [author, *([author.head] if author.head else [])]
    return {post.pk: post for post in own} | found


def _leader(author: Post, on: date) -> Post | None:
    """The leader in charge by the distribution of duties; a leader who drafts is in charge himself; two statements."""
    if author.is_leader and MAYOR not in author.roles:
        return author
    leader = organisation.leader_of(author.department_id, on)
    # The mayor signs what his own departments prepare: who is responsible for the draft is then named.
    return None if leader is None or MAYOR in leader.roles else leader


def _planned(made: Plan, signing: Mapping[int, Signature], at: datetime) -> Iterator[Planned]:
    """Days of steps that follow one another add up; those of one place run side by side."""
    calendar, laws = regulation.work_calendar(), regulation.laws()
    opened: date | datetime = at
    position = 0
    for _, side in groupby(made.asked, key=lambda one: one.stage.step.place):
        ends = []
        for one in side:
            position += 1
            due = approving.last_day(one.stage.limit, opened, calendar, laws)
            ends += [due] if due else []
            yield _one(one, position, made, signing, opened, due)
        opened = max(ends, default=opened)


def _one(
    one: Asked, position: int, made: Plan, signing: Mapping[int, Signature], opened: date | datetime, due: date | None
) -> Planned:
    step, limit = one.stage.step, one.stage.limit
    return Planned(
        place=step.place,
        position=position,
        stage=one.stage,
        role=step.role,
        label=step.label,
        does=step.does,
        clause=one.stage.entry.clause,
        post=made.posts.get(one.post) if one.post else None,
        signature=signing.get(one.post) if one.post else None,
        opens_on=local_date(opened) if isinstance(opened, datetime) else opened,
        due_on=due,
        due_clause=limit.clause if limit and due else "",
        parallel=one.parallel,
        outer=approval_route.is_paper(step),
        is_added=one.is_added,
        also=one.covers,
        problem=problem_of(one) if one.problem else None,
    )
