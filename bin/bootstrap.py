"""Makes .venv from a lock and starts things in it; needs only Python and its library.

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
DEV_LOCK = ROOT / "requirements-dev.lock"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "requirements.stamp"


class CannotSetUp(Exception):
    """What is missing on this machine, in a sentence that says what to do."""


def enter_house(lock=LOCK):
    """Sets up what the lock names, or leaves with a sentence."""
    try:
        check_python(sys.version_info[:2], has_venv=can_make_venv())
        set_up(lock)
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


def set_up(lock):
    """Installs what the lock names, unless that, or everything, is there already."""
    here = STAMP.read_text() if STAMP.exists() else ""
    if here in (stamp_of(lock), stamp_of(DEV_LOCK)):
        return
    print("Setting up .venv from {}; this happens once.".format(lock.name), flush=True)
    STAMP.unlink(missing_ok=True)
    if find_uv():
        install_with_uv(lock)
    else:
        install_with_pip(lock)
    STAMP.write_text(stamp_of(lock))


def stamp_of(lock):
    locks = hashlib.sha256(LOCK.read_bytes() + DEV_LOCK.read_bytes()).hexdigest()
    return "{}.{} {} {}".format(*sys.version_info[:2], lock.name, locks)


def install_with_uv(lock):
    if not PYTHON.exists():
        run("uv", "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    run(
        *("uv", "pip", "sync", "--quiet", "--python", PYTHON),
        *("--require-hashes", lock),
    )


def install_with_pip(lock):
    # One that uv made has no pip in it.
    if not (VENV / "bin" / "pip").exists():
        run(sys.executable, "-m", "venv", "--clear", VENV)
    run(
        *(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"),
        # Only what is used is compiled, and by its first use.
        "--no-compile",
        *("--require-hashes", "--requirement", lock),
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
