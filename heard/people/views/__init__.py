"""Pages of people: their own, and the ways in."""
