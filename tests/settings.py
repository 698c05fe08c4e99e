"""The settings of a node that lives as long as one run of the tests."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="heard-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ.update(HEARD_DATA=_data, HEARD_URL="http://localhost:8000", HEARD_RELOAD="yes")
for _name in ("NODE_NAME", "LANGUAGE", "MAIL_URL", "SECRET_KEY", "TURN_URLS", "TURN_SECRET"):
    os.environ.pop(f"HEARD_{_name}", None)

from tests.services import bus_number  # noqa: E402

if _bus := os.environ.get("HEARD_BUS_URL"):
    # Tests empty what is remembered, so each worker has a memory of its own.
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["HEARD_BUS_URL"] = bus_number(_bus, 1 + int(_worker))

from heard.site.settings import *  # noqa: E402, F403
from heard.site.settings import ALLOWED_HOSTS, DATABASES, HEARD_DATA, POSTGRESQL  # noqa: E402

ALLOWED_HOSTS += ["testserver"]
if not POSTGRESQL:
    # A file, because threads of a test share no memory database without locking each other out;
    # and no waiting for the disk, because nobody misses these rows after a power cut.
    _options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA temp_store=MEMORY;"
            "PRAGMA secure_delete=ON;"
        ),
    }
    DATABASES["default"] |= {"TEST": {"NAME": HEARD_DATA / "test.sqlite3"}, "OPTIONS": _options}
