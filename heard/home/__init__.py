"""Pages that show several domains at once."""
