"""Shapes of what is typed; choices come from the pages, truths from the actions."""
