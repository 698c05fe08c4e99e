"""What this node holds of somebody, in words and numbers."""

from uuid import UUID

from heard.base.holdings import Holding, data_rules, holdings_of


def held_of_person(person_id: int) -> tuple[Holding, ...]:
    """One line for each kind of thing, also for those of which there is nothing."""
    return holdings_of(data_rules().person(person_id))


def held_of_seat(seat_id: UUID) -> tuple[Holding, ...]:
    """Of kinds that a seat without an account has; empty when there is no such seat."""
    subject = data_rules().seat(seat_id)
    held = () if subject is None else holdings_of(subject)
    return tuple(each for each in held if each.count)
