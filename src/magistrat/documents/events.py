"""What upper floors listen to, in the transaction of the deed itself: `on_registered(documents, actor, at)` and the like."""

from magistrat.documents.actions.hooks import (
    before_filing,
    before_handing,
    on_annulled,
    on_corrected,
    on_filed,
    on_registered,
    say_when_executed,
    say_who_executes,
)

__all__ = [
    "before_filing",
    "before_handing",
    "on_annulled",
    "on_corrected",
    "on_filed",
    "on_registered",
    "say_when_executed",
    "say_who_executes",
]
