"""What happens before a node serves, and only when it is needed."""

import gettext
import os

import pytest
from django.core.management import call_command

from heard.base import preparing
from heard.base.preparing import collect_files, compile_words

CATALOGUE = """
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "I feel heard"
msgstr "Me siento escuchada"
"""


@pytest.fixture
def catalogue(settings, tmp_path):
    source = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    settings.LOCALE_PATHS = [tmp_path]
    return source


def test_words_are_compiled_so_that_pages_can_say_them(catalogue):
    compile_words()

    with catalogue.with_suffix(".mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)
    assert words.gettext("I feel heard") == "Me siento escuchada"


def test_words_that_are_compiled_already_are_left_alone(catalogue):
    assert compile_words() == [catalogue]
    assert compile_words() == []


def test_words_that_changed_are_compiled_again(catalogue):
    compile_words()
    later = catalogue.with_suffix(".mo").stat().st_mtime + 5
    os.utime(catalogue, (later, later))

    assert compile_words() == [catalogue]


def test_files_are_gathered_again_only_when_one_has_changed(settings, tmp_path, monkeypatch):
    settings.HEARD_RELOAD, settings.HEARD_DATA = False, tmp_path
    files = ["a.css 10 1"]
    gathered = []
    monkeypatch.setattr(preparing, "files_as_they_are", lambda: iter(files))
    monkeypatch.setattr(preparing, "call_command", lambda name, **_: gathered.append(name))

    assert collect_files()
    assert not collect_files()
    files[0] = "a.css 11 2"
    assert collect_files()
    assert gathered == ["collectstatic", "collectstatic"]


@pytest.mark.django_db
def test_every_table_is_as_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
