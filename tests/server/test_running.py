"""The server as people run it: one command, one folder, and both processes end together."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

STARTS_IN = 60  # seconds, on a machine that does much else
KEPT = {name: value for name, value in os.environ.items() if not name.startswith(("TRUENORTH_", "DJANGO_"))}


def truenorth(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "truenorth", *map(str, words)]
    return subprocess.run(command, env={**KEPT, **environment}, capture_output=True, text=True, check=False)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def served(data: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server that answers, and its address; it is gone afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "truenorth", "serve", "--data", str(data), "--port", str(port), *words]
    process = subprocess.Popen(command, env=KEPT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        _awaited(process, f"http://localhost:{port}/")
        yield process, f"http://localhost:{port}"
    finally:
        process.kill()
        process.communicate()


def _awaited(process: subprocess.Popen[str], address: str) -> None:
    until = time.monotonic() + STARTS_IN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=STARTS_IN):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"no answer: {process.communicate()}")


def of(data: Path) -> list[int]:
    """The processes that use a data folder."""
    found = subprocess.run(["pgrep", "-f", f"data {data}"], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def gone(data: Path, within: float = 15) -> bool:
    until = time.monotonic() + within
    while of(data) and time.monotonic() < until:
        time.sleep(0.1)
    return not of(data)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_one_command_prepares_serves_and_ends_cleanly(data: Path) -> None:
    with served(data) as (process, address):
        with urlopen(address) as answer:
            page = answer.read().decode()
        [style] = set(re.findall(r"/static/truenorth\.[0-9a-f]+\.css", page))
        with urlopen(address + style) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
        process.send_signal(signal.SIGINT)
        said, wrong = process.communicate(timeout=30)

    assert (process.returncode, re.sub(r"Preparing the \w+ \.\.\.\n", "", wrong)) == (0, "")
    assert said.startswith(f"Truenorth is at {address} (Ctrl-C stops it).")
    assert said.endswith("Stopped.\n")
    assert gone(data)
    assert list((data / "static" / "report").rglob("*.py")) == []
    assert ((data / "secret.key").stat().st_mode & 0o777, data.stat().st_mode & 0o777) == (0o600, 0o700)


def test_kill_9_of_the_server_ends_the_jobs_too(data: Path) -> None:
    with served(data) as (process, _):
        while len(of(data)) < 3:
            time.sleep(0.1)
        process.kill()
        process.wait()

        assert gone(data)


def test_the_demo_is_served_with_a_link_for_each_party_and_a_backup_is_taken_meanwhile(
    data: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "all.zip"
    with served(data, "--demo") as (process, address):
        _awaited(process, f"{address}/demo/")  # made by the process for jobs, while pages are there already
        with urlopen(f"{address}/demo/") as answer:
            assert "Kestrel Freight Cloud" in answer.read().decode()
        kept = truenorth("backup", archive, "--data", data)
        assert (kept.returncode, kept.stderr) == (0, "")
        held = truenorth("restore", archive, "--data", data, "--replace")
        assert held.returncode == 2
        assert "in use" in held.stderr
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=30)[0]

    assert f"{address}/demo/partner/" in said
    assert "DEMO" in said
    again = truenorth("restore", archive, "--data", tmp_path / "other")
    assert prints(again.stdout) == prints(kept.stdout) != []


def prints(said: str) -> list[str]:
    return re.findall(r"^.* items, version .*, fingerprint [0-9a-f]{12}$", said, re.MULTILINE)


def test_what_was_kept_on_sqlite_comes_back_on_postgres_and_the_other_way(
    data: Path, tmp_path: Path, postgres_of: Callable[[str], str]
) -> None:
    hands = Path(__file__).parent / "faults" / "hands.py"
    subprocess.run([sys.executable, hands, data, "begin"], env=KEPT, check=True)
    there, back = tmp_path / "there.zip", tmp_path / "back.zip"
    url = postgres_of("moved")

    said = [
        truenorth("backup", there, "--data", data),
        truenorth("restore", there, "--data", tmp_path / "elsewhere", DATABASE_URL=url),
        truenorth("backup", back, "--data", tmp_path / "elsewhere", DATABASE_URL=url),
        truenorth("restore", back, "--data", data, "--replace"),
    ]

    assert [one.stderr for one in said if one.returncode] == []
    assert len({*map(str, map(prints, [one.stdout for one in said]))}) == 1
    told = subprocess.run([sys.executable, hands, data, "tell"], env=KEPT, check=True, capture_output=True, text=True)
    assert json.loads(told.stdout)["head"] == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--host", "0.0.0.0"), "TRUENORTH_URL"),
        (("--host", "0.0.0.0", "--demo"), "to this machine alone"),
    ],
)
def test_it_is_not_opened_to_others_by_accident(words: tuple[str, ...], says: str, data: Path) -> None:
    refused = truenorth("serve", "--data", data, "--port", free_port(), *words)

    assert (refused.returncode, says in refused.stderr, data.exists()) == (2, True, False)


def test_a_port_that_is_taken_is_said_to_be(data: Path) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        refused = truenorth("serve", "--data", data, "--port", one.getsockname()[1])

    assert refused.returncode == 2
    assert "is not free" in refused.stderr


@pytest.mark.parametrize("command", ["serve", "work", "backup", "restore"])
def test_without_the_extra_it_says_what_to_install(command: str, data: Path) -> None:
    words = [command, *(["x.zip"] if command in ("backup", "restore") else []), "--data", str(data)]
    code = f"""
import sys
sys.modules["granian"] = None
from importlib import util
real = util.find_spec
util.find_spec = lambda name, *rest: None if name == "granian" else real(name, *rest)
sys.argv = ["truenorth", *{words!r}]
from truenorth.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], env=KEPT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr.strip()) == (2, 'not installed here: pip install "truenorth[web]"')
