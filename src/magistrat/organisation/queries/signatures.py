"""How posts sign: for an absent one both posts are printed (KR 4.5, 4.16.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from magistrat.organisation import declension, models
from magistrat.organisation.queries import then
from magistrat.rules import words
from magistrat.rules.refusal import Refusal

DASH = " – "


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands under a paper: the post's lines and «Власне ім'я ПРІЗВИЩЕ».

    `person_id` and `post_id` are those of the one who signs; `acting_for` the absent post.
    """

    lines: tuple[str, ...]
    name: str
    person_id: int | None = None
    post_id: int | None = None
    acting_for: int | None = None

    @property
    def title(self) -> str:
        """The posts in one line: «В.о. міського голови – перший заступник міського голови»."""
        return " ".join(self.lines)


class Unnamed(Refusal):
    """Two may have signed on the day, and it is not said who: `signers` are they."""

    def __init__(self, signers: Sequence[Signature], on: date) -> None:
        names = " або ".join(one.name for one in signers)
        super().__init__("", f"Зазначте, хто підписав: {words.day(on)} за посаду підписує {names}.")
        self.signers = signers


def genitive(post: models.Post) -> str:
    """The title as it follows «В.о.»."""
    return post.title_genitive or declension.title_in(declension.GENITIVE, post.title)


def dative(post: models.Post) -> str:
    """The title of an addressee: «міському голові»."""
    return post.title_dative or declension.title_in(declension.DATIVE, post.title)


def accusative(post: models.Post) -> str:
    """The title of one on whom something is laid: «на міського голову»."""
    own = declension.title_in(declension.ACCUSATIVE, post.title)
    # Masculine posts have one form for both cases, and the city may have written the genitive in its own way.
    return genitive(post) if own == declension.title_in(declension.GENITIVE, post.title) else own


def acting_lines(absent: models.Post, own: models.Post) -> tuple[str, str]:
    """«В.о. керуючої справами виконкому –», «заступник міського голови» (KR 4.16.7.1)."""
    return f"В.о. {genitive(absent)}{DASH}".rstrip(), declension.lowered(own.title)


def acting_title(absent: models.Post, own: models.Post) -> str:
    """Both posts in one line."""
    return " ".join(acting_lines(absent, own))


def of_post(post_id: int, on: date) -> Signature | None:
    """Who signs for the post on the day: its substitute while he substitutes, else its holder; nothing when neither.

    Three statements.
    """
    return of_posts([post_id], on).get(post_id)


def of_posts(post_ids: Sequence[int], on: date) -> dict[int, Signature]:
    """The same for many posts, called as on the day; posts without a signatory are left out. Three statements."""
    found = models.Post.objects.filter(pk__in=post_ids).annotate(said_then=then.changes("post", on))
    posts = {post.pk: then.put(post, post.said_then) for post in found}
    standing_in = dict(
        models.Substitution.objects.filter(models.in_force(on), absent__in=posts).values_list("absent", "substitute")
    )
    held = models.Holding.objects.filter(models.on_day(on), post__in={*posts, *standing_in.values()})
    holdings = {holding.post_id: then.holding(holding) for holding in then.of_holdings(held, on)}
    signed = {}
    for post_id, post in posts.items():
        acting, own = holdings.get(standing_in.get(post_id, 0)), holdings.get(post_id)
        if acting is not None:
            signed[post_id] = _signature(acting, acting_lines(post, acting.post), acting_for=post_id)
        elif own is not None:
            signed[post_id] = _signature(own, (post.title,))
    return signed


def all_of_post(post_id: int, on: date) -> list[Signature]:
    """All who may have signed for the post on the day, the usual one first; six statements at most.

    More than one on a day on which duties were taken back: the substitute before, the holder after (KR 1.9.2; DR 2.10).
    """
    usual = of_post(post_id, on)
    back = models.Substitution.objects.filter(
        Q(until=on) | Q(since=on, until=on + timedelta(days=1)),
        absent=post_id, agreed_at__isnull=False, cancelled_at__isnull=True,
    ).exclude(cancelled_by="")  # fmt: skip
    substitute = back.values_list("substitute", flat=True).first()
    found = {usual.person_id: usual} if usual else {}
    if substitute is not None:
        held = models.Holding.objects.filter(models.on_day(on), post__in=[post_id, substitute])
        holdings = {one.post_id: then.holding(one) for one in then.of_holdings(held, on)}
        absent = models.Post.objects.annotate(said_then=then.changes("post", on)).get(pk=post_id)
        then.put(absent, absent.said_then)
        if acting := holdings.get(substitute):
            found.setdefault(
                acting.person_id, _signature(acting, acting_lines(absent, acting.post), acting_for=post_id)
            )
        if own := holdings.get(post_id):
            found.setdefault(own.person_id, _signature(own, (own.post.title,)))
    return list(found.values())


def of_person(post_id: int, on: date, person: int | None) -> Signature | None:
    """How this person signs for the post on the day; the usual one where he does not; nothing for a vacant post.

    Without a person the holder's own, where he signs at all that day: what is typed on a leader's behalf is the leader's.
    """
    known = all_of_post(post_id, on)
    his = (one for one in known if (one.acting_for is None if person is None else one.person_id == person))
    return next(his, known[0] if known else None)


def named(signers: Sequence[Signature], person: int | None, on: date) -> Signature:
    """The one of those who may have signed on the day; of two it has to be said who.

    :raises Unnamed: it is not said, or none of them is the person.
    """
    if len(signers) == 1 and person is None:
        return signers[0]
    found = next((one for one in signers if one.person_id == person), None)
    if found is None:
        raise Unnamed(signers, on)
    return found


def _signature(holding: models.Holding, lines: tuple[str, ...], acting_for: int | None = None) -> Signature:
    return Signature(lines, holding.person.signature_name, holding.person_id, holding.post_id, acting_for)
