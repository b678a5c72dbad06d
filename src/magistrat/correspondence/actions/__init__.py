"""Everything that a person does with an outgoing letter, one subject a file."""
