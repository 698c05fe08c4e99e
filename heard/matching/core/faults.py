"""What stops at the door."""


class ProblemFault(ValueError):
    """A problem that cannot be one; says what was expected, what came, and what to do."""
