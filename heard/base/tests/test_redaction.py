"""The secret part of a link never reaches the log."""

import logging
import sys

import pytest

from heard.base.redaction import RedactingFormatter, redacted

SECRET = "s3cr3t-T0ken_value"


@pytest.mark.parametrize("kind", ["sit", "table", "owner", "invitation"])
@pytest.mark.parametrize("rest", ["", "/", "/look/", "?from=chat", " HTTP/1.1"])
def test_no_link_keeps_its_token(kind, rest):
    assert SECRET not in redacted(f"GET /{kind}/{SECRET}{rest}")


@pytest.mark.parametrize("slash", ["/", "%2F", "%2f"])
def test_no_link_inside_of_another_keeps_its_token(slash):
    inside = f"{slash}sit{slash}{SECRET}{slash}"

    assert SECRET not in redacted(f"GET /accounts/login/?next={inside}&from=chat HTTP/1.1")


def test_the_rest_of_the_line_stays():
    line = f'"GET /sit/{SECRET}/look/ HTTP/1.1" 200'

    assert redacted(line) == '"GET /sit/…/look/ HTTP/1.1" 200'


def test_ids_stay_readable():
    line = "GET /seats/0d9bb2a7-29c1-4e6e-8c6e-0d6a3d8c1f10/room/ 200"

    assert redacted(line) == line


def test_arguments_of_a_record_are_redacted_as_the_access_log_gives_them():
    record = logging.LogRecord(
        *("uvicorn.access", logging.INFO, __file__, 1, '%s - "%s %s HTTP/%s" %d'),
        ("127.0.0.1:5", "GET", f"/owner/{SECRET}/", "1.1", 200),
        None,
    )

    assert RedactingFormatter().format(record) == '"GET /owner/…/ HTTP/1.1" 200'


def test_a_traceback_is_redacted_too():
    try:
        raise LookupError(f"nothing at /sit/{SECRET}/")
    except LookupError:
        record = logging.LogRecord("x", 40, __file__, 1, "failed", (), sys.exc_info())

    text = RedactingFormatter().format(record)

    assert SECRET not in text
    assert "LookupError" in text


def test_a_host_that_is_not_ours_is_one_line_that_says_nothing_of_what_was_sent(client, caplog):
    answer = client.get("/", headers={"host": f"{SECRET.lower()}.example"})

    (record,) = caplog.records
    line = RedactingFormatter(style="{", fmt="{levelname} {name}: {message}").format(record)
    assert answer.status_code == 400
    assert line == (
        "ERROR django.security.DisallowedHost: "
        "Somebody asked for a host that is not that of HEARD_URL."
    )


def line_of(words: str, **times: float) -> str:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, words, (), None)
    record.__dict__.update(times)
    return RedactingFormatter("{asctime} {message}", "%Y-%m-%dT%H:%M:%SZ", "{").format(record)


def test_a_line_says_when_in_the_time_of_greenwich():
    assert line_of("well", created=1_800_000_000.0) == "2027-01-15T08:00:00Z well"


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\x7f", "\x85", "\u2028", "\x00"])
def test_what_somebody_sent_begins_no_line_of_its_own(sign):
    line = line_of(f"GET /{sign}2027-01-15T08:00:00Z INFO nobody was here")

    assert len(line.splitlines()) == 1
    assert line.isprintable()


def test_every_handler_of_a_node_uses_the_formatter_and_writes_to_one_place(settings):
    log = settings.LOGGING

    assert {handler["class"] for handler in log["handlers"].values()} == {"logging.StreamHandler"}
    assert all(handler["formatter"] == "plain" for handler in log["handlers"].values())
    assert log["formatters"]["plain"]["()"] == "heard.base.redaction.RedactingFormatter"
    assert not any(logger.get("handlers") for logger in log["loggers"].values())
