"""What the rules of letters need to know, gathered from the organisation, documents and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Q
from django.db.models.functions import Coalesce

from magistrat.correspondence.models import Letter
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Post, on_day
from magistrat.organisation.queries.structure import with_people
from magistrat.regulation import queries as regulation
from magistrat.rules import letters
from magistrat.rules.edition import Edition
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import Control, Task

NOT_GIVEN = [Task.State.RETURNED, Task.State.CANCELLED]


@dataclass(frozen=True)
class Candidate:
    """A post that signs letters, with the one who holds it now and why he may not sign this one."""

    post: Post
    name: str
    acting: str
    refusal: Refusal | None
    is_proposed: bool


@dataclass(frozen=True)
class AskedVisa:
    """A visa that a letter needs, and the post that gives it."""

    who: str
    post: Post
    clause: str


def kinds_of(correspondents: Sequence[int]) -> tuple[str, ...]:
    """Kinds of the addressees; one statement, none without addressees."""
    if not correspondents:
        return ()
    found = Correspondent.objects.filter(pk__in=correspondents).values_list("kind", flat=True)
    return tuple(dict.fromkeys(found))


def people(correspondents: Sequence[int]) -> list[Correspondent]:
    """These correspondents in this order; one statement, none without them."""
    if not correspondents:
        return []
    found = Correspondent.objects.in_bulk(list(correspondents))
    return [found[one] for one in correspondents if one in found]


def to_whom() -> Coalesce:
    """Who the addressee of a row is: merged entries of the directory are one correspondent."""
    return Coalesce("correspondent__merged_into", "correspondent", output_field=BigIntegerField())


def addressees_of(document: int) -> list[int]:
    """Ids of a letter's correspondents in their order; one statement."""
    found = DocumentCorrespondent.objects.filter(document=document).order_by("position")
    return list(found.values_list("correspondent", flat=True))


def matter(*, addressees: Sequence[int], reply_to: int | None, department: int) -> letters.Matter:
    """The letter as the rules see it; one statement, for a reply four.

    :param department: the executor's: a head answers on instruction when his body has a task on the answered paper.
    """
    if reply_to is None:
        return letters.Matter(addressee_kinds=kinds_of(addressees))
    answered = Document.objects.select_related("addressee", "kind").get(pk=reply_to)
    tasks = Task.objects.filter(document=reply_to, department=department).exclude(state__in=NOT_GIVEN)
    return letters.Matter(
        addressee_kinds=kinds_of(addressees),
        addressed_to=frozenset(answered.addressee.roles) if answered.addressee else frozenset(),
        answered_kind=answered.kind.key,
        on_control=Control.objects.filter(document=reply_to).exclude(state=Control.State.OFF).exists(),
        is_instructed=tasks.exists(),
    )


def matter_of(letter: Letter) -> letters.Matter:
    """The matter of a letter that is there already."""
    return matter(
        addressees=addressees_of(letter.document_id),
        reply_to=letter.reply_to_id,
        department=letter.drafter.department_id,
    )


def rules_of(letter: Letter) -> Edition:
    """The edition in which the letter began."""
    return regulation.rules_of(letter.document.edition_id)


def candidates(
    *, edition: Edition, about: letters.Matter, drafter: Post, reply_to: int | None, on: date
) -> list[Candidate]:
    """Posts that sign letters at all: those who may sign this one first, the proposed one marked."""
    posts = _signing_posts(edition, drafter, on)
    preferred = _preferred(posts, drafter, reply_to, on)
    first = letters.proposed(edition, about, [(post.pk, frozenset(post.roles)) for post in preferred])
    found = [
        Candidate(
            post=post,
            name=_holder(post),
            acting=post.stands_in.substitute.title if post.stands_in else "",
            refusal=letters.refusal_to_sign(edition, about, post.roles),
            is_proposed=post.pk == first,
        )
        for post in posts
    ]
    return sorted(found, key=lambda one: (one.refusal is not None, not one.is_proposed))


def visas_needed(*, edition: Edition, letter: Letter, on: date) -> list[AskedVisa]:
    """Visas of the letter with the posts that give them; whoever signs gives none, nobody gives two.

    :raises Refusal: no leader is in charge of the executor's department.
    """
    roles = letter.signatory.roles
    found: dict[int, AskedVisa] = {}
    for needed in letters.visas(edition, roles, has_co_executors=has_co_executors(letter)):
        post = _visa_post(needed, edition, letter, on)
        if post is not None and post.pk != letter.signatory_id:
            found.setdefault(post.pk, AskedVisa(needed.who, post, needed.clause))
    return list(found.values())


def has_co_executors(letter: Letter) -> bool:
    """Whether the answered paper was given to several executors (KR 8.8); at most one statement."""
    if letter.task_id is None:
        return False
    co = Task.objects.filter(document=letter.reply_to_id, part=Task.Part.CO).exclude(state__in=NOT_GIVEN)
    return co.exists()


def executor_mark(*, edition: Edition, letter: Letter, on: date) -> Post:
    """Whose name and phone stand as executor's (KR 7.12.5, 7.12.6; DR 11.9)."""
    mark = letters.executor_mark(edition, letter.signatory.roles)
    try:
        return _visa_post(mark, edition, letter, on) or letter.drafter
    except Refusal:
        return letter.drafter


def _visa_post(needed: letters.Visa, edition: Edition, letter: Letter, on: date) -> Post | None:
    drafter = letter.drafter
    if needed.who == letters.EXECUTOR:
        return drafter
    if needed.who == letters.HEAD:
        return organisation.head_of_department(drafter.department_id, on)
    leader = organisation.leader_of(drafter.department_id, on)
    among = letters.leaders_in_charge(edition, letter.signatory.roles)
    # The mayor coordinates some bodies himself: his signature leaves no leader in charge to visa before it.
    if leader is not None and (leader.pk == letter.signatory_id or among.intersection(leader.roles)):
        return leader
    if among.intersection(drafter.roles):
        return drafter
    raise Refusal(
        needed.clause,
        "За розподілом обов'язків не визначено керівника, який координує підрозділ виконавця: його віза обов'язкова.",
    )


def _signing_posts(edition: Edition, drafter: Post, on: date) -> list[Post]:
    signing = edition.roles_with(letters.SIGN)
    own = [one for one in (drafter.department_id, drafter.department.parent_id) if one]
    wanted = Q(roles__overlap=list(signing - {letters.HEAD}))
    if letters.HEAD in signing:
        wanted |= Q(roles__contains=[letters.HEAD], department__in=own)
    posts = Post.objects.filter(on_day(on)).filter(wanted).select_related("department").order_by("rank", "id")
    return with_people(posts, on)


def _preferred(posts: Iterable[Post], drafter: Post, reply_to: int | None, on: date) -> list[Post]:
    """Posts in the order of preference: whom the answered paper was addressed to, the own head, the leader in charge."""
    addressed = Document.objects.values_list("addressee", flat=True).get(pk=reply_to) if reply_to else None
    leader = organisation.leader_of(drafter.department_id, on)
    in_charge = leader.pk if leader else None

    def order(post: Post) -> tuple[bool, bool, bool]:
        is_own_head = letters.HEAD in post.roles and post.department_id == drafter.department_id
        return post.pk != addressed, not is_own_head, post.pk != in_charge

    return sorted(posts, key=order)


def _holder(post: Post) -> str:
    return post.holding.person.signature_name if post.holding else ""
