"""A letter of our own that was written and signed on paper: whose name stands there, and the rules of letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from magistrat.documents.actions import cards, hooks
from magistrat.documents.card import Card, Signed
from magistrat.documents.models import Direction, Document
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal


def judge(
    *, actor: Actor, at: datetime, of: datetime, card: Card, signed: Signed, reply_to: int | None
) -> tuple[Card, list[hooks.Numbered]]:
    """The card with whose name stands under the letter, and what follows its number; the rules of letters are asked.

    :raises Refusal: nobody held the post that day, two signed for it and it is not said who, a day that has not come yet,
        or a rule of letters.
    """
    on = local_date(of)
    if card.author is None or not card.parties:
        known = cards.correspondents(card.parties)
        cards.require_complete(replace(card, signatory=""), direction=Direction.OUTGOING, known=known, on=on)
    assert card.author is not None
    signed_on = signed.on or on
    if signed_on > on:
        raise cards.IncompleteCard({"signed_on": "день підписання не може бути пізнішим за день реєстрації"})
    signers = organisation.signers_of(card.author, signed_on)
    if not signers:
        title = organisation.post(card.author).title
        raise Refusal("", f"Посада «{title}» того дня вакантна: підписати лист було нікому.")
    signature = organisation.named_signer(signers, signed.by, signed_on)
    card = replace(card, signatory=f"{signature.title} {signature.name}".replace("\n", " "))
    letter = hooks.OnPaper(
        actor=actor, at=at, of=of, card=card, reply_to=reply_to, signed_on=signed_on, signature=signature,
        checked=signed.checked, is_interim=signed.is_interim,
    )  # fmt: skip
    return card, hooks.letter_on_paper(letter)


def follow(numbered: Iterable[hooks.Numbered], document: Document) -> None:
    """What follows the letter's number: its own row on the upper floor."""
    for one in numbered:
        one(document)
