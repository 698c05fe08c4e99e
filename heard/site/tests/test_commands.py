"""The command line, and where a node listens."""

import socket
from unittest import mock

import pytest
from click.testing import CliRunner
from django.db import OperationalError

from heard.site.cli import cli, main, why_one_process
from heard.site.reading import SettingFault
from heard.site.serving import free_port, port_is_free, read_port, where_people_come


def test_help_names_every_command_in_one_line_each():
    answer = CliRunner().invoke(cli, ["--help"])

    assert answer.exit_code == 0
    for command in (
        *("check-looks", "dev", "erase-again", "format", "migrate", "owner-link", "prepare"),
        "serve",
    ):
        assert f"\n  {command} " in answer.output


def test_two_workers_are_refused_with_a_sentence():
    answer = CliRunner().invoke(cli, ["serve", "--workers", "2"])

    assert answer.exit_code == 1
    assert "--workers is 2, but " in answer.output
    assert "Leave --workers out" in answer.output


def test_why_there_is_one_process_depends_on_the_database():
    assert "on SQLite one process does all the writing" in why_one_process(2, "sqlite")
    assert "who is in a room" in why_one_process(2, "postgresql")


def test_a_database_that_does_not_answer_is_a_sentence(monkeypatch):
    monkeypatch.setattr("heard.site.cli.cli", mock.Mock(side_effect=OperationalError("no route")))

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == (
        "The database does not answer as it should: no route (see DATABASE_URL)"
    )


def test_a_port_that_is_taken_gives_way_to_the_next():
    taken = {8000, 8001}

    assert free_port("127.0.0.1", 8000, is_free=lambda _host, port: port not in taken) == 8002


def test_when_every_port_is_taken_a_sentence_says_which():
    with pytest.raises(SettingFault, match="8000 to 8019 are all in use"):
        free_port("127.0.0.1", 8000, is_free=lambda _host, _port: False)


def test_a_port_that_someone_listens_on_is_not_free():
    with socket.socket() as someone:
        someone.bind(("127.0.0.1", 0))
        someone.listen()

        assert not port_is_free("127.0.0.1", someone.getsockname()[1])


@pytest.mark.parametrize("wrong", ["", "http", "0", "65536", "-1"])
def test_a_port_that_is_no_number_is_told_so(wrong):
    with pytest.raises(SettingFault, match="write a number from 1 to 65535"):
        read_port(wrong)


def test_people_come_to_localhost_so_that_passkeys_work(monkeypatch):
    monkeypatch.delenv("HEARD_URL")

    assert where_people_come(host="127.0.0.1", port=8001, lan=False) == "http://localhost:8001"


def test_an_address_that_is_set_is_kept(monkeypatch):
    monkeypatch.setenv("HEARD_URL", "https://heard.example.org")

    assert where_people_come(host="0.0.0.0", port=1, lan=True) == "https://heard.example.org"
