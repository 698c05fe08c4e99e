"""What troubles people, and how they are kept apart from it: reports and blocks."""
