"""The screens of acts."""
