"""Screens of the drafts of editions."""
