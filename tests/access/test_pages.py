"""Every page, for everybody: what comes stands in `pages.csv`, which people wrote and read."""

import pytest

from tests.access import pages, world

pytestmark = [pytest.mark.anywhere, pytest.mark.django_db]


def test_every_page_answers_everybody_as_the_table_says():
    faults = list(pages.unexpected(world.build(), frozenset({"GET", "POST"})))

    assert not faults, "\n".join(faults)


@pytest.mark.full
def test_every_other_method_too():
    faults = list(pages.unexpected(world.build(), pages.METHODS - {"GET", "POST"}))

    assert not faults, "\n".join(faults)


def test_every_address_and_every_method_has_its_rows():
    written = {(row.page, method) for row in pages.rows() for method in row.methods}

    missing = {(page, method) for page in pages.routes() for method in pages.METHODS} - written

    assert sorted(missing) == []


def test_no_row_is_about_an_address_that_is_gone():
    gone = {row.page for row in pages.rows()} - pages.routes() - pages.FILES

    assert gone == set()


def test_no_cell_is_written_twice():
    cells = [(cell.row.page, cell.row.whose, cell.method, cell.role) for cell in pages.cells()]

    assert len(cells) == len(set(cells))
