"""A registered letter whose card is corrected: one that its signatory may have signed, sent to all who stand there now."""

from __future__ import annotations

from magistrat.correspondence.actions import dispatching
from magistrat.correspondence.models import Letter
from magistrat.correspondence.queries import facts
from magistrat.documents.actions.hooks import Corrected
from magistrat.rules import letters
from magistrat.rules.refusal import Refusal


def on_corrected(corrected: Corrected) -> None:
    """Judge what the corrected card says of a letter; part of the deed that corrects it.

    :raises Refusal: another signatory, or an addressee to whom this one may not write (KR 7.12; DR 8.8).
    """
    if not corrected.changed & {"author", "parties"}:
        return
    found = Letter.objects.select_for_update(of=("self",)).select_related("document", "signatory", "drafter")
    letter = found.filter(document=corrected.document).first()
    if letter is None:
        return
    if "author" in corrected.changed:
        raise Refusal(
            "",
            "Хто підписав зареєстрований лист, у картці не виправляють: реєстрацію анулюють і лист реєструють наново.",
        )
    if refusal := letters.refusal_to_sign(facts.rules_of(letter), facts.matter_of(letter), letter.signatory.roles):
        raise refusal
    dispatching.settle(actor=corrected.actor, at=corrected.at, letter=letter)
