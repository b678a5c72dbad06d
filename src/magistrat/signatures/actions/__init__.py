"""What changes signatures: reading those of a content, keys of our own people."""

from magistrat.signatures.actions.reading import Opened, read

__all__ = ["Opened", "read"]
