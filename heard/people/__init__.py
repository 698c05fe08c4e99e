"""People: accounts, how they sign in, their language and time."""
