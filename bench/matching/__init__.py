"""How good matching is, and how fast, beside what others do, in one run on one machine."""
