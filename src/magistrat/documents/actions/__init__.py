"""Everything that changes documents, one subject a file."""
