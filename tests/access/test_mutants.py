"""The table of pages would notice if any one address lost its keeper."""

from collections import defaultdict

import pytest
from django.db import transaction

from tests.access import mutants, pages, world

pytestmark = [pytest.mark.anywhere, pytest.mark.django_db]
METHODS = frozenset({"GET", "POST"})


def test_a_keeper_that_is_taken_from_an_address_turns_a_cell_red():
    taken, everybody, addresses = list(mutants.mutants()), world.build(), _addresses()

    unnoticed = [
        str(each) for each in taken if not _is_noticed(each, everybody, addresses[each.kept])
    ]

    print(f"\n{len(taken)} keepers taken away, {len(unnoticed)} unnoticed")  # noqa: T201
    assert len(taken) >= 30
    assert unnoticed == []


def _is_noticed(mutant, everybody, addresses):
    """Whether one of the cells of these addresses is otherwise than the table says."""
    cells = [cell for cell in pages.cells(METHODS) if cell.row.page in addresses]
    with mutants.living(mutant), transaction.atomic():
        return any(pages.outcome(everybody, each) != _expected(each) for each in cells)


def _expected(cell):
    return cell.row.expected[cell.role]


def _addresses():
    """Those that lead to each view."""
    found = defaultdict(set)
    for each, route in mutants.routes():
        found[each.callback].add(route)
    return found
