"""Requests that no browser sends are answered, whatever stands in their heads."""

import asyncio
import io
from typing import Any

import pytest

from heard.base.pages import Pages


def scope(*, query=b"", **headers) -> dict[str, Any]:
    named = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
    return {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "path": "/look/",
        "query_string": query,
        "headers": [(b"host", b"localhost"), *named],
    }


def refusal(**told) -> int | None:
    """The status with which the door refuses; None where it lets in."""
    request, refused = Pages().create_request(scope(**told), io.BytesIO())
    assert (request is None) != (refused is None)
    return refused.status_code if refused else None


@pytest.mark.parametrize(
    "content_type",
    [b"", b"text/plain", b"multipart/form-data; boundary=x", b"text/plain; charset=UTF-8"],
)
def test_what_browsers_send_is_let_in(content_type):
    assert refusal(content_type=content_type, accept=b"text/html;q=0.9", cookie=b"a=b") is None


@pytest.mark.parametrize("charset", [b"utf-16", b"latin-1", b"base64", b"unicode_escape", b"utf-7"])
def test_no_body_is_read_in_another_charset(charset):
    assert refusal(content_type=b"multipart/form-data; boundary=x; charset=" + charset) == 400


@pytest.mark.parametrize("value", [b"text/plain; x*=nonsense'en'x", b"a/b; x*=nonsense''"])
def test_a_head_in_an_unknown_charset_is_refused(value):
    assert refusal(content_type=value) == 400
    assert refusal(accept=value) == 400


def test_a_query_of_too_many_parts_is_refused():
    assert refusal(query=b"a&" * 1001, content_type=b"text/plain; charset=utf-8") == 400


def test_a_query_in_no_letters_is_refused():
    assert refusal(query=b"\xff") == 400


def test_a_cookie_with_a_nul_is_refused():
    assert refusal(cookie=b'sessionid="' + rb"\000" * 32 + b'"') == 400


def test_a_refusal_goes_out_over_the_wire():
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Pages()(scope(content_type=b"a/b; x*=nonsense''"), receive, send))

    assert [message.get("status") for message in sent] == [400, None]
