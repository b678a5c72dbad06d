"""What accompanies a draft beside its text: papers or words by a clause, consents of members of commissions (KR 4.19; DR 4.4–4.6, 5.8)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from magistrat.acts.actions import deeds, drafting
from magistrat.acts.models import Act, Consent, Enclosure
from magistrat.acts.queries import drafts, facts
from magistrat.documents.actions import files
from magistrat.documents.models import File
from magistrat.journal.actor import Actor
from magistrat.rules import act_commissions
from magistrat.rules.act_enclosures import Asked
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


def enclose(
    *, actor: Actor, at: datetime, act: int, key: str, said: str = "", upload: files.Upload | None = None
) -> Enclosure:
    """Enclose a paper that the regulation asks for, or say where its matter stands.

    :raises Refusal: no right, not his draft, nothing such is asked, or neither file nor words are given.
    """
    with transaction.atomic():
        found = drafting.opened(actor=actor, at=at, act=act)
        wanted = _asked(found, key, local_date(at))
        if upload is None and not said.strip():
            raise Refusal(wanted.clause, "Долучіть файл або зазначте, де це викладено.")
        file = _put(found, upload, actor, at)
        kept, _ = Enclosure.objects.update_or_create(
            act=found, key=key, defaults={"said": said.strip()[:600], "file": file, "at": at, "by": actor.printed}
        )
        text = f"Додано: {wanted.label}" + (f" ({said.strip()})" if said.strip() else "")
        deeds.note(found, actor, at, "acts.enclosed", text, wanted.clause, key=key, file=file.pk if file else None)
    return kept


def withdraw(*, actor: Actor, at: datetime, act: int, key: str) -> Act:
    """Take an enclosure out of the draft; its file stays on the card.

    :raises Refusal: no right, or not his draft.
    """
    with transaction.atomic():
        found = drafting.opened(actor=actor, at=at, act=act)
        if found.enclosures.filter(key=key).delete()[0]:
            deeds.note(found, actor, at, "acts.enclosure_withdrawn", "Долучене вилучено з проєкту", key=key)
    return found


def keep_consent(
    *, actor: Actor, at: datetime, act: int, name: str, given_on: date | None = None, upload: files.Upload | None = None
) -> Consent:
    """Keep the written consent of a member from outside, by its day or its paper (DR 4.4, 5.8).

    :raises Refusal: no right, not his draft, no such member «за згодою», neither day nor file, or a day to come.
    """
    with transaction.atomic():
        found = drafting.opened(actor=actor, at=at, act=act)
        if name not in act_commissions.by_consent(drafts.text_of(found).annexes):
            raise Refusal("", "У складі комісії чи робочої групи немає такої особи з відміткою «за згодою».")
        if given_on is None and upload is None:
            raise Refusal("", "Зазначте день, коли згоду надано, або долучіть її.")
        if given_on is not None and given_on > local_date(at):
            raise Refusal("", "День, коли згоду надано, ще не настав.")
        file = _put(found, upload, actor, at)
        kept, _ = Consent.objects.update_or_create(
            act=found, name=name, defaults={"given_on": given_on, **({"file": file} if file else {})}
        )
        deeds.note(found, actor, at, "acts.consent_kept", f"Згоду бути у складі надано: {name}", given_on=given_on)
    return kept


def _asked(act: Act, key: str, on: date) -> Asked:
    wanted = next((one for one in facts.asked(act, on) if one.key == key), None)
    if wanted is None:
        raise Refusal("", "Такого до цього проєкту Регламент не вимагає; долучіть файл до картки документа.")
    return wanted


def _put(act: Act, upload: files.Upload | None, actor: Actor, at: datetime) -> File | None:
    if upload is None:
        return None
    kept = files.Upload(upload.name, upload.content, File.Role.ANNEX)
    return files.put(document=act.document, uploads=[kept], actor=actor, at=at)[0]
