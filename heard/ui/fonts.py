"""Makes the fonts that pages use: the needed signs of the packages' fonts, as WOFF2."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

Signs = tuple[tuple[int, int], ...]
Axes = dict[str, float | tuple[float, float]]

# What most pages need stands in small files; the rest comes when a name or a story needs it.
LATIN: Signs = ((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2026), (0x2039, 0x203A), (0x20AC, 0x20AC))
MORE_LATIN: Signs = ((0x100, 0x24F), (0x2190, 0x2212))
ARABIC: Signs = ((0x60C, 0x60C), (0x61B, 0x61F), (0x621, 0x655), (0x660, 0x66C), (0x670, 0x671))
MORE_ARABIC: Signs = ((0x656, 0x65F), (0x66D, 0x66F), (0x672, 0x6FF), (0x750, 0x77F))
FEATURES = [
    *("kern", "liga", "mark", "mkmk", "ccmp", "locl"),
    *("init", "medi", "fina", "isol", "rlig", "calt", "clig", "curs"),
]


@dataclass(frozen=True, slots=True)
class Cut:
    """One file for browsers: which signs of which font, at which weights and sizes."""

    name: str
    package: str
    file: str
    signs: Signs
    axes: Axes = field(default_factory=dict)

    @property
    def source(self) -> Path:
        found = find_spec(self.package.replace("-", "_"))
        assert found is not None and found.origin is not None, f"{self.package} is not installed."
        return Path(found.origin).parent / self.file

    @property
    def stamp(self) -> str:
        return f"{self.package} {version(self.package)} {self.file} {self.signs} {self.axes}"


_PLAIN = "fontpkg-atkinson-hyperlegible"
_ARABIC = "pylopdf-fonts-ar"


def _cuts() -> Iterator[Cut]:
    for more, latin, arabic in (("", LATIN, ARABIC), ("-more", MORE_LATIN, MORE_ARABIC)):
        yield Cut(f"plain-latin{more}-400", _PLAIN, "files/AtkinsonHyperlegible-Regular.ttf", latin)
        yield Cut(f"plain-latin{more}-600", _PLAIN, "files/AtkinsonHyperlegible-Bold.ttf", latin)
        yield Cut(
            f"voice-latin{more}-400",
            "fontpkg-literata",
            "files/Literata[opsz,wght].ttf",
            latin,
            {"opsz": 36, "wght": 400},
        )
        yield Cut(
            f"plain-arabic{more}",
            _ARABIC,
            "NotoSansArabic-Variable.ttf",
            arabic,
            {"wdth": 100, "wght": (400, 600)},
        )
        yield Cut(
            f"voice-arabic{more}", _ARABIC, "NotoNaskhArabic-Variable.ttf", arabic, {"wght": 400}
        )


CUTS = tuple(_cuts())


def build_fonts() -> list[Path]:
    """Make the files that are missing or out of date; returns those."""
    folder = Path(settings.BUILD_ROOT) / "ui" / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    return [folder / f"{cut.name}.woff2" for cut in CUTS if _build(cut, folder)]


def _build(cut: Cut, folder: Path) -> bool:
    made, stamp = folder / f"{cut.name}.woff2", folder / f".{cut.name}.stamp"
    if made.exists() and stamp.exists() and stamp.read_text() == cut.stamp:
        return False
    made.write_bytes(cut_down(cut))
    stamp.write_text(cut.stamp)
    return True


def cut_down(cut: Cut) -> bytes:
    """The font as WOFF2, with the signs of `cut` only."""
    # It would tell each sign by name.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    font = TTFont(cut.source)
    cutter = subset.Subsetter(subset.Options(layout_features=FEATURES, hinting=False))
    cutter.populate(unicodes=[point for a, b in cut.signs for point in range(a, b + 1)])
    cutter.subset(font)
    if axes := _axes_it_has(font, cut.axes):
        font = instancer.instantiateVariableFont(font, axes)
    file = io.BytesIO()
    font.flavor = "woff2"
    font.save(file)
    return file.getvalue()


def _axes_it_has(font: TTFont, axes: Axes) -> Axes:
    if "fvar" not in font:
        return {}
    has = {axis.axisTag for axis in font["fvar"].axes}
    return {tag: value for tag, value in axes.items() if tag in has}
