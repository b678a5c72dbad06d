"""Asking for the reading of a content, and the reading itself, page by page."""
