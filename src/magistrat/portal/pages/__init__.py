"""Public pages, without signing in."""
