"""The rules of a circle: pure functions over frozen values, without clock, dice or database."""
