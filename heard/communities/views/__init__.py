"""Pages of communities."""
