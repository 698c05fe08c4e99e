"""What tests of matching share."""

from heard.matching.outside import forget_what_is_stale


def pytest_configure() -> None:
    """Whoever changes one kernel tests those that call it too."""
    forget_what_is_stale()
