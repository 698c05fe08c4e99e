"""What the room shows beside the rules' own view: names, blind answers, ratings to give."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from heard.circles import models
from heard.circles.core.state import Circle
from heard.circles.queries.agreeing import shown_names, standing_seats
from heard.circles.queries.states import state_of

CAPTIONS_KEPT: Final = 30
_OF_TURNS = ("TurnBegan", "ListenerChanged", "TurnEnded")
_NOBODY_WAS_HEARD = frozenset({"passed"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that is over: who spoke, and who reflected."""

    number: int
    speakers: tuple[int, ...]
    listener: int | None


@dataclass(frozen=True, slots=True)
class CaptionLine:
    """Words of `seat`, written down by the seat `by`."""

    number: int
    seat: int
    by: int
    words: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A circle between two moves. `devices` are hashes, by seat number; 0 is the table's.
    `agreed` are the seats whose word stands, and the free ones. `captions` are the last of the
    running turn; `captioners` may write them for others."""

    circle: Circle
    names: dict[str, str]
    devices: dict[int, str]
    agreed: frozenset[int]
    sliders: dict[str, int] | None
    turns: tuple[Turn, ...]
    captions: tuple[CaptionLine, ...]
    captioners: tuple[int, ...]


def room_snapshot(circle_id: UUID) -> Snapshot | None:
    """None when there is no such circle, or no longer."""
    try:
        circle = state_of(circle_id)
    except models.Circle.DoesNotExist:
        return None
    seats = list(
        models.Seat.objects.filter(circle_id=circle_id)
        .only("number", "nickname", "device_hash", "writes_captions", "is_companion", "age_band")
        .order_by("number")
    )
    standing = standing_seats(circle_id, seats)
    names = shown_names(circle_id, seats, standing=standing)
    return Snapshot(
        circle=circle,
        names={str(number): name for number, name in names.items()},
        devices=_devices(circle_id, circle, seats),
        agreed=standing,
        sliders=shown_sliders(circle_id, circle),
        turns=turns_of(circle_id) if circle.is_closed else (),
        captions=_captions(circle_id, circle),
        captioners=tuple(seat.number for seat in seats if seat.writes_captions),
    )


def _devices(circle_id: UUID, circle: Circle, seats: list[models.Seat]) -> dict[int, str]:
    devices = {seat.number: seat.device_hash for seat in seats}
    if circle.mode == models.Mode.TABLE:
        devices[0] = models.Circle.objects.values_list("table_device_hash", flat=True).get(
            id=circle_id
        )
    return devices


def _captions(circle_id: UUID, circle: Circle) -> tuple[CaptionLine, ...]:
    """The last lines of the running turn; between two turns, of the one that is over."""
    if circle.mode == models.Mode.TABLE or circle.is_closed:
        return ()
    captions = models.Caption.objects.filter(
        circle_id=circle_id, phase=circle.phase_number, turn=circle.turn
    )
    rows = captions.order_by("-number").values_list("number", "seat", "by", "words")
    return tuple(CaptionLine(*row) for row in list(rows[:CAPTIONS_KEPT])[::-1])


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


def words_of_concerns(circle_id: UUID) -> dict[int, str]:
    """For the host and the facilitator only."""
    concerns = models.Concern.objects.filter(circle_id=circle_id)
    return dict(concerns.values_list("number", "words"))
