"""Whose registry it is, and why somebody may not register in it."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from magistrat.documents.models import Direction, PaperPeriod, Registry
from magistrat.journal.actor import Actor
from magistrat.organisation.models import Post, on_day
from magistrat.regulation import queries as regulation
from magistrat.rules.refusal import Refusal
from magistrat.ui import prepared

RIGHTS = {
    Direction.INCOMING: "document.register_incoming",
    Direction.OUTGOING: "document.register_outgoing",
    Direction.INTERNAL: "document.register_internal",
    Direction.ACT: "document.register_act",
}
OF_UNIT = "document.register_unit"
TO_ANNUL = "document.annul"
# Who reviews what came keeps its cards until they are registered.
OF_ARRIVALS = "arrival.review"
OF_OVERSEERS = ("registry.manage", "journal.view")


def with_clerk(actor: Actor) -> QuerySet[Registry]:
    """Registries with the marks `is_clerk`, whether one of the actor's posts keeps them, and `is_on_paper`."""
    clerks = Registry.clerks.through.objects.filter(registry=OuterRef("pk"), post__in=_posts(actor))
    on_paper = PaperPeriod.objects.filter(registry=OuterRef("pk"), until__isnull=True)
    return Registry.objects.annotate(is_clerk=Exists(clerks), is_on_paper=Exists(on_paper))


def refusal_to_register(*, actor: Actor, registry: Registry, on: date) -> Refusal | None:
    """Why the actor may not register in the registry (from `with_clerk`); nothing when he may.

    A registry is kept by its clerks and by the staff of its unit whose roles have the right for its direction
    (KR 7.4–7.6, 7.13; DR 10.1, 14.9); a leader's secretary keeps his registries alone (KR 7.4, 21.11).
    """
    if actor.is_system:
        return None
    if not registry.is_open:
        return Refusal(registry.clause, f"Реєстр «{registry.title}» закрито: нові документи в ньому не реєструють.")
    by_role = regulation.refusal(actor=actor, right=RIGHTS[Direction(registry.direction)], on=on)
    if getattr(registry, "is_clerk", False):
        return by_role and regulation.refusal(actor=actor, right=OF_UNIT, on=on)
    if by_role is None and registry.only_clerks:
        return Refusal(registry.clause, f"Реєстр «{registry.title}» веде лише секретар цього керівника.")
    if by_role is None and registry.department_id not in actor.departments:
        return Refusal(
            registry.clause, f"Реєстр «{registry.title}» веде інший підрозділ: реєструють лише його діловоди."
        )
    return by_role


def refusal_to_add(*, actor: Actor, registry_id: int, on: date) -> Refusal | None:
    """Why the actor may register nothing more in the registry of a paper that he looks at; one statement."""
    return refusal_to_register(actor=actor, registry=with_clerk(actor).get(pk=registry_id), on=on)


def refusal_to_keep(*, actor: Actor, registry_id: int) -> Refusal | None:
    """Why the actor does not keep the cards of the registry, open or closed: others' clerks do; one statement."""
    if actor.is_system:
        return None
    registry = with_clerk(actor).get(pk=registry_id)
    is_of_unit = not registry.only_clerks and registry.department_id in actor.departments
    if getattr(registry, "is_clerk", False) or is_of_unit:
        return None
    return Refusal(
        registry.clause,
        f"Картки реєстру «{registry.title}» виправляють лише ті, хто його веде: діловоди його підрозділу.",
    )


def refusal_to_read_journal(*, actor: Actor, registry_id: int, on: date) -> Refusal | None:
    """Why the registry's journal is not printed for the actor: its keepers print it, and who oversees registries."""
    oversees = any(regulation.refusal(actor=actor, right=right, on=on) is None for right in OF_OVERSEERS)
    refusal = None if oversees else refusal_to_keep(actor=actor, registry_id=registry_id)
    if refusal is None:
        return None
    told = Refusal(refusal.clause, "Журнал реєстру переглядають і друкують лише ті, хто веде цей реєстр.")
    told.is_right = True
    return told


def refusal_to_keep_card(*, actor: Actor, registry_id: int | None, on: date) -> Refusal | None:
    """Why the actor does not keep a card: of his registries, or of what came and is not registered; one statement at most."""
    if registry_id is not None:
        return refusal_to_keep(actor=actor, registry_id=registry_id)
    return regulation.refusal(actor=actor, right=OF_ARRIVALS, on=on)


def refusal_for_act(direction: str) -> Refusal | None:
    """Why the card of this flow is not corrected, nor supplemented: an act's says what was signed."""
    if direction != Direction.ACT:
        return None
    return Refusal(
        "", "Картку зареєстрованого акта не виправляють і не доповнюють: у ній те, що підписано в самому акті."
    )


def refusal_to_annul(*, actor: Actor, registry: Registry, on: date) -> Refusal | None:
    """Why the actor may not annul a registration in the registry; nothing when he may.

    The head of the unit that keeps it may; where the unit has no head of its own, the head of its clerks.
    """
    if actor.is_system:
        return None
    refusal = regulation.refusal(actor=actor, right=TO_ANNUL, on=on)
    if refusal or registry.department_id in actor.departments or _leads_clerks(actor, registry, on):
        return refusal
    return Refusal(registry.clause, "Реєстрацію анулює лише керівник підрозділу, який веде цей реєстр.")


def _leads_clerks(actor: Actor, registry: Registry, on: date) -> bool:
    names = {actor.post_id, actor.acting_for} - {None}
    own = Post.objects.filter(on_day(on), department=registry.department_id, is_department_head=True)
    return not own.exists() and registry.clerks.filter(head__in=names).exists()


def registries_of(*, actor: Actor, on: date, direction: str = "") -> list[Registry]:
    """Open registries in which the actor may register, those that his post keeps first; one statement."""
    found = _open(actor, direction)
    return [registry for registry in found if refusal_to_register(actor=actor, registry=registry, on=on) is None]


@prepared.prepared
def _open(actor: Actor, direction: str) -> QuerySet[Registry]:
    found = (
        with_clerk(actor)
        .filter(is_open=True)
        .select_related("department")
        .order_by("direction", "-is_clerk", "rank", "id")
    )
    return found.filter(direction=direction) if direction else found


def _posts(actor: Actor) -> list[int]:
    return [post for post in {actor.post_id, actor.own_post_id} if post is not None]
