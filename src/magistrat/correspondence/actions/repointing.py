"""What was sent follows a correspondent whose entry is merged with another, or separated from it again."""

from __future__ import annotations

from django.db.models import Count, Q

from magistrat.correspondence.actions import dispatching, way
from magistrat.correspondence.models import Dispatch, Letter
from magistrat.documents.actions.hooks import Repointed
from magistrat.documents.models import DocumentCorrespondent
from magistrat.tasks.actions import execution

State = Letter.State
SAID = {
    State.DISPATCHED: "Кореспондентів об'єднано: лист надіслано всім адресатам",
    State.REGISTERED: "Кореспондентів роз'єднано: одному з них лист ще не надіслано",
}


def follow(repointed: Repointed) -> None:
    """Marks of dispatch name the entry that the addressees name now; letters to both entries are judged anew.

    What went to the one has gone to the other as long as they are one correspondent.
    """
    gone = Dispatch.objects.filter(correspondent=repointed.was, letter__document__in=repointed.documents)
    gone.update(correspondent=repointed.now)
    entries = [repointed.was, repointed.now]
    named = DocumentCorrespondent.objects.filter(
        Q(correspondent__in=entries) | Q(correspondent__merged_into__in=entries)
    )
    both = named.values("document").annotate(n=Count("correspondent", distinct=True)).filter(n__gt=1)
    found = Letter.objects.select_for_update(of=("self",)).select_related("document", "signatory", "drafter")
    sent = list(found.filter(document__in=both.values("document"), state__in=list(SAID)).order_by("pk"))
    # All at once: the words of the first one's report are gathered before the next one is judged.
    execution.lock_for_sending(
        tasks=[one.task_id for one in sent if one.task_id],
        documents=[one.reply_to_id for one in sent if one.reply_to_id],
    )
    for letter in sent:
        _judge(repointed, letter)


def _judge(repointed: Repointed, letter: Letter) -> None:
    was = letter.state
    dispatching.settle(actor=repointed.actor, at=repointed.at, letter=letter)
    if letter.state != was:
        way.note(letter, repointed.actor, repointed.at, "correspondence.sending_judged", SAID[State(letter.state)])
