"""The addresses that answer in JSON keep to docs/openapi.yaml, whatever they are asked."""

import re

import pytest
from django.urls import resolve

from tests.fuzz import answers
from tests.fuzz.asking import often

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("times", often(100, 1_000))
def test_every_answer_in_json_is_one_that_the_document_tells_of(times):
    answers.ask(times)


def test_every_address_of_the_document_leads_to_a_view():
    for path in answers.DOCUMENT["paths"]:
        assert resolve(re.sub(r"{\w+}", "00000000-0000-0000-0000-000000000007", path))
