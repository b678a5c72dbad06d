"""Pages of documents, one subject a file."""
