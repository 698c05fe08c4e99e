"""Makes .venv from requirements.lock and starts things in it; needs only Python and its library.

Kept readable by Pythons too old to run Heard, so that they can say so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "requirements.stamp"


class CannotSetUp(Exception):
    """What is missing on this machine, in a sentence that says what to do."""


def enter_house():
    """Sets up what is needed, or leaves with a sentence."""
    try:
        check_python(sys.version_info[:2], has_venv=can_make_venv())
        set_up()
    except CannotSetUp as fault:
        sys.exit(str(fault))
    except subprocess.CalledProcessError as fault:
        sys.exit("Setting up stopped at: {}".format(" ".join(map(str, fault.cmd))))


def check_python(version, *, has_venv):
    if version < OLDEST_PYTHON:
        raise CannotSetUp(
            "Heard needs Python 3.11 or newer; this is {}.{}. Run it with a newer one, "
            "for example: python3.11 bin/dev".format(*version)
        )
    if not has_venv and not find_uv():
        raise CannotSetUp(
            "This Python cannot make virtual environments. On Debian and Ubuntu, install them "
            "with: apt-get install python3-venv"
        )


def can_make_venv():
    try:
        import ensurepip
        import venv
    except ImportError:
        return False
    return bool(ensurepip and venv)


def find_uv():
    return shutil.which("uv")


def set_up():
    """Installs what the lock names, when the lock has changed since the last time."""
    if STAMP.exists() and STAMP.read_text() == wanted_stamp():
        return
    print("Setting up .venv from requirements.lock; this happens once.", flush=True)
    if find_uv():
        install_with_uv()
    else:
        install_with_pip()
    STAMP.write_text(wanted_stamp())


def wanted_stamp():
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return "{}.{} {}".format(*sys.version_info[:2], lock)


def install_with_uv():
    if not PYTHON.exists():
        run("uv", "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    run(
        *("uv", "pip", "sync", "--quiet", "--python", PYTHON),
        *("--require-hashes", LOCK),
    )


def install_with_pip():
    # One that uv made has no pip in it.
    if not (VENV / "bin" / "pip").exists():
        run(sys.executable, "-m", "venv", "--clear", VENV)
    run(
        *(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--require-hashes", "--requirement", LOCK),
    )


def run(*command, **options):
    """Runs and raises when it fails."""
    subprocess.run([str(part) for part in command], check=True, **options)


def run_all(steps):
    """Runs every step even when one fails; leaves with a sentence naming those that did."""
    failed = []
    for name, command in steps:
        print("== " + name, flush=True)
        if subprocess.call([str(part) for part in command], cwd=ROOT):
            failed.append(name)
    if failed:
        sys.exit("Not well: " + ", ".join(failed))


def become(*command):
    """Replaces this process, so that Ctrl-C and exit codes are those of the command."""
    sys.stdout.flush()
    os.execv(str(command[0]), [str(part) for part in command])
