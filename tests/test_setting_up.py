"""The two commands, before there is anything to run them with."""

import importlib.util
import re
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.anywhere

BIN = Path(__file__).resolve().parent.parent / "bin"


def load(name: str, monkeypatch):
    monkeypatch.syspath_prepend(str(BIN))
    for known in ("bootstrap", "bin_test"):
        sys.modules.pop(known, None)
    loader = SourceFileLoader(
        f"bin_{name}" if name != "bootstrap.py" else "bootstrap", str(BIN / name)
    )
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def bootstrap(monkeypatch, tmp_path):
    """The bootstrap of a fresh clone, which notes what it would run."""
    module = load("bootstrap.py", monkeypatch)
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.2\n")
    venv = tmp_path / ".venv"
    dev_lock = tmp_path / "requirements-dev.lock"
    dev_lock.write_text("django==5.2\npytest==9\n")
    monkeypatch.setattr(module, "LOCK", lock)
    monkeypatch.setattr(module, "DEV_LOCK", dev_lock)
    monkeypatch.setattr(module, "VENV", venv)
    monkeypatch.setattr(module, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", venv / "requirements.stamp")
    module.ran = []

    def run(*command, **options):
        venv.mkdir(exist_ok=True)
        module.ran.append(" ".join(map(str, command)))

    monkeypatch.setattr(module, "run", run)
    monkeypatch.setattr(module, "find_uv", lambda: None)
    return module


def test_an_old_python_is_told_which_one_it_takes(bootstrap):
    with pytest.raises(bootstrap.CannotSetUp, match=r"3\.11 or newer; this is 3\.9"):
        bootstrap.check_python((3, 9), has_venv=True)


def test_a_debian_without_venv_is_told_which_package_it_takes(bootstrap):
    with pytest.raises(bootstrap.CannotSetUp, match="apt-get install python3-venv"):
        bootstrap.check_python((3, 11), has_venv=False)


def test_a_python_that_fits_is_welcome(bootstrap):
    bootstrap.check_python((3, 11), has_venv=True)
    bootstrap.check_python((3, 14), has_venv=True)


def test_a_fresh_clone_is_installed_from_the_hashes_of_the_lock(bootstrap):
    bootstrap.set_up(bootstrap.LOCK)

    assert "-m venv" in bootstrap.ran[0]
    assert "pip install" in bootstrap.ran[1]
    assert "--require-hashes" in bootstrap.ran[1]


def test_uv_is_used_where_there_is_one(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "find_uv", lambda: "/usr/bin/uv")

    bootstrap.set_up(bootstrap.LOCK)

    assert bootstrap.ran[0].startswith("uv venv")
    assert "--require-hashes" in bootstrap.ran[1]


def test_the_second_time_nothing_is_installed(bootstrap):
    bootstrap.set_up(bootstrap.LOCK)
    bootstrap.ran.clear()

    bootstrap.set_up(bootstrap.LOCK)

    assert bootstrap.ran == []


def test_what_the_tests_need_holds_what_a_node_needs_too(bootstrap):
    bootstrap.set_up(bootstrap.DEV_LOCK)
    bootstrap.ran.clear()

    bootstrap.set_up(bootstrap.LOCK)

    assert bootstrap.ran == []


def test_what_a_node_needs_is_not_enough_for_the_tests(bootstrap):
    bootstrap.set_up(bootstrap.LOCK)
    bootstrap.ran.clear()

    bootstrap.set_up(bootstrap.DEV_LOCK)

    assert "requirements-dev.lock" in bootstrap.ran[-1]


def test_a_lock_that_changed_is_installed_again(bootstrap):
    bootstrap.set_up(bootstrap.LOCK)
    bootstrap.ran.clear()
    bootstrap.LOCK.write_text("django==5.3\n")

    bootstrap.set_up(bootstrap.LOCK)

    assert bootstrap.ran != []


def test_an_installation_that_was_cut_short_is_done_again(bootstrap, monkeypatch):
    def stop(*command, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(bootstrap, "run", stop)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.set_up(bootstrap.LOCK)

    bootstrap.set_up(bootstrap.LOCK)

    assert bootstrap.ran != []


def test_without_a_chromium_the_journeys_are_left_out_aloud(monkeypatch, capsys):
    test = load("test", monkeypatch)

    assert test.choice(None, everything=False) == ["not full", "not browser"]
    assert "No Chromium found" in capsys.readouterr().out


def test_with_a_chromium_the_journeys_run(monkeypatch, capsys):
    test = load("test", monkeypatch)
    monkeypatch.setattr(test.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(test.os, "geteuid", lambda: 0)

    assert test.choice("/usr/bin/chromium", everything=False) == ["not full"]
    assert test.choice("/usr/bin/chromium", everything=True) == []
    assert capsys.readouterr().out == ""


@pytest.fixture
def called(monkeypatch):
    """What bin/test starts, and whether it brings services."""
    test = load("test", monkeypatch)
    called: list[Any] = [test]

    def note(command: list[str]) -> int:
        called.append(command)
        return 0

    monkeypatch.setenv("HEARD_CHROMIUM", "/usr/bin/chromium")
    monkeypatch.setattr(test.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(test, "start_services", lambda: called.append("services"))
    monkeypatch.setattr(test.subprocess, "call", note)
    monkeypatch.setattr(test.bootstrap, "become", lambda *command: called.append(list(command)))
    monkeypatch.setattr(test.signal, "signal", lambda *_: None)
    return called


def test_everyday_tests_bring_no_services(called):
    called[0].main(["heard/base"])

    (command,) = called[1:]
    assert command[-1] == "heard/base"


def test_on_services_the_same_tests_run_there(called):
    called[0].main(["--on-services", "heard/base"])

    assert called[1] == "services"
    assert called[2][1:] == ["-m", "pytest", "-m", "not full", "heard/base"]


def test_all_runs_on_sqlite_whatever_the_developer_has_set_and_then_on_services(called):
    with pytest.raises(SystemExit) as end:
        called[0].main(["--all", "heard/base"])

    services, *commands = called[1:]
    assert services == "services"
    without_services = ["env", "-u", "DATABASE_URL", "-u", "HEARD_BUS_URL"]
    assert [command[:5] == without_services for command in commands] == [True, True, False, False]
    assert all(command[-1] == "heard/base" for command in commands)
    assert end.value.code == 0


def test_calls_run_by_themselves_and_nothing_is_left_out_on_sqlite(called):
    with pytest.raises(SystemExit):
        called[0].main(["--all"])

    chosen = [(command[command.index("-m", 8) + 1], "-n" in command) for command in called[2:4]]
    assert chosen == [("not calls", False), ("calls", True)]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        pytest.param([0, 5, 0, 5], 0, id="no calls among the chosen"),
        pytest.param([5, 5, 5, 5], 5, id="nothing among the chosen"),
        pytest.param([0, 1, 0, 0], 1, id="one part ends red"),
        pytest.param([0, 2], 2, id="interrupted"),
    ],
)
def test_all_is_as_well_as_its_worst_part(called, monkeypatch, answers, code):
    left = iter(answers)
    monkeypatch.setattr(called[0].subprocess, "call", lambda _command: next(left))

    with pytest.raises(SystemExit) as end:
        called[0].main(["--all"])

    assert end.value.code == code
    assert list(left) == []


def test_services_that_the_developer_names_are_used(monkeypatch):
    test = load("test", monkeypatch)
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/heard")
    monkeypatch.setenv("HEARD_BUS_URL", "valkey://localhost")
    monkeypatch.setattr(test.subprocess, "Popen", lambda *_, **__: pytest.fail("started some"))

    test.start_services()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_host(name):
    lock = (BIN.parent / name).read_text()

    assert "://" not in lock
    assert "--hash=sha256:" in lock


def test_a_node_runs_on_the_versions_that_are_tested():
    tested = set(re.findall(r"^\S+==\S+", (BIN.parent / "requirements-dev.lock").read_text(), re.M))
    served = set(re.findall(r"^\S+==\S+", (BIN.parent / "requirements.lock").read_text(), re.M))

    assert served < tested


def test_the_lock_of_the_tools_names_no_host():
    assert "resolved" not in (BIN.parent / "package-lock.json").read_text()
