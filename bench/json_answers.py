"""Asks the addresses that answer in JSON thousands of times; it ends at the first fault.

.venv/bin/python -m bench.json_answers
"""

import os
import time

import click
import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

# Below Django's set-up, because models may only be imported after it.
from django.core.signals import request_finished, request_started  # noqa: E402
from django.db import close_old_connections, transaction  # noqa: E402
from django.test.utils import get_runner, setup_test_environment  # noqa: E402

from tests.fuzz import answers  # noqa: E402


@click.command()
@click.option("--times", default=20_000)
def main(times: int) -> None:
    setup_test_environment()
    get_runner(django.conf.settings)(verbosity=0, interactive=False).setup_databases()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    began = time.monotonic()
    with transaction.atomic():
        answers.ask(times)
        transaction.set_rollback(True)
    click.echo(f"in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
