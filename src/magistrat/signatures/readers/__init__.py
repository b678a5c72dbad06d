"""What runs in the reader's own process: no Django, no database, no network."""
