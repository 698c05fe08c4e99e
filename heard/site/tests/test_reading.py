"""Settings, and the sentence that says what is wrong with one."""

import stat

import pytest

from heard.site.reading import (
    SettingFault,
    read_address,
    read_bus_url,
    read_choice,
    read_data_folder,
    read_database,
    read_mail_server,
    read_secret_key,
    read_turn_server,
    read_yes,
)


def test_an_address_is_read_into_its_parts():
    address = read_address({"HEARD_URL": "https://heard.example.org/"})

    assert address.url == "https://heard.example.org"
    assert address.host == "heard.example.org"
    assert address.is_secure


def test_without_an_address_it_is_this_machine():
    assert read_address({}).url == "http://localhost:8000"


@pytest.mark.parametrize("wrong", ["heard.example.org", "ftp://x.org", "https://", "http://x/y"])
def test_an_address_that_cannot_be_one_is_told_so(wrong):
    with pytest.raises(SettingFault, match=r'HEARD_URL is ".*"; write where people reach'):
        read_address({"HEARD_URL": wrong})


def test_the_data_folder_is_made_when_it_is_missing(tmp_path):
    folder = read_data_folder({"HEARD_DATA": str(tmp_path / "a" / "b")}, root=tmp_path)

    assert folder.is_dir()


def test_a_data_folder_that_is_a_file_is_told_so(tmp_path):
    (tmp_path / "data").write_text("")

    with pytest.raises(SettingFault, match="that folder cannot be made"):
        read_data_folder({"HEARD_DATA": str(tmp_path / "data")}, root=tmp_path)


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first = read_secret_key({}, data=tmp_path)

    assert read_secret_key({}, data=tmp_path) == first
    assert len(first) >= 48
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_short_secret_is_refused_without_repeating_it(tmp_path):
    with pytest.raises(SettingFault) as refusal:
        read_secret_key({"HEARD_SECRET_KEY": "hunter2"}, data=tmp_path)

    assert "7 characters" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_a_mail_server_is_read_from_its_address():
    server = read_mail_server({"HEARD_MAIL_URL": "smtp+tls://me:p%40ss@mail.example.org"})

    assert server is not None
    assert (server.host, server.port, server.user) == ("mail.example.org", 587, "me")
    assert server.password == "p@ss"
    assert server.security == "tls"


@pytest.mark.parametrize("wrong", ["mail.example.org", "smtp+x://a:secret@b", "smtp://a:secret@"])
def test_a_wrong_mail_server_is_told_so_without_its_password(wrong):
    with pytest.raises(SettingFault) as refusal:
        read_mail_server({"HEARD_MAIL_URL": wrong})

    assert "secret" not in str(refusal.value)


def test_without_a_mail_server_there_is_none():
    assert read_mail_server({}) is None


def test_a_choice_that_is_none_names_those_there_are():
    with pytest.raises(SettingFault, match='HEARD_LANGUAGE is "fr"; write one of: en, es, ar'):
        read_choice(
            {"HEARD_LANGUAGE": "fr"}, "HEARD_LANGUAGE", among=("en", "es", "ar"), otherwise="en"
        )


@pytest.mark.parametrize(
    ("given", "meant"), [("yes", True), ("1", True), ("no", False), ("", False)]
)
def test_yes_and_no_are_understood(given, meant):
    assert read_yes({"HEARD_RELOAD": given}, "HEARD_RELOAD") is meant


def test_what_is_neither_yes_nor_no_is_told_so():
    with pytest.raises(SettingFault, match='HEARD_RELOAD is "maybe"; write yes or no'):
        read_yes({"HEARD_RELOAD": "maybe"}, "HEARD_RELOAD")


def test_a_turn_server_is_read_with_all_its_addresses():
    server = read_turn_server(
        {
            "HEARD_TURN_URLS": "turn:turn.example.org:3478?transport=udp, turns:[2001:db8::1]:443,",
            "HEARD_TURN_SECRET": "thirty-two-letters-nobody-guesses",
        }
    )

    assert server.urls == ("turn:turn.example.org:3478?transport=udp", "turns:[2001:db8::1]:443")
    assert server.secret == "thirty-two-letters-nobody-guesses"


def test_without_a_turn_server_there_are_neither_addresses_nor_a_secret():
    assert read_turn_server({}) == read_turn_server({"HEARD_TURN_URLS": " , "}) == ((), "")


@pytest.mark.parametrize(
    "wrong",
    [
        "turn.example.org:3478",
        "stun:turn.example.org",
        "https://turn.example.org",
        "turn://turn.example.org",
        "turn:turn.example.org:0",
        "turn:turn.example.org:65536",
        "turn:turn.example.org?transport=sctp",
        "turn:me:secret@turn.example.org",
        "turn:a.example.org turn:b.example.org",
    ],
)
def test_an_address_of_a_turn_server_that_cannot_be_one_is_told_so(wrong):
    with pytest.raises(SettingFault, match=r'HEARD_TURN_URLS holds ".*"; write addresses'):
        read_turn_server(
            {"HEARD_TURN_URLS": wrong, "HEARD_TURN_SECRET": "thirty-two-letters-nobody-guesses"}
        )


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"HEARD_TURN_URLS": "turn:turn.example.org"}, "HEARD_TURN_SECRET"),
        ({"HEARD_TURN_SECRET": "thirty-two-letters-nobody-guesses"}, "HEARD_TURN_URLS"),
    ],
)
def test_a_turn_server_that_is_half_set_up_is_told_so(given, missing):
    with pytest.raises(SettingFault, match=f"{missing} is missing"):
        read_turn_server(given)


def test_a_short_secret_of_a_turn_server_is_refused_without_repeating_it():
    with pytest.raises(SettingFault) as refusal:
        read_turn_server({"HEARD_TURN_URLS": "turn:a.org", "HEARD_TURN_SECRET": "hunter2"})

    assert "HEARD_TURN_SECRET has 7 characters" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_without_a_database_it_is_sqlite_and_without_a_bus_one_process():
    assert read_database({}) is None
    assert read_database({"DATABASE_URL": " "}) is None
    assert read_bus_url({}) == ""


def test_a_database_is_read_into_its_parts():
    database = read_database(
        {"DATABASE_URL": "postgresql://ada:p%40ss@db.example.org:5433/heard?sslmode=require"}
    )

    assert database is not None
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("ada", "p@ss")
    assert (database["HOST"], database["PORT"]) == ("db.example.org", 5433)
    assert database["NAME"] == "heard"
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(
    "wrong",
    [
        "hunter2",
        "mysql://ada:hunter2@localhost/heard",
        "sqlite:////srv/hunter2",
        "postgresql://ada:hunter2@localhost",
        "postgresql://ada:hunter2@localhost:many/heard",
        "postgresql://ada:hunter2@[::1/heard",
        "postgres:ada:hunter2",
    ],
)
def test_a_database_that_cannot_be_one_is_told_so_without_its_password(wrong):
    with pytest.raises(SettingFault, match="DATABASE_URL is not an address of a Pos") as refusal:
        read_database({"DATABASE_URL": wrong})

    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("valkey://localhost", "redis://localhost"),
        ("valkeys://:pw@bus.example.org:6380/2", "rediss://:pw@bus.example.org:6380/2"),
        ("redis://ada:pw@localhost:6379/", "redis://ada:pw@localhost:6379/"),
    ],
)
def test_a_bus_is_read_as_its_client_writes_it(given, read):
    assert read_bus_url({"HEARD_BUS_URL": given}) == read


@pytest.mark.parametrize(
    "wrong",
    [
        "hunter2",
        "http://:hunter2@localhost",
        "valkey://",
        "valkey://:hunter2@localhost:many",
        "valkey://:hunter2@localhost:0",
        "valkey://:hunter2@localhost/heard",
        "valkey://:hunter2@[::1",
    ],
)
def test_a_bus_that_cannot_be_one_is_told_so_without_its_password(wrong):
    with pytest.raises(SettingFault, match="HEARD_BUS_URL is not an address of a Val") as refusal:
        read_bus_url({"HEARD_BUS_URL": wrong})

    assert "hunter2" not in str(refusal.value)
