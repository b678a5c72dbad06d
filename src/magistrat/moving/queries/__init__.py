"""Everything that reads of moving in and out, one subject a file."""
