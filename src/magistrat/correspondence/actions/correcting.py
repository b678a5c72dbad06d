"""A registered letter whose card is corrected stays one that its signatory may have signed."""

from __future__ import annotations

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
    letter = (
        Letter.objects.select_related("document", "signatory", "drafter").filter(document=corrected.document).first()
    )
    if letter is None:
        return
    if "author" in corrected.changed:
        raise Refusal(
            "",
            "Хто підписав зареєстрований лист, у картці не виправляють: реєстрацію анулюють і лист реєструють наново.",
        )
    if refusal := letters.refusal_to_sign(facts.rules_of(letter), facts.matter_of(letter), letter.signatory.roles):
        raise refusal
