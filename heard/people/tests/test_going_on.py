"""Where one is sent on to after signing in: to our own pages, whatever the address says."""

import pytest

from heard.people.tests.factories import ada, sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/accounts/login/", "/accounts/login/code/"])
@pytest.mark.parametrize("wanted", ["http://[", "http://[::1", "//evil.example", "javascript:1"])
def test_what_is_no_address_of_ours_leads_to_the_own_circles(client, page, wanted):
    sign_in(client, ada())

    answer = client.get(page, {"next": wanted})

    assert answer["Location"] == "/circles/"
