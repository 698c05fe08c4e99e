"""One sentence in every form that a language may have for a number."""

from collections.abc import Callable, Mapping

# One number for each form that a language may know: zero, one, two, few, many, other.
_FORMS: Mapping[str, int] = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "few": 3,
    "many": 11,
    "other": 100,
}


def plural(key: str, say: Callable[[int], str]) -> dict[str, str]:
    """`key.few` and the like, for the page to choose from."""
    return {f"{key}.{form}": say(number) for form, number in _FORMS.items()}
