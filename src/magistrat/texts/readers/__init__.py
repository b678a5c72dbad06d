"""Readers of files: pure functions on a path, run in a process of their own (`texts.process`), without Django."""
