"""Preparing a sitting, its papers, its minutes."""
