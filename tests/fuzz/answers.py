"""Asks the addresses of docs/openapi.yaml, and holds every answer against that document."""

from pathlib import Path
from typing import Final

import schemathesis
import yaml
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.access import world
from tests.access.world import World
from tests.fuzz.asking import REPEATABLE, nothing_breaks
from tests.fuzz.questions import TOKEN

DOCUMENT: Final = yaml.safe_load((Path(__file__).parents[2] / "docs/openapi.yaml").read_text())
PLACES: Final = {"seat_id": "seat_id", "circle_id": "table_id"}
ROLES: Final = ("stranger", "seat", "neighbour", "table")
HEADERS: Final = {"X-CSRFToken": TOKEN, "Accept-Encoding": "identity"}
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def ask(times: int) -> None:
    """Good and bad questions, half of them about places that there are."""
    everybody, node = world.build(), get_wsgi_application()
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    ways = [schema.as_strategy(generation_mode=mode) for mode in GenerationMode]

    @settings(REPEATABLE, max_examples=times)
    @given(st.one_of(ways), st.sampled_from(ROLES), st.booleans())
    def ask_once(case: Case, role: str, is_there: bool) -> None:
        if is_there:
            _aim(case, everybody)
        sent = {name: each.coded_value for name, each in everybody.cookies[role].items()}
        cookies = sent | {"csrftoken": TOKEN}
        cache.clear()
        with nothing_breaks(), transaction.atomic():
            answer = case.call(app=node, cookies=cookies, headers=HEADERS)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    ask_once()
    print(f"\n{times:,} questions to {len(DOCUMENT['paths'])} JSON addresses, 0 faults")  # noqa: T201


def _aim(case: Case, everybody: World) -> None:
    """At a seat or a table that there is."""
    for name in case.path_parameters:
        case.path_parameters[name] = str(everybody.places["this"][PLACES[name]])
