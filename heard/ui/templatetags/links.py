"""QR codes of links."""

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def qr(address: str) -> SafeString:
    """The address as an inline SVG, dark on white whatever the theme: cameras want it so."""
    code = segno.make(address, micro=False, error="m")
    picture = code.svg_inline(border=4, dark="#102a2a", light="#fff", omitsize=True, svgclass="qr")
    # Made of squares only; the address itself does not stand in it.
    return mark_safe(picture.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308
