"""The screens of bodies."""
