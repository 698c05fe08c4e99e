"""What a format is: the rules of a circle as frozen values, read from a document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any

import jsonschema

from heard.circles.core.schema import SCHEMA

END = "end"


class FormatFault(ValueError):
    """A document that is not a format: `path` leads to the place, the message says what to do."""

    def __init__(self, path: tuple[str | int, ...], message: str) -> None:
        super().__init__(f"{'.'.join(map(str, path)) or 'document'}: {message}")
        self.path = path
        self.message = message


@dataclass(frozen=True, slots=True)
class Extend:
    by: timedelta
    max: int


@dataclass(frozen=True, slots=True)
class Clock:
    """`soft` is the time given; after it `grace` to finish. A hard clock has no grace."""

    soft: timedelta
    grace: timedelta = timedelta(0)
    warn: tuple[timedelta, ...] = ()
    extend: Extend | None = None

    @property
    def longest(self) -> timedelta:
        extra = self.extend.by * self.extend.max if self.extend else timedelta(0)
        return self.soft + extra + self.grace


@dataclass(frozen=True, slots=True)
class Gates:
    """Any one that is set ends a phase or step before its clock does."""

    unanimous: bool = False
    quorum: float | None = None
    facilitator: bool = False
    self_declared: bool = False
    holder_passes: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    id: str
    floor: str
    by: str
    gates: Gates
    clock: Clock | None
    choices: tuple[tuple[str, str], ...]
    next: str

    @property
    def needs_listener(self) -> bool:
        return "listener" in (self.floor, self.by) or self.floor == "both"


@dataclass(frozen=True, slots=True)
class TurnRules:
    clock: Clock | None
    steps: tuple[Step, ...]
    assist_after: int | None

    def step(self, step_id: str) -> Step:
        return next(step for step in self.steps if step.id == step_id)


@dataclass(frozen=True, slots=True)
class Phase:
    id: str
    kind: str
    show: str | None
    floor: str
    clock: Clock | None
    gates: Gates
    group: str = "flat"
    order: str = "ring"
    first: str = "first_seat"
    listener: str = "none"
    rounds: int = 1
    choose: timedelta = timedelta(seconds=45)
    turn: TurnRules | None = None

    @property
    def rules(self) -> TurnRules:
        assert self.turn is not None
        return self.turn


@dataclass(frozen=True, slots=True)
class Drop:
    hold: timedelta = timedelta(seconds=60)
    listener_hold: timedelta = timedelta(seconds=30)
    min: int = 2
    too_few_for: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """One version of a format. `document` is what it was read from, texts included."""

    id: str
    version: str
    min: int
    ideal: int
    max: int
    facilitator: str
    claims: frozenset[str]
    latecomers_welcome: bool
    doors_close_after: int
    drop: Drop
    phases: tuple[Phase, ...]
    document: Mapping[str, Any] = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Format) and self.document == other.document)

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    @property
    def listed(self) -> bool:
        return bool(self.document.get("listed", True))

    @property
    def for_beginners(self) -> bool:
        return bool(self.document.get("for_beginners", False))

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.document["languages"])

    @property
    def needs_native_review(self) -> tuple[str, ...]:
        return tuple(self.document.get("needs_native_review", ()))

    def texts(self, language: str) -> Mapping[str, Any]:
        """Texts in `language`, else in the format's first language."""
        texts: Mapping[str, Mapping[str, Any]] = self.document["texts"]
        return texts.get(language) or texts[self.languages[0]]


@lru_cache(maxsize=1)
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(SCHEMA)


def read_format(document: object) -> Format:
    """The format that a document says. Raises `FormatFault` with the path of the first fault."""
    for fault in sorted(_validator().iter_errors(document), key=lambda f: list(map(str, f.path))):
        deepest = min([fault, *(fault.context or ())], key=lambda f: -len(f.absolute_path))
        raise FormatFault(tuple(deepest.absolute_path), _sentence(deepest))
    assert isinstance(document, Mapping)
    phases = tuple(_phase(raw) for raw in document["phases"])
    _check(document, phases)
    late = document.get("late", {})
    ids = [phase.id for phase in phases]
    return Format(
        id=document["id"],
        version=document["version"],
        min=document["size"]["min"],
        ideal=document["size"].get("ideal", document["size"]["max"]),
        max=document["size"]["max"],
        facilitator=document.get("facilitator", "none"),
        claims=frozenset(document.get("claims", ())),
        latecomers_welcome=late.get("admit", "witness") == "witness",
        doors_close_after=ids.index(late.get("doors_close_after", ids[0])),
        drop=_drop(document.get("drop", {})),
        phases=phases,
        document=document,
    )


def length(text: str) -> timedelta:
    """`1m30s` as a timedelta."""
    hours, minutes, seconds = (
        int(found.group(1)) if (found := re.search(rf"(\d+){unit}", text)) else 0 for unit in "hms"
    )
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _sentence(fault: jsonschema.ValidationError) -> str:
    if fault.validator == "additionalProperties":
        return f"{fault.message}. Remove it, or see docs/formats.md for what can stand here."
    return f"{fault.message}."


def _clock(raw: Mapping[str, Any] | None) -> Clock | None:
    if raw is None:
        return None
    extend = raw.get("extend")
    return Clock(
        soft=length(raw.get("hard") or raw["soft"]),
        grace=length(raw.get("grace", "0s")),
        warn=tuple(length(text) for text in raw.get("warn", ())),
        extend=Extend(length(extend["by"]), extend["max"]) if extend else None,
    )


def _gates(raw: list[Any]) -> Gates:
    said: dict[str, Any] = {}
    for gate in raw:
        said.update(gate if isinstance(gate, Mapping) else {gate: True})
    return Gates(**said)


def _drop(raw: Mapping[str, Any]) -> Drop:
    said: dict[str, Any] = {key: length(text) for key, text in raw.items() if key != "min"}
    return replace(Drop(min=raw.get("min", 2)), **said)


def _phase(raw: Mapping[str, Any]) -> Phase:
    turns = raw["kind"] == "turns"
    return Phase(
        id=raw["id"],
        kind=raw["kind"],
        show=raw.get("show", None if turns else "open"),
        floor=raw.get("floor", "everyone"),
        clock=_clock(raw.get("clock")),
        gates=_gates(raw.get("gate", [])),
        group=raw.get("group", "flat"),
        order=raw.get("order", "ring"),
        first=raw.get("first", "first_seat"),
        listener=raw.get("listener", "none"),
        rounds=raw.get("rounds", 1),
        choose=length(raw.get("choose", "45s")),
        turn=_turn(raw["turn"]) if turns else None,
    )


def _turn(raw: Mapping[str, Any]) -> TurnRules:
    ids = [step["id"] for step in raw["steps"]]
    following = dict(zip(ids, [*ids[1:], END], strict=True))
    steps = tuple(
        Step(
            id=step["id"],
            floor=step["floor"],
            by=step.get("by", "listener" if step["floor"] == "listener" else "speaker"),
            gates=_gates(step.get("gate", [])),
            clock=_clock(step.get("clock")),
            choices=tuple(step.get("choices", {}).items()),
            next=step.get("next", following[step["id"]]),
        )
        for step in raw["steps"]
    )
    return TurnRules(
        clock=_clock(raw.get("clock")), steps=steps, assist_after=raw.get("assist_after")
    )


def _check(document: Mapping[str, Any], phases: tuple[Phase, ...]) -> None:
    """What a schema cannot say: names that must exist, sizes that must fit."""
    size = document["size"]
    if not size["min"] <= size.get("ideal", size["max"]) <= size["max"]:
        raise FormatFault(("size",), "min, ideal and max are out of order; write min <= max.")
    ids = [phase.id for phase in phases]
    for number, phase_id in enumerate(ids):
        if phase_id in ids[:number]:
            raise FormatFault(("phases", number, "id"), f"{phase_id} stands twice; rename one.")
    doors = document.get("late", {}).get("doors_close_after", ids[0])
    if doors not in ids:
        raise FormatFault(("late", "doors_close_after"), f"{doors} is not a phase of {ids}.")
    for number, phase in enumerate(phases):
        _check_phase(phase, number, size)
        if phase.first == "slider" and not any(p.kind == "slider" for p in phases[:number]):
            raise FormatFault(("phases", number, "first"), "no slider phase stands before it.")
    _check_texts(document, phases)


def _check_phase(phase: Phase, number: int, size: Mapping[str, int]) -> None:
    if phase.turn is None:
        return
    at: tuple[str | int, ...] = ("phases", number)
    if size["max"] > 2 and (phase.order == "alternate" or phase.listener == "other"):
        raise FormatFault((*at, "order"), "alternate and other need size 2; write max: 2.")
    if phase.order == "chain_choice" and phase.listener == "none":
        raise FormatFault((*at, "listener"), "chain_choice needs a listener: chosen or next.")
    ids = [step.id for step in phase.turn.steps]
    if len(set(ids)) < len(ids):
        raise FormatFault((*at, "turn", "steps"), f"a step stands twice in {ids}; rename one.")
    for index, step in enumerate(phase.turn.steps):
        where = (*at, "turn", "steps", index)
        for target in (step.next, *(to for _, to in step.choices)):
            if target not in (*ids, END):
                raise FormatFault(where, f"{target} is not a step of {ids} nor end.")
        if step.needs_listener and phase.listener == "none" and phase.group == "flat":
            raise FormatFault(where, "this step needs a listener; say who: chosen, next or other.")


def _check_texts(document: Mapping[str, Any], phases: tuple[Phase, ...]) -> None:
    known = {phase.id: phase for phase in phases}
    for language in document["languages"]:
        texts = document["texts"].get(language)
        if texts is None:
            raise FormatFault(("texts",), f"{language} is in languages; write its texts.")
        if missing := sorted(known.keys() - texts["phases"].keys()):
            raise FormatFault(("texts", language, "phases"), f"no texts for {missing}.")
        for phase_id, phase_texts in texts["phases"].items():
            if phase_id not in known:
                raise FormatFault(
                    ("texts", language, "phases", phase_id), "there is no such phase."
                )
            turn = known[phase_id].turn
            steps = {step.id for step in turn.steps} if turn else set()
            if unknown := sorted(phase_texts.get("steps", {}).keys() - steps):
                raise FormatFault(
                    ("texts", language, "phases", phase_id, "steps"),
                    f"{unknown} are not steps; there are {sorted(steps)}.",
                )
