"""What is amiss with a sheet, said to whoever made it."""


class SheetFault(ValueError):
    """One sentence: what was expected, what came, and what to do."""
