"""To whom the order that calls a sitting goes, by the city's data (KR 4.9, 4.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from magistrat.acts.models import Act, Delivery
from magistrat.bodies.models import Gathering
from magistrat.bodies.queries import composition
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation

DISPATCH = "convening_order_dispatch"
MEMBER, HEAD = "committee_member", "department_head"


@dataclass(frozen=True)
class Addressees:
    """Ids of departments and posts, members who hold no post here, by their names, and the clause."""

    departments: Sequence[int]
    posts: Sequence[int]
    outsiders: Sequence[str]
    clause: str


def addressees(gathering: Gathering) -> Addressees | None:
    """Whom the clause names on the day of the sitting; nothing where no clause does. A few statements."""
    entry = regulation.rules_of(gathering.edition_id).get(DISPATCH)
    if entry is None:
        return None
    on, roles = gathering.on, entry.values["to_roles"]
    members = composition.members_on(gathering.body, on) if MEMBER in roles else []
    posts = [one.post_id for one in members if one.post_id]
    for role in entry.values.get("by_folder_roles", ()):
        posts += [one.pk for one in organisation.posts_with_role(role, on)]
    # Executive bodies, not their parts, each of which hears from its own.
    departments = [
        one.pk for one in organisation.departments(on) if HEAD in roles and not one.is_leadership and not one.parent_id
    ]
    outsiders = [one.person.short_name for one in members if not one.post_id]
    return Addressees(departments, list(dict.fromkeys(posts)), outsiders, entry.clause)


def sent(document: int) -> tuple[datetime, str] | None:
    """When the order of this card went to the last of its list, and by whom; nothing while somebody waits. Three statements."""
    act = Act.objects.filter(document=document, state=Act.State.REGISTERED).only("pk").first()
    if act is None or act.recipients.filter(deliveries__isnull=True).exists():
        return None
    last = Delivery.objects.filter(recipient__act=act).order_by("-at", "-pk").first()
    return (last.at, last.by) if last else None
