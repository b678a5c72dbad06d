"""Everything that changes by moving in, one subject a file."""
