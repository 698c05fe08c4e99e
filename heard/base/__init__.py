"""The ground every domain stands on: Django's wiring, clock, hub, bus and reactions."""
