"""Pictures and measures that pages share."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from heard.ui.fonts import CUTS, build_fonts
from heard.ui.templatetags.look import clock, minutes, people, short_minutes

STYLES = Path(__file__).parents[1] / "static" / "ui"
LAYERS = "@layer reset, tokens, base, components, domains, utilities;"


def ring(arguments):
    return Template("{% load look %}{% ring " + arguments + " %}").render(Context({"floor": (2,)}))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1, "1 second"), (40, "40 seconds"), (60, "1 minute"), (630, "10 minutes")],
)
def test_a_length_of_time_is_said_in_the_unit_that_fits(seconds, said):
    assert minutes(timedelta(seconds=seconds)) == said


def test_short_forms_are_short():
    assert short_minutes(timedelta(minutes=50)) == "50 min"
    assert clock(timedelta(minutes=3, seconds=5)) == "3:05"
    assert people(4) == "Four people"
    assert people(14) == "14 people"


def test_the_ring_puts_me_at_the_bottom_and_the_next_seat_to_the_left():
    seats = re.findall(r'ring__seat--\w+" cx="([-\d.]+)" cy="([-\d.]+)"', ring("4"))

    assert [(float(x), float(y)) for x, y in seats] == [(0, 100), (-100, 0), (0, -100), (100, 0)]


def test_light_lies_on_whoever_has_the_floor():
    assert ring("4 speaks=2 floor=floor").count("ring__halo") == 1
    assert "ring__halo" not in ring("4 speaks=2")


def test_whoever_reflects_is_lit_on_the_side_of_the_speaker():
    # The speaker sits opposite, at the top, so the upper half is filled: from left to right.
    assert 'd="M-17.0 100.0A17 17 0 0 1 17.0 100.0Z"' in ring("4 speaks=3 reflects=1")


def test_every_style_says_its_layer():
    for style in STYLES.rglob("*.css"):
        if style.name != "fonts.css":
            assert re.search(r"^@layer \w+ \{", style.read_text(), re.MULTILINE), style


def test_the_first_style_says_the_order_of_layers():
    assert LAYERS in (STYLES / "reset.css").read_text()


def test_styles_load_nothing_from_elsewhere():
    for style in STYLES.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", style.read_text()), style


@pytest.mark.full
def test_fonts_are_made_once_and_small_enough_for_a_phone():
    made = build_fonts()

    assert len(made) in (0, len(CUTS))
    assert build_fonts() == []
    folder = Path(settings.BUILD_ROOT) / "ui" / "fonts"
    assert sum(file.stat().st_size for file in folder.glob("*-latin-*.woff2")) < 100_000
