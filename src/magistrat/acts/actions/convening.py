"""The order that calls a sitting goes to whom the clause names, beside its own mailing list (KR 4.9, 4.10)."""

from __future__ import annotations

from datetime import datetime

from magistrat.acts.actions import deeds
from magistrat.acts.models import Act, Recipient
from magistrat.acts.queries import convening as facts
from magistrat.acts.queries import registrars
from magistrat.bodies.models import Gathering
from magistrat.journal.actor import Actor


def follow(gathering: Gathering, document: int, actor: Actor, at: datetime) -> None:
    """Put the members, the executive bodies and the leaders onto the order's list; the next round carries it to them.

    Part of the deed that calls the sitting. Whoever stands on the list stays; members without a post here are named to the
    office, which sends them their copies itself.
    """
    act = Act.objects.select_related(*deeds.JOINED).select_for_update(of=("self",)).filter(document=document).first()
    found = facts.addressees(gathering) if act is not None else None
    if act is None or found is None:
        return
    held = set(act.recipients.values_list("department", "post"))
    wanted: list[tuple[int | None, int | None]] = [(pk, None) for pk in found.departments] + [
        (None, pk) for pk in found.posts
    ]
    new = [one for one in wanted if one not in held]
    last = act.recipients.order_by("-position").values_list("position", flat=True).first() or 0
    Recipient.objects.bulk_create(
        Recipient(act=act, position=last + place, department_id=department, post_id=post)
        for place, (department, post) in enumerate(new, start=1)
    )
    if new:
        text = f"До розрахунку розсилки додано адресатів розпорядження про скликання: {len(new)}"
        deeds.note(act, actor, at, "acts.addressees_added", text, found.clause)
    if found.outsiders:
        body = f"Копії розпорядження надішліть окремо членам виконкому: {'; '.join(found.outsiders)}."
        key = f"acts.convening:{act.pk}"
        deeds.tell(act, at, key, registrars.clerks_of(act), "Копії розпорядження про скликання", body)
