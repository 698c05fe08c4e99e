"""Rules about people, pure."""
