"""Deeds with e-mail that comes."""
