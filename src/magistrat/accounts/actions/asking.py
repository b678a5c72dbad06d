"""Questions of those who have not signed in are counted, for a page to rest when one address asks too often."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F

from magistrat.accounts.models import Asking


def count(*, at: datetime, what: str, address: str, seconds: int) -> int:
    """Count one more question from the address; how many it has asked in the span of so many seconds that `at` falls into.

    The count is of the whole city, whichever process answers; those of spans that are over are dropped.
    """
    since = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)
    with transaction.atomic():
        row, is_first = Asking.objects.get_or_create(what=what, address=address[:45], since=since)
        if is_first:
            Asking.objects.filter(what=what, since__lt=since).delete()
        Asking.objects.filter(pk=row.pk).update(times=F("times") + 1)
        row.refresh_from_db(fields=["times"])
    return row.times
