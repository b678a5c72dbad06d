"""The screens of sittings."""
