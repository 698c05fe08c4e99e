"""The keeper of the pages of hosts, by itself."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from heard.circles.views.hosts import host_id, hosts_only
from heard.people.tests.factories import ada

pytestmark = pytest.mark.django_db


@hosts_only
def page(request, *words):
    return HttpResponse(f"{host_id(request)} {words}")


def asked_by(rf, person):
    request = rf.get("/circles/")
    request.user = person
    return request


def test_whoever_is_signed_in_hosts_as_themselves(rf):
    person = ada()

    answer = page(asked_by(rf, person), "a word")

    assert answer.content.decode() == f"{person.pk} ('a word',)"


def test_whoever_is_not_signed_in_is_asked_to(rf):
    answer = page(asked_by(rf, AnonymousUser()))

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/circles/"


def test_whoever_may_not_sign_in_any_more_does_not_host(rf):
    closed = SimpleNamespace(pk=7, is_authenticated=True, is_active=False)

    with pytest.raises(PermissionDenied):
        page(asked_by(rf, closed))
