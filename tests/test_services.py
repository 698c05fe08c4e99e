"""What the tests bring along to run on: a PostgreSQL and a Valkey that leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
import redis

from tests.nodes import ROOT

SERVICES = ("DATABASE_URL", "HEARD_BUS_URL")
# A run of tests: it starts the keeper as bin/test does, and says where the services are.
RUN = """
import os, sys
sys.path.insert(0, "bin")
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
loader = SourceFileLoader("bin_test", "bin/test")
bin_test = module_from_spec(spec_from_loader("bin_test", loader))
loader.exec_module(bin_test)
bin_test.start_services()
print(os.environ["DATABASE_URL"], os.environ["HEARD_BUS_URL"], flush=True)
os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)"])
"""


def is_there(folder: Path, bus: str) -> bool:
    try:
        redis.Redis.from_url(bus).ping()
    except redis.ConnectionError:
        return folder.exists()
    return True


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_services_end_with_the_run_that_started_them_however_it_ends(end):
    alone = {name: value for name, value in os.environ.items() if name not in SERVICES}
    run = subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=ROOT, env=alone, stdout=subprocess.PIPE, text=True
    )
    database, bus = run.stdout.readline().split()
    folder = Path(parse_qs(urlsplit(database).query)["host"][0]).parent
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert redis.Redis.from_url(bus).ping()

    run.send_signal(end)
    run.wait()

    until = time.monotonic() + 30
    while is_there(folder, bus):
        assert time.monotonic() < until, "Something was left behind."
        time.sleep(0.1)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(database)
