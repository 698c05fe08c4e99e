"""Follows every move and every clock from where a circle begins."""

import random
from collections.abc import Iterator
from datetime import timedelta

from heard.circles.core import events as e
from heard.circles.core.deciding import unfold
from heard.circles.core.floors import candidates, gates, owners, still_to_speak, unspoken
from heard.circles.core.formats import Format, Gates
from heard.circles.core.linting.walks import NOTHING, NOW, Edge, Label, Walk
from heard.circles.core.moves import Move, MoveKind, Refusal
from heard.circles.core.state import Box, Circle, new_circle
from heard.circles.core.unfolding import Story

MOST_STATES = 200_000
ALL_CHOICES_UP_TO = 4

Choice = tuple[Label, tuple[Move, ...]]


def explore(form: Format, people: int) -> Walk:
    """Raises `ValueError` when there are too many states."""
    walk = Walk()
    walk.number(_start(form, people))
    done = 0
    while done < len(walk.circles):  # states are numbered in the order in which they are found
        for label, moves in _moves(walk.circles[done]):
            _follow(walk, done, label, moves)
        if clock(walk.circles[done]):
            _follow(walk, done, Label("time runs out"), (Move(MoveKind.TIME_PASSES),))
        done += 1
        if done > MOST_STATES:
            raise ValueError(f"more than {MOST_STATES} states; make the format simpler.")
    return walk


def _follow(walk: Walk, number: int, label: Label, moves: tuple[Move, ...]) -> None:
    state = walk.circles[number]
    by_clock = moves[0].kind is MoveKind.TIME_PASSES
    box = clock(state) if by_clock else None
    stories: list[Story] = []
    for move in moves:
        told = unfold(state, move, now=box.ends_at if box else NOW, rng=random.Random(0))
        if isinstance(told, Refusal):
            return
        state = told.circle
        stories.append(told)
    events = [event for story in stories for event in story.events]
    target, turned, is_new = walk.number(state)
    edge = Edge(
        label=label,
        target=target,
        turned=turned,
        by_clock=by_clock,
        waits=box.ends_at - box.started_at if box else NOTHING,
        begins=begins(state, events),
    )
    walk.edges[number].append(edge)
    if is_new:
        walk.found_by[target] = (number, edge)
    for story in stories:
        _note(walk, number, story)


def _note(walk: Walk, number: int, story: Story) -> None:
    """Remember what was begun, whom it left out, and who was given a second turn."""
    steps = zip(story.events, story.circles, story.circles[1:], strict=False)
    for event, circle, after in steps:
        if isinstance(event, e.TurnBegan) and circle.spoken & set(event.holders):
            walk.repeated.add(circle.phase_number)
        over = isinstance(event, e.PhaseBegan | e.RoundBegan | e.CircleClosed)
        if over and circle.phase.turn and circle.round and unspoken(circle):
            walk.starved.setdefault(circle.phase_number, number)
        if isinstance(event, e.PhaseBegan | e.StepBegan):
            walk.begun.add((after.phase_number, after.step_id))


def clock(circle: Circle) -> Box | None:
    boxes = (circle.step_box, circle.turn_box, circle.stage_box)
    return min((b for b in boxes if b), key=lambda box: box.ends_at, default=None)


def _start(form: Format, people: int) -> Circle:
    facilitator = None if form.facilitator == "none" else 1
    circle = new_circle(form, seats=people, mode="table", created_at=NOW, facilitator=facilitator)
    told = unfold(circle, Move(MoveKind.BEGIN), now=NOW, rng=random.Random(0))
    assert not isinstance(told, Refusal)
    return told.circle


def _moves(circle: Circle) -> Iterator[Choice]:
    """What the people could do, each as a label and the moves that make it up."""
    asked = gates(circle)
    if asked.unanimous or asked.quorum is not None:
        ready = tuple(Move(MoveKind.READY, n) for n in _needed(circle, asked))
        yield Label("all are ready"), ready
    if asked.facilitator and circle.facilitator:
        yield Label("the facilitator goes on"), (Move(MoveKind.MOVE_ON, circle.facilitator),)
    if circle.stage == "slider":
        for number in circle.present:
            yield (
                Label("{} is to go first", (number,)),
                (Move(MoveKind.LEAD_CHOSEN, target=number),),
            )
    elif circle.stage == "choosing":
        yield from _moves_in_choosing(circle)
    elif circle.stage == "turn":
        yield from _moves_in_turn(circle, asked)
    elif asked.self_declared or asked.holder_passes:
        yield Label("someone goes on"), (Move(MoveKind.DONE, 1),)


def _needed(circle: Circle, asked: Gates) -> tuple[int, ...]:
    """As few as the gate asks for."""
    if asked.quorum is None:
        return circle.present
    enough = -(-asked.quorum * len(circle.present) // 1)
    return circle.present[: int(enough)]


def _moves_in_choosing(circle: Circle) -> Iterator[Choice]:
    if circle.speaker is None:
        for number in _told_apart(circle, still_to_speak(circle)):
            yield Label("{} takes the floor", (number,)), (Move(MoveKind.VOLUNTEER, number),)
        return
    for target in _told_apart(circle, candidates(circle, circle.speaker)):
        move = Move(MoveKind.CHOOSE, circle.speaker, target=target)
        yield Label("{} asks {}", (circle.speaker, target)), (move,)


def _told_apart(circle: Circle, seats: tuple[int, ...]) -> tuple[int, ...]:
    if len(circle.seats) <= ALL_CHOICES_UP_TO:
        return seats
    return tuple(dict.fromkeys((*seats[:1], *seats[-1:])))


def _moves_in_turn(circle: Circle, asked: Gates) -> Iterator[Choice]:
    for number in owners(circle)[:1]:
        for choice, _ in circle.step.choices:
            yield (
                Label(f"{{}} says {choice}", (number,)),
                (Move(MoveKind.CHOICE, number, choice=choice),),
            )
        if asked.self_declared or asked.holder_passes:
            yield Label(f"{{}} ends {circle.step_id}", (number,)), (Move(MoveKind.DONE, number),)
    if circle.phase.group != "inner_outer" and not circle.passed:
        yield Label("{} passes", circle.holders[:1]), (Move(MoveKind.PASS, circle.speaker),)


def begins(circle: Circle, events: list[e.Event]) -> timedelta:
    """The time that an edge opens up: of a turn, or of a phase or a choice around it."""
    if circle.stage == "turn" and any(isinstance(event, e.TurnBegan) for event in events):
        clock = circle.phase.rules.clock
        return clock.longest if clock else _steps_alone(circle)
    boxed = (e.PhaseBegan, e.VolunteersAwaited, e.SpeakerNamed)
    if circle.stage_box and any(isinstance(event, boxed) for event in events):
        return circle.stage_box.ends_at - circle.stage_box.started_at
    if circle.stage == "turn" and circle.turn_box is None:
        return _steps_alone(circle)
    return NOTHING


def _steps_alone(circle: Circle) -> timedelta:
    """Without a clock of the turn each step begun costs its own."""
    box = circle.step_box
    return box.ends_at - box.started_at if box else NOTHING
