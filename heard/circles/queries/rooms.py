"""What the room shows beside the rules' own view: names, blind answers, ratings to give."""

from dataclasses import dataclass
from uuid import UUID

from heard.circles import models
from heard.circles.core.state import Circle
from heard.circles.queries.states import state_of

_OF_TURNS = ("TurnBegan", "ListenerChanged", "TurnEnded")
_NOBODY_WAS_HEARD = frozenset({"passed"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that is over: who spoke, and who reflected."""

    number: int
    speakers: tuple[int, ...]
    listener: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A circle between two moves. `devices` are hashes, by seat number; 0 is the table's."""

    circle: Circle
    names: dict[str, str]
    devices: dict[int, str]
    sliders: dict[str, int] | None
    turns: tuple[Turn, ...]


def room_snapshot(circle_id: UUID) -> Snapshot | None:
    """None when there is no such circle, or no longer."""
    try:
        circle = state_of(circle_id)
    except models.Circle.DoesNotExist:
        return None
    seats = models.Seat.objects.filter(circle_id=circle_id).values_list(
        "number", "nickname", "device_hash"
    )
    names, devices = {}, {}
    for number, nickname, device_hash in seats:
        names[str(number)] = nickname
        devices[number] = device_hash
    if circle.mode == models.Mode.TABLE:
        devices[0] = models.Circle.objects.values_list("table_device_hash", flat=True).get(
            id=circle_id
        )
    turns = turns_of(circle_id) if circle.is_closed else ()
    return Snapshot(circle, names, devices, shown_sliders(circle_id, circle), turns)


def shown_sliders(circle_id: UUID, circle: Circle) -> dict[str, int] | None:
    """The blind answers, once they were compared; when one was missing, never."""
    if circle.lead is None:
        return None
    answers = models.SliderAnswer.objects.filter(circle_id=circle_id)
    return {str(seat): value for seat, value in answers.values_list("seat", "value")}


def turns_of(circle_id: UUID) -> tuple[Turn, ...]:
    """Turns that are over, in order, without those that were passed."""
    log = models.CircleEvent.objects.filter(circle_id=circle_id, kind__in=_OF_TURNS)
    turns: list[Turn] = []
    running = Turn(0, (), None)
    for kind, data in log.order_by("seq").values_list("kind", "data"):
        if kind == "TurnBegan":
            running = Turn(data["turn"], tuple(data["holders"]), data["listener"])
        elif kind == "ListenerChanged":
            running = Turn(running.number, running.speakers, data["listener"])
        elif data["how"] not in _NOBODY_WAS_HEARD:
            turns.append(running)
    return tuple(turns)


def names_in(circle_id: UUID) -> dict[int, str]:
    seats = models.Seat.objects.filter(circle_id=circle_id)
    return dict(seats.values_list("number", "nickname"))


def words_of_concerns(circle_id: UUID) -> dict[int, str]:
    """For the host and the facilitator only."""
    concerns = models.Concern.objects.filter(circle_id=circle_id)
    return dict(concerns.values_list("number", "words"))
