"""How many people sit at each table when one group becomes several."""


def table_sizes(people: int, *, smallest: int, ideal: int, largest: int) -> tuple[int, ...]:
    """Balanced sizes, larger tables first, as few tables as stay within one above the ideal.

    14 people with ideal 4 become (5, 5, 4). Raises `ValueError` when no number of tables fits.
    """
    wanted = -(-people // min(ideal + 1, largest))
    fitting = [
        tables
        for tables in range(1, people + 1)
        if smallest <= people // tables and -(-people // tables) <= largest
    ]
    if not fitting:
        raise ValueError(f"{people} people do not fit at tables of {smallest} to {largest}.")
    tables = min(fitting, key=lambda each: (abs(each - wanted), each))
    size, over = divmod(people, tables)
    return (size + 1,) * over + (size,) * (tables - over)
