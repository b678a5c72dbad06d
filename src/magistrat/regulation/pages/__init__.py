"""Pages of the regulation."""
