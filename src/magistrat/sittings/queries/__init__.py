"""Reading sittings, their questions and terms."""
