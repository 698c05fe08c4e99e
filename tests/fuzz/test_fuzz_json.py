"""The addresses that answer in JSON keep to docs/openapi.yaml, whatever they are asked."""

import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import resolve

from tests.access import pages, world
from tests.fuzz import answers
from tests.fuzz.asking import often

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("times", often(100, 1_000))
def test_every_answer_in_json_is_one_that_the_document_tells_of(times):
    answers.ask(times)


def test_every_address_of_the_document_leads_to_a_view():
    for path in answers.DOCUMENT["paths"]:
        assert resolve(re.sub(r"{\w+}", "00000000-0000-0000-0000-000000000007", path))


def test_every_address_that_answers_in_json_stands_in_the_document():
    everybody, found = world.build(), set()
    for row in pages.rows():
        for method in {"GET", "POST"} & set(row.methods):
            if (role := who_may(row)) is not None and is_json(everybody, row, method, role):
                found.add(f"/{re.sub(r'<(?:[a-z]+:)?', '{', row.page).replace('>', '}')}")

    assert found == set(answers.DOCUMENT["paths"])


def who_may(row):
    """The first of all who is not refused."""
    return next((role for role, came in row.expected.items() if came in ("200", "302")), None)


def is_json(everybody, row, method, role):
    """Whether that comes to a script that asks for it in the ways that scripts do."""
    where = pages.address(row, everybody.places[row.whose])
    typed = pages.TYPED.get(row.page, {}) if method == "POST" else {}
    headers = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
    cache.clear()
    with transaction.atomic():
        answer = getattr(everybody.visitor(role), method.lower())(where, typed, headers=headers)
        transaction.set_rollback(True)
    return "json" in answer.get("Content-Type", "")
