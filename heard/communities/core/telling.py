"""What a community says of itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """In the words of its stewards; `languages` are codes."""

    kind: str
    name: str
    welcome: str
    languages: list[str]
    time_zone: str
    colour: str
    is_public: bool
    children_sit: bool
    teens_sit: bool
