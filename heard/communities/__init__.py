"""Chapters, schools, wards and companies: a tree of communities, and who does what in them."""
