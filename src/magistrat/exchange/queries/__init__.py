"""Everything that reads e-mail that came."""
