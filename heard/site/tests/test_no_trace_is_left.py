"""After an erasure a person's words are in no table, no cache, no log and no byte of a file."""

import logging
import sqlite3
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.db.utils import ConnectionHandler
from django.test import Client
from django.urls import reverse

from heard.base.redaction import RedactingFormatter
from heard.people.actions import erase_person
from heard.people.models import Erasure
from heard.site.tests.everybody import LATER, two_people
from heard.site.tests.test_data_rules import where

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log(tmp_path):
    """A log file such as a node's own."""
    handler = logging.FileHandler(tmp_path / "log")
    handler.setFormatter(RedactingFormatter("{asctime} {levelname} {name}: {message}", style="{"))
    logging.getLogger().addHandler(handler)
    yield tmp_path / "log"
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.fixture
def own_file(tmp_path, settings):
    """A file of SQLite as a node has it, whichever database the other tests are on."""
    embedded = settings.EMBEDDED | {"NAME": tmp_path / "own.sqlite3"}
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    before, own = connections["default"], ConnectionHandler({"default": embedded})["default"]
    connections["default"] = own
    # Their numbers are others in another database.
    ContentType.objects.clear_cache()
    call_command("migrate", run_syncdb=True, verbosity=0)
    yield
    connections["default"] = before
    ContentType.objects.clear_cache()
    own.close()


def files_of_database() -> list[Path]:
    """The file, and its journal."""
    with connection.cursor() as cursor:
        rows = cursor.execute("PRAGMA database_list").fetchall()
    main = Path(next(path for _number, name, path in rows if name == "main"))
    return [path for path in (main, Path(f"{main}-wal")) if path.exists()]


def bytes_on_disk() -> bytes:
    return b"".join(path.read_bytes() for path in files_of_database()).lower()


def remembered() -> str:
    """What the cache of this process holds, keys and values."""
    inside = getattr(cache, "_cache", {})
    return repr(inside if isinstance(inside, dict) else "").lower()


@pytest.mark.usefixtures("own_file")
def test_no_byte_of_the_database_file_or_its_journal_holds_a_word_of_who_was_erased():
    one, other = two_people()
    assert one.sign.encode() in bytes_on_disk()

    erase_person(one.person.pk, now=LATER)

    assert one.sign.encode() not in bytes_on_disk()
    assert other.sign.encode() in bytes_on_disk()


@pytest.mark.usefixtures("own_file")
def test_long_words_that_filled_pages_of_their_own_are_overwritten_too():
    one, _other = two_people()
    one.person.languages = [f"{one.sign} {number}" * 40 for number in range(200)]
    one.person.save()
    assert bytes_on_disk().count(one.sign.encode()) > 5000

    erase_person(one.person.pk, now=LATER)

    assert one.sign.encode() not in bytes_on_disk()


def test_without_overwriting_the_bytes_would_still_be_there(tmp_path):
    # The claim above would be empty if SQLite did it by itself.
    file = sqlite3.connect(tmp_path / "plain.sqlite3")
    file.executescript(
        "PRAGMA secure_delete=OFF; CREATE TABLE t(w); INSERT INTO t VALUES('quokka')"
    )
    file.executescript("DELETE FROM t")
    file.close()

    assert b"quokka" in (tmp_path / "plain.sqlite3").read_bytes()


def test_neither_cache_nor_log_nor_list_of_the_erased_holds_a_word_of_them(log, settings):
    one, _other = two_people()
    client = Client()
    client.force_login(one.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["signed_in_again_at"] = 4e9
    session.save()
    Client().post(reverse("account_login"), {"login": one.person.email})
    client.get(reverse("people:data"))
    client.post(reverse("people:download"))

    assert client.post(reverse("people:forget")).status_code == 200

    assert where(one.sign) == []
    assert one.sign not in remembered()
    assert one.sign not in log.read_text().lower()
    noted = (Path(settings.HEARD_DATA) / "erased.jsonl").read_text()
    assert one.sign not in noted and str(one.person.pk) in noted
    assert Erasure.objects.filter(kind="person").count() == 1
