"""E-mail addresses as a mail server reads them, so that no two people become one."""


def clean_address(text: str) -> str:
    """In lower case, the domain as the network writes it (`bücher.example` is `xn--…`).

    Raises `ValueError` where letters that only look alike, or that a database takes for others,
    would lead to somebody else: all but ASCII before the sign, all that changes its form after it.
    """
    local, at, domain = text.strip().rpartition("@")
    if not (at and local.isascii() and local.isprintable() and " " not in local):
        raise ValueError(text)
    domain = domain.lower()
    written = domain.encode("idna").decode("ascii")
    if written.encode("ascii").decode("idna") != domain and written != domain:
        raise ValueError(text)
    return f"{local.lower()}@{written}"
