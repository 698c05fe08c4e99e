"""Places that take words for more than words: here it shows what hostile words would do."""

import unicodedata
from collections.abc import Callable
from typing import Final

from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError

from tests.hostile_words import HOSTILE, RAW

PUT: Final = "WORDS"
CARELESS: Final = {
    "between tags": f"<p>{PUT}</p>",
    "in double quotes": f'<form><input value="{PUT}"></form>',
    "in single quotes": f"<form><input value='{PUT}'></form>",
    "without quotes": f"<form><input value={PUT}></form>",
    "as an address": f'<a href="{PUT}">x</a>',
    "in a string in double quotes": f'<script>self.said = "{PUT}";</script>',
    "in a string in single quotes": f"<script>self.said = '{PUT}';</script>",
    "in a literal": f"<script>self.said = `{PUT}`;</script>",
    "in a comment of a script": f"<script>// {PUT}\n</script>",
    "in JSON": f'<script type="application/json">{{"said": "{PUT}"}}</script>',
    "in a handler": f"<svg onload=\"String('{PUT}')\"></svg>",
    "as a colour": f"<style>p {{ color: {PUT} }}</style>",
    "in a comment": f"<!--{PUT}-->",
} | {f"in {element}": f"<{element}>{PUT}</{element}>" for element in RAW}
REPLACING: Final = f"<script>document.write('Ada'.replace('Ada', {PUT}))</script>"
FILLING: Final[dict[str, Callable[[str], str]]] = {
    "as a template": lambda words: Engine().from_string(words).render(Context()),
    "as a format": lambda words: f"{words}." % {"name": "Ada"},
    "in braces": lambda words: words.format(name="Ada"),
    "as a replacement": lambda words: REPLACING.replace(PUT, repr(words)),
}
FALLS_OVER: Final = (
    *(TemplateSyntaxError, TemplateDoesNotExist),
    *(TypeError, ValueError, LookupError, AttributeError),
)


def careless_page(words: str) -> str:
    """The page of a house that does not know better, with these words where they are hostile."""
    place = HOSTILE[words]
    if place in FILLING:
        return _filled_in(words, FILLING[place])
    # Letters that look alike become one, as in a house that folds them after it has escaped.
    return CARELESS[place].replace(PUT, unicodedata.normalize("NFC", words))


def _filled_in(words: str, fill: Callable[[str], str]) -> str:
    try:
        return fill(words)
    except FALLS_OVER as fault:
        return f"<p>It fell over: {type(fault).__name__}.</p>"
