"""Marks a function as one that numba turns into machine code."""

from collections.abc import Callable
from typing import TypeVar, cast, overload

import numba

Recipe = TypeVar("Recipe", bound=Callable[..., object])


@overload
def compiled(recipe: Recipe) -> Recipe: ...


@overload
def compiled(
    *, fastmath: bool | set[str] = False, woven_in: bool = False, borrows: bool = False
) -> Callable[[Recipe], Recipe]: ...


def compiled(
    recipe: Recipe | None = None,
    *,
    fastmath: bool | set[str] = False,
    woven_in: bool = False,
    borrows: bool = False,
) -> Recipe | Callable[[Recipe], Recipe]:
    """`@compiled`, or `@compiled(fastmath=True)` where neither NaN nor infinity can come;
    or with the names of those freedoms that LLVM may take. `woven_in`: for a small helper of a
    busy loop, whose code then stands in the loop itself. `borrows`: it makes no
    array, so references need no counting (which costs more than all else in small steps).

    Compiled at the first call with each signature and kept on disk, so give arrays of one kind:
    C-contiguous float64, int64, uint64 or bool. What calls a kernel of another file keeps the old
    one on disk until its own file changes.
    """

    def compile_it(recipe: Recipe) -> Recipe:
        # numba's own types leave `_nrt` out.
        njit = cast(Callable[..., Callable[[Recipe], object]], numba.njit)
        kernel = njit(
            cache=True, nogil=True, fastmath=fastmath, forceinline=woven_in, _nrt=not borrows
        )
        return cast(Recipe, kernel(recipe))

    return compile_it if recipe is None else compile_it(recipe)
