"""Names files by their content, so that browsers may keep them for ever."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rjsmin
from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names also inside JavaScript's `import … from "./file.js"`.

    Scripts go out without their comments: half of their weight is types and reasons, and an
    `import("./file.js")` in a type would be taken for one that loads.
    """

    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        scripts = [path for path in paths if path.endswith(".js") and not dry_run]
        for path in scripts:
            file = Path(self.path(path))
            file.write_text(rjsmin.jsmin(file.read_text()))
        # Read where they were written, not where they came from.
        paths = paths | {path: (self, path) for path in scripts}
        yield from super().post_process(paths, dry_run, **options)
