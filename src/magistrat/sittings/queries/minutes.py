"""The minutes of sittings: their parts as they stand now or as they were signed, who signs, which wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from magistrat.bodies.models import Gathering
from magistrat.bodies.queries import composition, halls
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.queries import Signature
from magistrat.organisation.roles import ROLES
from magistrat.regulation import queries as regulation
from magistrat.rules import minutes as rules
from magistrat.rules import minutes_course
from magistrat.rules.edition import Edition
from magistrat.rules.hall_state import State
from magistrat.rules.minutes import Part, Shown, Written
from magistrat.rules.minutes_told import Told
from magistrat.sittings.models import Minutes, MinutesSigning, Sitting
from magistrat.sittings.queries import minutes_told
from magistrat.ui import prepared

CHAIR = "chair"
LABELS = {CHAIR: "головуючий", **ROLES}
WRITTEN, FROZEN = "written", "frozen"


@dataclass(frozen=True)
class Assembled:
    """The minutes as they stand: their row where there is one, the hall, what was told, the parts."""

    sitting: Sitting
    minutes: Minutes | None
    state: State
    told: Told
    parts: Sequence[Shown]

    @property
    def is_frozen(self) -> bool:
        """Whether nothing of it changes any more."""
        return self.minutes is not None and self.minutes.state != Minutes.State.DRAFT

    @property
    def outdated(self) -> list[Shown]:
        """Rewritten parts whose steps have changed since."""
        return [one for one in self.parts if one.is_outdated]

    def part(self, key: str) -> Shown | None:
        """The part of that key."""
        return next((one for one in self.parts if one.key == key), None)


@dataclass(frozen=True)
class Signer:
    """Who is to sign, or has signed: the role, its label, the lines and the name, the day.

    `people`: all who may have signed on the asked day, more than one where duties were taken back on it.
    """

    role: str
    label: str
    lines: Sequence[str]
    name: str
    on: date | None = None
    people: Sequence[Signature] = ()


def of(sitting: int) -> Minutes | None:
    """The row of the minutes with its card; one statement."""
    return Minutes.objects.filter(sitting=sitting).select_related("document").first()


def assembled(sitting: Sitting) -> Assembled:
    """The minutes of a sitting; a fixed number of statements. Handed in for signing they stand as they were then."""
    minutes = of(sitting.pk)
    rows = halls.rows(sitting.gathering_id)
    told = minutes_told.of(sitting, rows, minutes)
    setting, events = halls.setting_of(sitting.gathering), halls.as_steps(rows)
    if minutes is not None and minutes.text.get(FROZEN) and minutes.state != Minutes.State.DRAFT:
        state = minutes_course.follow(setting, events).state
        return Assembled(sitting, minutes, state, told, frozen(minutes))
    course = minutes_course.follow(setting, events)
    parts = rules.parts(course, told)
    return Assembled(sitting, minutes, course.state, told, rules.shown(parts, written(minutes)))


def written(minutes: Minutes | None) -> dict[str, Written]:
    """What the secretary wrote instead of parts."""
    kept: Mapping[str, dict[str, object]] = minutes.text.get(WRITTEN, {}) if minutes else {}
    return {key: Written(**said) for key, said in kept.items()}  # type: ignore[arg-type]


def frozen(minutes: Minutes) -> list[Shown]:
    """The parts as they were handed in for signing."""
    return [Shown(Part(key, title, tuple(lines))) for key, title, lines in minutes.text[FROZEN]]


def edition_of(sitting: Sitting) -> Edition:
    """The edition by which the sitting goes."""
    return regulation.rules_of(sitting.gathering.edition_id)


def signers(sitting: Sitting, state: State, minutes: Minutes | None, on: date) -> list[Signer]:
    """Who signs by the clause (KR 4.45; DR 6.28), with those who have signed already; a few statements."""
    done = {one["role"]: one for one in minutes.signed_printed} if minutes else {}
    found = []
    for role in rules.signatory_roles(edition_of(sitting)):
        if role in done:
            one = done[role]
            day = date.fromisoformat(one["on"])
            found.append(Signer(role, LABELS.get(role, role), tuple(one["lines"]), one["name"], day))
            continue
        people = signatures_of(sitting, state, role, on)
        lines, name = (people[0].lines, people[0].name) if people else ((), "")
        found.append(Signer(role, LABELS.get(role, role), lines, name, people=people))
    return found


def signatures_of(sitting: Sitting, state: State, role: str, on: date) -> list[Signature]:
    """Who may sign in the role on the day, the usual one first: the holder of the post or who stands in, both on a day on which
    duties were taken back; who presided for «chair».
    """
    if role == CHAIR:
        chair = _of_chair(sitting.gathering, state)
        return [chair] if chair else []
    post = next(iter(organisation.posts_with_role(role, on)), None)
    return organisation.signers_of(post.pk, on) if post else []


def presided(state: State) -> int | None:
    """The person who presided; one statement."""
    return composition.membership(state.chair).person_id if state.chair is not None else None


def knows_not_who_presided(minutes: Minutes | None, signers: Sequence[Signer]) -> bool:
    """Whether they wait for who presided and do not know him: handed in before it was kept, they lie on nobody's desk."""
    waits = any(one.role == CHAIR and one.on is None for one in signers)
    return waits and minutes is not None and minutes.state == Minutes.State.SIGNING and minutes.chair_id is None


def listed() -> QuerySet[Sitting]:
    """Sittings that were opened, with their minutes; unordered, for a page."""
    found = Sitting.objects.filter(gathering__opened_at__isnull=False).exclude(gathering__kind=Gathering.Kind.POLL)
    return found.select_related("gathering__body", "minutes__document").defer("minutes__text")


@prepared.prepared
def waiting(*, limit: int = 20) -> QuerySet[Minutes]:
    """Minutes of closed sittings that are not signed, the earliest day first; one statement."""
    return _waiting()[:limit]


def waiting_for(actor: Actor, on: date) -> Sequence[Minutes]:
    """Minutes handed in that lack the signature of the person: of who presided, of a post that he holds or stands in for.

    At most one statement; none for a person who by the edition of the day has nothing to sign.
    """
    if actor.on_behalf is not None or not _may_sign(regulation.rules_on(on), actor):
        return []
    return [one for one in _handed_in() if _awaits(one, actor)]


@prepared.prepared
def _handed_in() -> QuerySet[Minutes]:
    return _waiting().filter(state=Minutes.State.SIGNING)


def waiting_attempts() -> list[MinutesSigning]:
    """Attempts to sign that wait for their providers' answer; one statement."""
    found = MinutesSigning.objects.filter(state=MinutesSigning.State.WAITING).exclude(reference="")
    return list(found.order_by("pk"))


def attempts(minutes: Minutes | None) -> list[MinutesSigning]:
    """Attempts to sign these minutes, the newest first; one statement."""
    return list(minutes.signings.order_by("-pk")[:20]) if minutes else []


def earlier_without_number(sitting: Sitting) -> Sitting | None:
    """An earlier sitting of the same year whose minutes have no number yet: numbers follow the sittings; one statement."""
    gathering = sitting.gathering
    found = Sitting.objects.filter(
        gathering__body=gathering.body_id, gathering__state=Gathering.State.CLOSED, gathering__on__lt=gathering.on,
        gathering__on__year=gathering.on.year, minutes__isnull=False, minutes__handed_at__isnull=True,
        minutes__document__number__isnull=True,
    ).exclude(gathering__kind=Gathering.Kind.POLL)  # fmt: skip
    return found.select_related("gathering").order_by("gathering__on", "pk").first()


def _waiting() -> QuerySet[Minutes]:
    found = Minutes.objects.exclude(state=Minutes.State.SIGNED).filter(sitting__gathering__state=Gathering.State.CLOSED)
    return found.select_related("sitting__gathering", "document").defer("text").order_by("due_on", "pk")


def _may_sign(edition: Edition, actor: Actor) -> bool:
    """Whether he may have to sign any: anybody may have presided, where who presides signs (DR 6.28)."""
    roles = rules.signatory_roles(edition)
    return CHAIR in roles or not actor.signs_as.isdisjoint(roles)


def _awaits(minutes: Minutes, actor: Actor) -> bool:
    done = {one["role"] for one in minutes.signed_printed}
    wanted = set(rules.signatory_roles(edition_of(minutes.sitting))) - done
    return (CHAIR in wanted and minutes.chair_id == actor.person_id) or not actor.signs_as.isdisjoint(wanted)


def _of_chair(gathering: Gathering, state: State) -> Signature | None:
    if state.chair is None:
        return None
    member = composition.membership(state.chair)
    lines = next(
        (one.lines for one in composition.chairs(gathering.body, gathering.on) if one.membership == member.pk), ()
    )
    return Signature(lines or (member.printed,), member.person.signature_name, member.person_id, member.post_id)
