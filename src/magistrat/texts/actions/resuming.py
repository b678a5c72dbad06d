"""What dead workers left behind is found again."""

from __future__ import annotations

from datetime import datetime, timedelta

from magistrat.texts import queries, queue
from magistrat.texts.actions.reading import finish

PATIENCE = timedelta(seconds=30)
AT_ONCE, LAYERS_AT_ONCE = 2000, 200


def resume(*, at: datetime) -> int:
    """Put contents, pages and layers of text back into the queue that wait there no more; returns how many."""
    known = queue.known()
    contents = [sha256 for sha256 in queries.unopened(at - PATIENCE) if queue.lock_of_content(sha256) not in known]
    pages = [page for page in queries.unread_pages(AT_ONCE) if queue.lock_of_page(page) not in known]
    layers = [one for one in queries.without_layer(LAYERS_AT_ONCE) if queue.lock_of_layer(one) not in known]
    for sha256 in contents:
        queue.put_content(sha256)
    for page in pages:
        queue.put_page(page)
    for sha256 in layers:
        queue.put_layer(sha256)
    for sha256 in queries.unended():
        finish(sha256=sha256, at=at)
    return len(contents) + len(pages) + len(layers)
