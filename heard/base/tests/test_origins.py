"""Only pages of this very node open sockets."""

import pytest

from heard.base.origins import origin_is_ours


def scope(*origins: str, host: str = "localhost:8000") -> dict[str, object]:
    return {
        "headers": [(b"host", host.encode()), *((b"origin", each.encode()) for each in origins)]
    }


def test_our_own_page_is_ours():
    assert origin_is_ours(scope("http://localhost:8000"))


def test_a_page_under_another_name_of_this_node_is_ours():
    assert origin_is_ours(scope("http://127.0.0.1:8000", host="127.0.0.1:8000"))


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://localhost:8000",
        "http://localhost",
        "http://localhost:80001",
        "http://localhost:8000.evil.example",
        "http://evil-localhost:8000",
        "http://evil.example",
        "http://localhost:8000@evil.example",
        "http://localhost:8000/",
        "http://sub.localhost:8000",
        "http://LOCALHOST:8000",
        "ws://localhost:8000",
        "file://",
        "localhost:8000",
        "http://localhost:8000 http://evil.example",
        "http://127.0.0.1:8000",
    ],
)
def test_any_other_origin_is_refused(origin):
    assert not origin_is_ours(scope(origin))


def test_a_missing_or_a_doubled_origin_is_refused():
    assert not origin_is_ours(scope())
    assert not origin_is_ours(scope("http://localhost:8000", "http://localhost:8000"))


def test_a_host_that_is_not_ours_is_refused_with_its_own_origin():
    assert not origin_is_ours(scope("http://evil.example", host="evil.example"))


def test_behind_https_a_page_over_http_is_refused(settings):
    settings.HEARD_URL = "https://localhost:8000"

    assert not origin_is_ours(scope("http://localhost:8000"))
    assert origin_is_ours(scope("https://localhost:8000"))
