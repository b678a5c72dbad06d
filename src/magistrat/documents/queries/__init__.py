"""Everything that reads documents, one subject a file; the one filter of access stands here by its name."""

from magistrat.documents.queries.access import get_visible, visible

__all__ = ["get_visible", "visible"]
