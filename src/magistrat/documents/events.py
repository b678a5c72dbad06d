"""What upper floors listen to: `on_registered(documents, actor, at)` in the transaction of the registration itself."""

from magistrat.documents.actions.hooks import before_filing, on_corrected, on_registered

__all__ = ["before_filing", "on_corrected", "on_registered"]
