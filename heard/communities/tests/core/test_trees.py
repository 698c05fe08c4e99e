"""Where communities stand: nothing below itself, nothing too deep."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.communities.core.trees import (
    LONGEST_PATH,
    MOST_DEEP,
    TooDeep,
    depth_of,
    ids_on,
    path_below,
    stands_in,
)

IDS = st.lists(st.uuids(), min_size=1, max_size=MOST_DEEP, unique=True)


def path_of(ids: list[UUID]) -> str:
    path = ""
    for each in ids:
        path = path_below(path, each)
    return path


@given(IDS)
def test_a_path_names_all_from_the_top_down(ids):
    path = path_of(ids)

    assert ids_on(path) == tuple(ids)
    assert depth_of(path) == len(ids)
    assert len(path) <= LONGEST_PATH


@given(IDS)
def test_a_community_stands_in_itself_and_in_all_above_and_in_no_other(ids):
    path = path_of(ids)

    assert all(stands_in(path, path_of(ids[:n])) for n in range(1, len(ids) + 1))
    assert not stands_in(path_of(ids[:1]), path) or len(ids) == 1
    assert not stands_in(path, path_of([UUID(int=0)])) or ids[0] == UUID(int=0)
    assert not stands_in(path, "")


@given(IDS)
def test_nothing_stands_below_itself(ids):
    path = path_of(ids[:5])

    with pytest.raises(AssertionError):
        path_below(path, ids[0])


@given(st.lists(st.uuids(), min_size=MOST_DEEP + 1, max_size=MOST_DEEP + 1, unique=True))
def test_nothing_stands_deeper_than_the_sixth(ids):
    with pytest.raises(TooDeep):
        path_of(ids)


def test_the_top_is_no_community():
    assert (depth_of(""), ids_on("")) == (0, ())
