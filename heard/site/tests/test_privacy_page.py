"""`docs/privacy.md` says what the rules say."""

from heard.site.tests.write_privacy import table, told


def test_the_table_on_the_page_is_the_one_of_the_code():
    assert told() == table(), "Write it: .venv/bin/python -m heard.site.tests.write_privacy"
