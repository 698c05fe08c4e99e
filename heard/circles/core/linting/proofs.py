"""What a format promises, held against the explored graph."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from heard.circles.core.floors import gates
from heard.circles.core.formats import Format, Gates, Phase
from heard.circles.core.linting.walks import Edge, Walk
from heard.circles.core.state import Circle

TOO_LONG = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a format does not keep; `path` leads to the place in the document, `moves` shows how
    to get there, the shortest way."""

    code: str
    message: str
    path: tuple[str | int, ...]
    moves: tuple[str, ...] = ()


def never_ends(walk: Walk) -> Iterator[Fault]:
    """From every reachable state, if nobody acts, the clocks alone must end the circle."""
    ends: dict[int, bool] = {}
    for number in range(len(walk.circles)):
        if not _ends_by_clocks(walk, number, ends):
            stuck = _where_clocks_lead(walk, number)
            circle = walk.circles[stuck]
            yield Fault(
                "never_ends",
                f"if nobody acts in {_place(circle)}, the circle never ends; give it a clock.",
                _path(circle),
                walk.way_to(stuck),
            )
            return


def _where_clocks_lead(walk: Walk, number: int) -> int:
    """The state in which nothing happens any more, or the first that comes again."""
    seen: set[int] = set()
    while number not in seen:
        seen.add(number)
        clock = next((edge for edge in walk.edges[number] if edge.by_clock), None)
        number = clock.target if clock else number
    return number


def _ends_by_clocks(walk: Walk, number: int, ends: dict[int, bool]) -> bool:
    path: dict[int, None] = {}
    while number not in ends and number not in path:
        path[number] = None
        clock = next((edge for edge in walk.edges[number] if edge.by_clock), None)
        if clock is None:
            ends[number] = walk.circles[number].is_closed
        else:
            number = clock.target
    result = ends.get(number, False)
    ends.update(dict.fromkeys(path, result))
    return result


def _place(circle: Circle) -> str:
    step = f", step {circle.step_id}" if circle.step_id else ""
    return f"phase {circle.phase.id}{step}"


def _path(circle: Circle) -> tuple[str | int, ...]:
    here: tuple[str | int, ...] = ("phases", circle.phase_number)
    if circle.step_id is None or circle.phase.turn is None:
        return here
    steps = [step.id for step in circle.phase.turn.steps]
    return (*here, "turn", "steps", steps.index(circle.step_id))


def unbounded(form: Format, longest: timedelta | None) -> Iterator[Fault]:
    if longest is not None and longest >= TOO_LONG:
        message = f"{form.id} can last longer than a day; shorten its clocks or rounds."
        yield Fault("too_long", message, ("phases",))


def unreachable(form: Format, walk: Walk) -> Iterator[Fault]:
    for number, phase in enumerate(form.phases):
        if not any(begun == number for begun, _ in walk.begun) and number > 0:
            message = f"phase {phase.id} is never reached; end the phase before it."
            yield Fault("unreachable_phase", message, ("phases", number))
            continue
        for index, step in enumerate(phase.turn.steps if phase.turn else ()):
            if (number, step.id) not in walk.begun:
                path = ("phases", number, "turn", "steps", index)
                message = f"step {step.id} of {phase.id} is never reached; lead to it, or drop it."
                yield Fault("unreachable_step", message, path)


def starves(form: Format, walk: Walk) -> Iterator[Fault]:
    """Somewhere in the circle everyone must be given a turn."""
    phases = [number for number, phase in enumerate(form.phases) if phase.turn]
    if phases and all(number in walk.starved for number in phases):
        message = "somebody may get no turn at all; give one phase to everyone."
        way = walk.way_to(walk.starved[phases[0]])
        yield Fault("starves_a_seat", message, ("phases", phases[0]), way)


def unequal(form: Format, walk: Walk) -> Iterator[Fault]:
    if "equal_time" not in form.claims:
        return
    for number in sorted({*walk.starved, *walk.repeated}):
        phase = form.phases[number]
        why = "gives some a second turn" if number in walk.repeated else "ends before all spoke"
        message = f"equal_time is claimed, but phase {phase.id} {why}; drop the claim or mend it."
        yield Fault("unequal_time", message, ("phases", number))


def dead_gates(form: Format, walk: Walk) -> Iterator[Fault]:
    used = _used_gates(walk)
    for number, phase in enumerate(form.phases):
        for path, step_id, asked in _gated(phase, number):
            for gate in _names(asked):
                if (number, step_id, gate) not in used:
                    message = f"gate {gate} can never open here; drop it, or make it possible."
                    yield Fault("dead_gate", message, path)


def _gated(phase: Phase, number: int) -> Iterator[tuple[tuple[str | int, ...], str | None, Gates]]:
    yield ("phases", number, "gate"), None, phase.gates
    for index, step in enumerate(phase.turn.steps if phase.turn else ()):
        yield ("phases", number, "turn", "steps", index, "gate"), step.id, step.gates


def _names(asked: Gates) -> list[str]:
    return [name for name in Gates.__slots__ if getattr(asked, name) not in (None, False)]


def _used_gates(walk: Walk) -> set[tuple[int, str | None, str]]:
    used: set[tuple[int, str | None, str]] = set()
    for state, edges in zip(walk.circles, walk.edges, strict=True):
        opened = {gate for edge in edges for gate in _opened(state, edge)}
        used |= {(state.phase_number, state.step_id, gate) for gate in opened}
        if state.phase.turn:
            used |= {(state.phase_number, step, "count") for step, _ in _full_steps(state)}
            if state.phase.gates.count and state.turns_in_phase >= state.phase.gates.count:
                used.add((state.phase_number, None, "count"))
    return used


def _full_steps(state: Circle) -> list[tuple[str, int]]:
    limits = {step.id: step.gates.count for step in state.phase.rules.steps}
    return [(step, times) for step, times in state.entered if times == limits[step]]


def _opened(state: Circle, edge: Edge) -> list[str]:
    asked = gates(state)
    if edge.label.words == "all are ready":
        return [name for name in ("unanimous", "quorum") if getattr(asked, name)]
    if edge.label.words == "the facilitator goes on":
        return ["facilitator"]
    if edge.label.words in ("someone goes on", f"{{}} ends {state.step_id}"):
        return ["self_declared", "holder_passes"]
    return []
