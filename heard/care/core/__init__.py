"""The pure rules of care."""
