"""Heard: people meet across difference, are heard, and practise listening."""
