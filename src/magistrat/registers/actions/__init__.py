"""Deeds on the logs."""
