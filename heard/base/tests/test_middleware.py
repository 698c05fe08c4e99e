"""Forms that cannot be read are answered as such, at every address."""

import pytest

pytestmark = pytest.mark.django_db
HEAD = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
LONG = HEAD + b"x" * 3_000_000 + b"\r\n--x--\r\n"
UNREADABLE = {
    "no boundary": {"content_type": "multipart/form-data", "data": b"x"},
    "too long": {"content_type": "multipart/form-data; boundary=x", "data": LONG},
    "too many": {"content_type": "application/x-www-form-urlencoded", "data": b"a&" * 1001},
}


@pytest.mark.parametrize("path", ["/", "/look/", "/nowhere/", "/formats/nothing/"])
@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE)
def test_a_form_that_cannot_be_read_is_a_bad_request_wherever_it_goes(client, path, sent):
    answer = client.post(path, **sent)

    assert answer.status_code == 400
    assert answer["Content-Security-Policy"]


def test_a_form_to_an_address_that_is_not_there_is_told_so(client):
    assert client.post("/nowhere/", {"a": "b"}).status_code == 404
