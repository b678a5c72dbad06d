"""Shape of what is written about sittings: on their way, and in the hall."""
