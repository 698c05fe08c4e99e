"""Formats and the live room."""
