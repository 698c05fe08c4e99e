"""What nobody types by accident: signs, forms, headers and JSON that were made to break something.

Every strategy gives values that are as good as any for the next reader: text, pairs, bytes.
"""

import json
from typing import Any, Final
from urllib.parse import quote_from_bytes, quote_plus

from hypothesis import strategies as st

# Stands in what is typed and nowhere else, so that it can be looked for in the log.
SIGN: Final = "numbat7typed"
Pairs = list[tuple[str, str]]

TEXTS: Final = (
    *("", " ", "\t", "\0", "a\0b", "\r\nSet-Cookie: a=b", "\x1b[2J", "\x7f", "\u2028", "\ufeff"),
    *("\ud800", "a\udfffb", "\ufffe", "\U0010ffff", "\u202eadA", "e\u0301" * 400, "👩‍👩‍👧" * 50),
    *("ﷺ" * 300, "İ", "ß", "٣", "²", "½", "Ⅷ", "0x10", "1_000", "+1", "-1", "-0", "00"),
    *("9" * 19, "9" * 310, "9" * 5000, "1e400", "NaN", "-Infinity", "True", "None", "null", "[]"),
    *("'", '"', "\\", "' OR 1=1 --", "%", "%s%n", "%(a)s", "%00", "{0}", "{{ 7*7 }}", "{%", "$(x)"),
    *("<script>alert(1)</script>", "]]>", "<!--", "&amp;", "../../etc/passwd", "file:///", "//x.y"),
    *("http://[", "http://[::1", "javascript:alert(1)", "http://x:99999999/", "\\\\x.y", "?", "#"),
    *("a@b", "a@" + "b" * 300 + ".org", '"a b"@x.org', "a@[127.0.0.1]", "a@x.org\nBcc: b@x.org"),
    *("ada@EXAMPLE.org", "аda@example.org", "a@xn--a.org", "a@ex\u00adample.org", "a@@b", "@"),
    *(
        "ar",
        "xx",
        "en-" + "x" * 500,
        "Europe/Madrid",
        "../Madrid",
        "on",
        "yes",
        "video",
        "x" * 9000,
    ),
)
CONTENT_TYPES: Final = (
    *(
        b"",
        b"text/plain",
        b"application/json",
        b"application/xml",
        b";;;=",
        b"x" * 4000,
        b"\xff/\xfe",
    ),
    *(
        b"multipart/form-data",
        b"multipart/form-data; boundary=",
        b"multipart/form-data; boundary=\xff",
    ),
    b"multipart/form-data; boundary=" + b"y" * 300,
    b"text/plain; x*=nonsense'en'x",
    b"text/plain; x*0*=utf-8''%ff; x*1=y; x*99999=z",
    b"application/x-www-form-urlencoded; charset=latin-1",
    b"application/x-www-form-urlencoded; charset=nonsense",
)
CHARSETS: Final = (
    *("utf-8", "UTF-8", "latin-1", "utf-16", "utf-7", "unicode_escape", "raw_unicode_escape"),
    *("base64", "rot13", "idna", "punycode", "undefined", "nonsense", "utf-8-sig", "cp037", "mbcs"),
)
HEADERS: Final[dict[bytes, tuple[bytes, ...]]] = {
    b"accept": (
        *(
            b"application/json",
            b"text/html",
            b"*/*",
            b"",
            b",",
            b";",
            b"q=",
            b"text/html;q=x",
            b"a",
        ),
        *(b"text/html; x*=nonsense'en'x", b"text/html;q=9e999", b"*/*;q=nan", b"a/b," * 500),
    ),
    b"accept-language": (
        b"",
        b"ar",
        b"xx",
        b"es;q=nan",
        b"en-" + b"x" * 600,
        b"*;q=,",
        b"\xff" * 9,
    ),
    b"accept-encoding": (b"gzip", b"", b"*", b"gzip;q=0", b"\xff"),
    b"host": (
        b"",
        b"evil.example",
        b"localhost:99999999",
        b"[::1",
        b"\xff",
        b"a@localhost",
        b"x:y:z",
    ),
    b"origin": (
        b"null",
        b"",
        b"http://evil.example",
        b"http://[",
        b"\xff",
        b"http://localhost:8000",
    ),
    b"referer": (
        b"",
        b"http://[",
        b"http://evil.example/",
        b"http://localhost:8000/look/",
        b"\xff",
    ),
    b"user-agent": (b"", b"\xff" * 300, b"Mozilla/5.0 (" + b"(" * 3000, b"Firefox/" + b"9" * 5000),
    b"x-requested-with": (b"XMLHttpRequest",),
    b"x-csrftoken": (b"", b"x", b"\xff" * 32, b"a" * 64),
    b"x-http-method-override": (b"DELETE",),
    b"x-forwarded-for": (b"", b"1.2.3.4", b"::1%eth0", b"\xff", b"1.1.1.1," * 300),
    b"x-forwarded-host": (b"evil.example",),
    b"hx-request": (b"true",),
    b"hx-current-url": (b"http://[", b"\xff", b"http://localhost:8000/"),
    b"hx-current-url-uri-autoencoded": (b"true",),
    b"if-modified-since": (b"", b"Thu, 99 Foo 99999 99:99:99 GMT"),
    b"if-none-match": (b"*", b'W/"', b'"' * 99),
    b"range": (b"bytes=0-0", b"bytes=9-1", b"bytes=-" + b"9" * 40, b"bytes=,,,"),
    b"authorization": (b"Basic \xff", b"Bearer x"),
    b"x_odd-name": (b"x",),
}
# Most forms are sent well, so that what is odd in them comes far.
WAYS: Final = ("urlencoded",) * 6 + ("multipart", "charset", "json", "cut", "noise")
COOKIES: Final = (
    *(
        "",
        '"',
        '"\\000"',
        '"' + "\\000" * 32 + '"',
        "a\\012b",
        '"\\377\\376"',
        "ÿ",
        "é" * 20,
        "=;=",
    ),
    *("ar", "xx-yy", "../en", "a" * 4000, "x:y:z", ".eJw:1a:b", "[]", '{"a":1}', "a" * 32, "null"),
)
COOKIE_NAMES: Final = (
    *("sessionid", "csrftoken", "django_language", "messages", "seat", "link", "", "ÿ"),
)


def texts() -> st.SearchStrategy[str]:
    """Odd ones that are known to break things, and others. Most of them hold `SIGN`."""
    odd = st.sampled_from(TEXTS) | st.text(max_size=20) | st.integers().map(str)
    return odd | odd.map(lambda text: SIGN + text) | odd.map(lambda text: text + SIGN)


def parts_of_paths() -> st.SearchStrategy[str]:
    """As a server hands them on: decoded, and without what would end the part. An address is no
    secret, but for the links of which `redaction` knows."""
    return texts().map(lambda text: _part(text.replace(SIGN, "")))


def cookies() -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(st.sampled_from(COOKIE_NAMES), st.sampled_from(COOKIES))


def headers() -> st.SearchStrategy[dict[bytes, bytes]]:
    """Mostly none or one."""
    each = st.sampled_from([(name, value) for name, all_ in HEADERS.items() for value in all_])
    return st.one_of(st.just({}), st.lists(each, max_size=1).map(dict), st.lists(each).map(dict))


def queries(names: tuple[str, ...]) -> st.SearchStrategy[bytes]:
    """After the question mark, where a server lets only ASCII through."""
    pair = st.tuples(st.sampled_from(("next", "people", "after", "format", *names)), texts())
    return st.one_of(
        st.just(b""),
        st.lists(pair, max_size=3).map(urlencoded),
        st.sampled_from(
            (b"&" * 50, b"a=" * 1500, b"a&" * 1001, b"%", b"%ff=%fe", b"=%00", b"next=//x.y")
        ),
    )


@st.composite
def bodies(draw: st.DrawFn, fields: dict[str, tuple[str, ...]]) -> tuple[bytes, bytes]:
    """A content type and a body for a form that has these fields, each with its good values."""
    typed = draw(pairs(fields))
    way = draw(
        st.sampled_from(("urlencoded",) * 6 + ("multipart", "charset", "json", "cut", "noise"))
    )
    if way == "urlencoded":
        return b"application/x-www-form-urlencoded", urlencoded(typed)
    if way == "json":
        return b"application/json", json.dumps(dict(typed)).encode()
    if way == "noise":
        return draw(st.sampled_from(CONTENT_TYPES)), draw(noise())
    kind = b"multipart/form-data; boundary=odd"
    if way == "charset":
        kind += f"; charset={draw(st.sampled_from(CHARSETS))}".encode()
    body = multipart(typed)
    return kind, body[: draw(st.integers(0, len(body)))] if way == "cut" else body


@st.composite
def pairs(draw: st.DrawFn, fields: dict[str, tuple[str, ...]]) -> Pairs:
    """What a browser would send, but for some fields that are odd, missing, there twice or new."""
    sent: Pairs = []
    for name, good in fields.items():
        how = draw(st.sampled_from(("good", "good", "good", "odd", "missing", "twice")))
        if how == "missing":
            continue
        sent.append((name, draw(texts() if how == "odd" else st.sampled_from(good))))
        if how == "twice":
            sent.append((name, draw(texts())))
    if draw(st.booleans()) and not draw(st.booleans()):
        sent.append((draw(texts()), draw(texts())))
    return sent


def noise() -> st.SearchStrategy[bytes]:
    many = (b"a=1&" * 1001, b"\xff" * 999, b"[" * 9000, b"x" * 2_700_000, b"--odd\r\n" * 300)
    return st.binary(max_size=200) | st.sampled_from(many)


def urlencoded(sent: Pairs) -> bytes:
    return "&".join(
        f"{quote_from_bytes(_bytes(name))}={quote_plus(_bytes(value))}" for name, value in sent
    ).encode()


def multipart(sent: Pairs) -> bytes:
    """Every third part claims to be a file."""
    parts = []
    for number, (name, value) in enumerate(sent):
        file = b'; filename="odd.txt"' if number % 3 == 2 else b""
        shown = _bytes(name).replace(b'"', b"%22").replace(b"\r\n", b" ")
        head = b'Content-Disposition: form-data; name="%b"%b' % (shown, file)
        parts.append(b"--odd\r\n%b\r\n\r\n%b\r\n" % (head, _bytes(value)))
    return b"".join((*parts, b"--odd--\r\n"))


def json_values() -> st.SearchStrategy[Any]:
    """Anything that JSON can say, and some that it should not."""
    leaves = st.none() | st.booleans() | st.floats() | st.integers() | texts()
    leaves |= st.sampled_from((2**31, 2**63, 10**30, 4_102_444_800_001, -1, 1.0, True))
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=6,
    )


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def _part(text: str) -> str:
    return text.encode(errors="replace").decode().replace("/", "|")[:4000] or "|"
