"""Rules about communities, pure."""
