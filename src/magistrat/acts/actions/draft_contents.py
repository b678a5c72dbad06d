"""What the editor holds of a draft, put into its tables."""

from __future__ import annotations

from collections.abc import Sequence

from magistrat.acts.actions import deeds, draft_cards
from magistrat.acts.draft import Content, To
from magistrat.acts.models import Act, Recipient
from magistrat.acts.queries import drafts
from magistrat.documents.actions import drafts as cards
from magistrat.journal.actor import SYSTEM
from magistrat.organisation.models import Post
from magistrat.rules import act_text, routing
from magistrat.rules.act_text import ActText
from magistrat.rules.refusal import Refusal

# Some sixty pages with annexes: a longer paper is an annex brought as a file.
MOST_TEXT = 400_000


def check(act: Act, content: Content) -> None:
    """What cannot be kept at all; what the act lacks is said before it is sent.

    :raises Refusal: a too long text, an unknown flag or post, a recipient named twice.
    """
    draft_cards.heading(content.text.title)
    if len(str(act_text.write(content.text))) > MOST_TEXT:
        raise Refusal("", "Текст завеликий для проєкту: долучіть довгі додатки файлами.")
    if unknown := set(content.flags) - routing.flags(deeds.rules_of(act)):
        raise Refusal("", f"Такої ознаки проєкту немає: {', '.join(sorted(unknown))}.")
    named = {post for point in act_text.walk(content.text.points) for post in point.executors}
    named |= {*content.concerned, *([content.in_charge] if content.in_charge else [])}
    if Post.objects.filter(pk__in=named).count() != len(named):
        raise Refusal("", "Перевірте посади: якоїсь із зазначених немає.")
    if len({(to.department, to.post, to.correspondent) for to in content.recipients}) != len(content.recipients):
        raise Refusal("", "У розрахунку розсилки когось зазначено двічі.")


def put(act: Act, content: Content) -> None:
    """Put all that the editor holds into the act; part of a deed that has locked it."""
    write_text(act, content.text)
    act.flags, act.in_charge_id = list(content.flags), content.in_charge
    act.phone = content.phone.strip()[:80]
    act.is_main_planned, act.is_normative = content.is_main_planned, content.is_normative
    if tuple(act.concerned.order_by("pk").values_list("pk", flat=True)) != content.concerned:
        act.concerned.set(content.concerned)
    if tuple(line.to for line in drafts.recipients(act)) != content.recipients:
        _put_recipients(act, content.recipients)


def write_text(act: Act, text: ActText) -> None:
    """Put the text into the act and its title onto the card; part of a deed that has locked the act."""
    act.text, act.title = act_text.write(text), draft_cards.heading(text.title)
    document = act.document
    if document.summary != act.title:
        cards.change(actor=SYSTEM, at=act.changed_at, document_id=document.pk, card=draft_cards.card_of(act))
        document.refresh_from_db(fields=["summary"])


def _put_recipients(act: Act, lines: Sequence[To]) -> None:
    act.recipients.all().delete()
    Recipient.objects.bulk_create(
        Recipient(
            act=act, position=place, department_id=to.department, post_id=to.post, correspondent_id=to.correspondent,
            copies=to.copies, points=list(to.points), is_by_drafter=to.is_by_drafter,
        )
        for place, to in enumerate(lines, start=1)
    )  # fmt: skip
