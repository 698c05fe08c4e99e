"""The JSON Schema (draft 2020-12) of a format document, published by every node."""

from typing import Any, Final

DURATION: Final = {"type": "string", "pattern": r"^(?=\d)(\d+h)?(\d+m)?(\d+s)?$"}
SLUG: Final = {"type": "string", "pattern": r"^[a-z][a-z0-9-]{1,40}$"}
NAME: Final = {"type": "string", "pattern": r"^[a-z][a-z0-9_]{0,30}$"}
PROSE: Final = {"type": "string", "minLength": 1, "maxLength": 2000}
LINES: Final = {"type": "array", "items": PROSE, "maxItems": 40}


def _object(properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _map_of(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


GATE: Final = {
    "oneOf": [
        {"enum": ["unanimous", "facilitator", "self_declared", "holder_passes"]},
        _object(
            {"quorum": {"type": "number", "exclusiveMinimum": 0, "maximum": 1}},
            ("quorum",),
        ),
        _object({"count": {"type": "integer", "minimum": 1, "maximum": 100}}, ("count",)),
    ]
}
GATES: Final = {"type": "array", "items": GATE}
CLOCK: Final = {
    **_object(
        {
            "hard": DURATION,
            "soft": DURATION,
            "grace": DURATION,
            "warn": {"type": "array", "items": DURATION, "maxItems": 3},
            "extend": _object(
                {
                    "by": DURATION,
                    "max": {"type": "integer", "minimum": 1, "maximum": 10},
                },
                ("by", "max"),
            ),
        }
    ),
    "oneOf": [{"required": ["hard"]}, {"required": ["soft", "grace"]}],
}
FLOOR: Final = {"enum": ["speaker", "listener", "both", "holders", "everyone", "nobody"]}
STEP: Final = _object(
    {
        "id": NAME,
        "floor": FLOOR,
        "by": {"enum": ["speaker", "listener"]},
        "gate": GATES,
        "clock": CLOCK,
        "choices": _map_of(NAME),
        "next": NAME,
    },
    ("id", "floor"),
)
PHASE: Final = {
    **_object(
        {
            "id": NAME,
            "kind": {"enum": ["together", "slider", "turns"]},
            "show": {"enum": ["welcome", "agreements", "card", "open", "quiet"]},
            "floor": {"enum": ["everyone", "nobody"]},
            "clock": CLOCK,
            "gate": GATES,
            "group": {"enum": ["flat", "pair", "inner_outer"]},
            "order": {
                "enum": [
                    "ring",
                    "chain_choice",
                    "alternate",
                    "queue",
                    "popcorn",
                    "draw",
                ],
            },
            "first": {
                "enum": [
                    "first_seat",
                    "facilitator",
                    "facilitator_listens",
                    "volunteer",
                    "slider",
                    "draw",
                ]
            },
            "listener": {"enum": ["none", "chosen", "other", "next"]},
            "rounds": {"type": "integer", "minimum": 1, "maximum": 10},
            "choose": DURATION,
            "turn": _object(
                {
                    "clock": CLOCK,
                    "steps": {
                        "type": "array",
                        "items": STEP,
                        "minItems": 1,
                        "maxItems": 12,
                    },
                    "assist_after": {"type": "integer", "minimum": 1, "maximum": 9},
                },
                ("steps",),
            ),
        },
        ("id", "kind"),
    ),
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": "turns"}}},
            "then": {"required": ["order", "turn"]},
        },
    ],
}
STEP_TEXTS: Final = _object(
    {
        "speaker": PROSE,
        "listener": PROSE,
        "witness": PROSE,
        "done": PROSE,
        "choices": _map_of(PROSE),
    }
)
PHASE_TEXTS: Final = _object(
    {"title": PROSE, "prompt": PROSE, "cards": LINES, "steps": _map_of(STEP_TEXTS)},
    ("title",),
)
TEXTS: Final = _object(
    {
        "name": PROSE,
        "summary": PROSE,
        "description": PROSE,
        "agreements": LINES,
        "phases": _map_of(PHASE_TEXTS),
    },
    ("name", "summary", "description", "agreements", "phases"),
)
PEOPLE: Final = {"type": "integer", "minimum": 2, "maximum": 8}

SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Format of a circle",
    **_object(
        {
            "id": SLUG,
            "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
            "licence": {"type": "string", "minLength": 2},
            "source": {
                "type": "object",
                "properties": {
                    "title": PROSE,
                    "authors": PROSE,
                    "year": {"type": "integer"},
                },
                "required": ["title"],
            },
            "listed": {"type": "boolean"},
            "languages": {"type": "array", "items": {"type": "string"}, "minItems": 1},
            "needs_native_review": {"type": "array", "items": {"type": "string"}},
            "for_beginners": {"type": "boolean"},
            "size": _object({"min": PEOPLE, "ideal": PEOPLE, "max": PEOPLE}, ("min", "max")),
            "facilitator": {"enum": ["none", "optional", "required"]},
            "recording": {"const": "never"},
            "claims": {
                "type": "array",
                "items": {"enum": ["everyone_speaks", "equal_time"]},
                "uniqueItems": True,
            },
            "late": _object({"admit": {"enum": ["witness", "no"]}, "doors_close_after": NAME}),
            "drop": _object(
                {
                    "hold": DURATION,
                    "listener_hold": DURATION,
                    "min": PEOPLE,
                    "too_few_for": DURATION,
                }
            ),
            "phases": {"type": "array", "items": PHASE, "minItems": 1, "maxItems": 20},
            "texts": _map_of(TEXTS),
        },
        ("id", "version", "licence", "languages", "size", "phases", "texts"),
    ),
}
