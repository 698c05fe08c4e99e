"""Does what a socket asks for, for the seat that it holds and no other."""

from dataclasses import replace

from heard.base.clock import now as time_now
from heard.circles import actions
from heard.circles.actions import Answer
from heard.circles.core.moves import OF_THE_HOUSE, MoveKind
from heard.circles.live.frames import Asked, Make, Rate, Say
from heard.circles.live.places import Place


def do(place: Place, asked: Asked) -> Answer:
    if isinstance(asked, Say):
        return _say(place, asked)
    said = asked.move.seat if isinstance(asked, Make) else asked.seat
    seat = said if place.seat is None else place.seat
    if said not in (None, seat):
        return Answer(ok=False, seq=0, code="not_your_seat")
    if isinstance(asked, Make):
        return _make(place, asked, seat)
    if seat is None:
        return Answer(ok=False, seq=0, code="not_a_seat")
    if isinstance(asked, Rate):
        return actions.rate_turn(
            circle_id=place.circle_id,
            seat=seat,
            turn=asked.turn,
            side=asked.side,
            value=asked.value,
        )
    return actions.write_concern_words(circle_id=place.circle_id, seat=seat, words=asked.words)


def _say(place: Place, asked: Say) -> Answer:
    if place.seat is None:
        return Answer(ok=False, seq=0, code="nothing_to_write")
    return actions.say_words(
        circle_id=place.circle_id,
        by=place.seat,
        of=asked.of,
        words=asked.words,
        command_id=asked.id,
    )


def _make(place: Place, asked: Make, seat: int | None) -> Answer:
    move, now = asked.move, time_now()
    is_table = place.seat is None
    if move.kind in OF_THE_HOUSE and not (is_table and move.kind is MoveKind.TIME_PASSES):
        return Answer(ok=False, seq=0, code="of_the_house")
    if is_table and asked.made_at is not None:
        # Made without a line: it counts from when it was made, never from the future.
        now = min(asked.made_at, now)
    mine = replace(move, seat=seat)
    return actions.make_move(circle_id=place.circle_id, move=mine, command_id=asked.id, now=now)
