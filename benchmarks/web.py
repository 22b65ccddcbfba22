"""`make bench`: the web application under people who read and write, on SQLite and on Postgres; --write keeps it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.postgres import cluster

from benchmarks.run import Figures, closed, row
from benchmarks.web_walk import PAGES, Browser, move

HERE = Path(__file__).parent
READERS, WRITERS, SECONDS = 8, 8, 30
MOVES = 40
SETS = (("SQLite", 300, 60), ("SQLite", 10_000, 150), ("Postgres", 300, 60), ("Postgres", 10_000, 150))
MOST = {"start": 2.0, "memory": 300.0, "failed": 0.0, "lost": 0.0, "roadmap": 150.0}
MOST |= {"move": 150.0, "moved": 150.0, "compare": 200.0}
SAID = ("Home", "the list of activities", "an activity", "the findings", "the roadmap")
# As people run it: with no settings, and with modules compiled once, as they are when it is installed.
LEFT_OUT = ("TRUENORTH_", "DJANGO_", "PYTHONDONTWRITEBYTECODE")
KEPT = {name: value for name, value in os.environ.items() if not name.startswith(LEFT_OUT)}
Column = tuple[str, int, int, Figures]

# What is measured: figure, in words, how it is printed, and the most it may be (ms: that of the column).
ROWS = (
    ("start", "cold start: from the command to the first answer", "{:.1f} s", "2 s"),
    ("first", "the first Home after it: the plan read, every rule run", "{:.1f} s", ""),
    *(
        (name, f"{said}, 8 readers", "{:.0f} ms", "150 ms" if name in MOST else "ms")
        for name, said in zip(PAGES, SAID, strict=True)
    ),
    ("move", "a bar moved on the roadmap, and the plan checked again", "{:.0f} ms", "150 ms"),
    ("moved", "the roadmap as it is then", "{:.0f} ms", "150 ms"),
    ("compare", "a what-if beside the plan as it is then", "{:.0f} ms", "200 ms"),
    ("live", "a look for news (every page, every 2 s)", "{:.0f} ms", ""),
    ("mixed", "any page, while 8 of 16 write", "{:.0f} ms", ""),
    ("save", "a save, while 8 of 16 write", "{:.0f} ms", ""),
    ("saved", "saves in 30 s", "{:.0f}", ""),
    ("failed", "answers that failed, of all", "{:.0f}", "0"),
    ("lost", "saves that are not in the history", "{:.0f}", "0"),
    ("memory", "memory of the server after it", "{:.0f} MB", "300 MB"),
    ("jobs", "memory of the process for jobs", "{:.0f} MB", ""),
)


def main() -> int:
    """Print the table; 1 where a bar is missed."""
    with ExitStack() as stack:
        columns = [(*one, _measured(stack, *one[:2])) for one in SETS if _is_there(one[0])]
    return closed("web", _table(columns), list(_missed(columns)), f"p95 of {SECONDS} s")


def _is_there(database: str) -> bool:
    from importlib.util import find_spec

    from tools.postgres import binaries

    there = database == "SQLite" or (binaries() is not None and find_spec("psycopg") is not None)
    if not there:
        print("Postgres is not measured: no initdb, or no psycopg, here.", file=sys.stderr)
    return there


def _measured(stack: ExitStack, database: str, activities: int) -> Figures:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    with cluster(careful=True) if database == "Postgres" else _none() as url:
        print(f"{database}, {activities:,} activities ...", file=sys.stderr, flush=True)
        environment = {**KEPT, "DATABASE_URL": url}
        made = folder / "made.json"
        words = [sys.executable, HERE / "web_made.py", folder / "data", str(activities), str(READERS + WRITERS)]
        made.write_text(subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout)
        with _served(folder / "data", environment) as (process, address, start):
            return {"start": start, **_walked(process, address, made, folder / "data", environment)}


@contextmanager
def _none() -> Iterator[str]:
    yield ""


@contextmanager
def _served(data: Path, environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str, float]]:
    """The server as everybody runs it, its address, and how long it took to the first answer."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    words = [sys.executable, "-m", "truenorth", "serve", "--data", str(data), "--port", str(port)]
    began = time.monotonic()
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield process, f"http://localhost:{port}", _answered(f"http://localhost:{port}/account/login/") - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _answered(address: str) -> float:
    while True:
        try:
            with urlopen(address, timeout=60):
                return time.monotonic()
        except OSError:
            time.sleep(0.02)


def _walked(
    process: subprocess.Popen[bytes], address: str, made: Path, data: Path, environment: dict[str, str]
) -> Figures:
    first = _first(address, made)
    moves, moving = _moved(address, made)
    reading = _walk(address, made, READERS, 0, SECONDS)
    mixed = _walk(address, made, READERS, WRITERS, SECONDS)
    pages, jobs = _memory(process.pid)
    any_page = [one for name, took in mixed["took"].items() if name not in ("live", "save") for one in took]
    return {
        "first": first,
        **{name: _p95(reading["took"][name]) for name in (*PAGES, "live")},
        **{name: _p95(moving.took[name]) for name in ("move", "moved", "compare")},
        "mixed": _p95(any_page),
        "save": _p95(mixed["took"]["save"]),
        "saved": float(mixed["saved"]),
        "failed": float(reading["failed"] + mixed["failed"] + moving.failed),
        "lost": float(mixed["saved"] + moves - _recorded(data, environment)),
        "memory": pages,
        "jobs": jobs,
    }


def _first(address: str, made: Path) -> float:
    """How long the first Home takes, when nothing is known yet."""
    told = json.loads(made.read_text())
    began = time.monotonic()
    with urlopen(Request(address + told["home"], headers={"Cookie": f"sessionid={told['cookies'][0]}"})) as answer:
        answer.read()
    return time.monotonic() - began


def _moved(address: str, made: Path) -> tuple[int, Browser]:
    """One who moves bars of the roadmap, alone: how many were moved, and what it took."""
    browser = Browser(address, json.loads(made.read_text()), 0, defaultdict(list))
    return move(browser, MOVES), browser


def _walk(address: str, made: Path, readers: int, writers: int, seconds: float) -> dict[str, dict[str, list[float]]]:
    words = [sys.executable, HERE / "web_walk.py", address, made, *map(str, (readers, writers, seconds))]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _p95(took: list[float]) -> float:
    """In milliseconds."""
    return sorted(took)[int(len(took) * 0.95)] * 1000


def _recorded(data: Path, environment: dict[str, str]) -> int:
    """How many changes there are after the first, as a backup counts them."""
    words = [
        sys.executable,
        "-m",
        "truenorth",
        "backup",
        str(data.with_suffix(".zip")),
        "--data",
        str(data),
        "--replace",
    ]
    said = subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout
    found = re.search(r"version ([\d,]+)", said)
    return int(found[1].replace(",", "")) - 1 if found else 0


def _memory(pid: int) -> tuple[float, float]:
    """Megabytes of the server, and of the process for jobs; what processes share counts once."""
    pages, jobs = _pss(pid), 0.0
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        works = b"\0work\0" in Path(f"/proc/{child}/cmdline").read_bytes()
        pages, jobs = (pages, jobs + _pss(int(child))) if works else (pages + _pss(int(child)), jobs)
    return pages, jobs


def _pss(pid: int) -> float:
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _table(columns: list[Column]) -> Iterator[str]:
    yield row(("", *(f"{database}, {size:,} activities" for database, size, _, _ in columns), "at most"))
    yield "|---|" + "---:|" * (len(columns) + 1)
    for name, words, form, most in ROWS:
        bar = " / ".join(f"{ms} ms" for ms in dict.fromkeys(ms for _, _, ms, _ in columns)) if most == "ms" else most
        yield row((words, *(form.format(figures[name]) for *_, figures in columns), bar))


def _missed(columns: list[Column]) -> Iterator[str]:
    for database, size, milliseconds, figures in columns:
        for name, words, form, _ in ROWS:
            most = MOST.get(name, float(milliseconds) if name in PAGES else None)
            if most is not None and figures[name] > most:
                yield f"Missed: {database}, {size:,}: {words}: {form.format(figures[name])} of {form.format(most)}."


if __name__ == "__main__":
    sys.exit(main())
