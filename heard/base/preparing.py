"""Brings a node up to date before it serves: tables, words and files for the browser.

Each step looks first whether there is anything to do, so a second start takes no time.
"""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

# htmx's extensions import each other by bare names, which hashing cannot follow; we use none.
NOT_FOR_BROWSERS = ["django_htmx/ext/*"]


def prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    compile_words()
    collect_files()


def compile_words() -> list[Path]:
    """Compiles each catalogue that is newer than its compiled twin; returns those."""
    compiled = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                compile_catalogue(source, target)
                compiled.append(source)
    return compiled


def compile_catalogue(source: Path, target: Path) -> None:
    with source.open("rb") as words:
        catalogue = read_po(words, locale=source.parts[-3])
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    target.write_bytes(buffer.getvalue())


def collect_files() -> bool:
    """Gathers the files for browsers when one has changed; returns whether it did."""
    if settings.HEARD_RELOAD:
        return False
    stamp = Path(settings.HEARD_DATA) / "static.stamp"
    state = hashlib.sha256("\n".join(sorted(files_as_they_are())).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return False
    call_command(
        "collectstatic",
        interactive=False,
        verbosity=0,
        clear=True,
        ignore_patterns=NOT_FOR_BROWSERS,
    )
    stamp.write_text(state)
    return True


def files_as_they_are() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            yield f"{name} {status.st_size} {status.st_mtime_ns}"
