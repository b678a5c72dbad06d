"""Who sits in a body, and what happens in its gatherings."""
