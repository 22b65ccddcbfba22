"""Running the command line: here in one process, and as people do where that is what is tested."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from truenorth.cli import app
from truenorth.engines.feasibility.proved import is_installed

EXAMPLES = Path(__file__).parents[2] / "examples"
TODAY = "2027-01-11"
ANSWERS: dict[Any, Any] = {}  # of the engine, by what it was asked


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def _worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the engine was asked in another test it is not asked again: the same problem has the same answer."""
    if not is_installed():
        return
    from truenorth.engines.feasibility import proved, solve

    def once(ask: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*about: Any, stop: object = None, **how: Any) -> Any:
            if stop is not None:
                return ask(*about, stop=stop, **how)
            key = ask.__name__, *map(repr, about), *((name, how[name]) for name in sorted(how) if name != "tell")
            if key in ANSWERS:
                return ANSWERS[key]
            answer = ask(*about, **how)
            if not getattr(answer, "late", False):  # one that time cut short is worked out again
                ANSWERS[key] = answer
            return answer

        return asked

    monkeypatch.setattr(solve, "solve", once(solve.solve))
    monkeypatch.setattr(proved, "any_one_will_do", once(proved.any_one_will_do))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, _worked_out_once: None) -> Callable[..., Ran]:
    """A command, in this process, `at` a time; the screen is 100 columns wide unless told."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("LINES", "40")

    def ran(*words: str | Path, given: str = "", at: datetime | None = None) -> Ran:
        clock = (lambda: at) if at else None
        words_ = [str(word) for word in words]
        result = CliRunner().invoke(app, words_, input=given, prog_name="truenorth", obj=clock)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return ran


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """Acme, with nothing wrong, in a folder of its own."""
    return Path(shutil.copytree(EXAMPLES / "acme", tmp_path / "acme"))


@pytest.fixture
def bent(tmp_path: Path) -> Path:
    """Acme bent, in a folder of its own."""
    return Path(shutil.copytree(EXAMPLES / "acme-bent", tmp_path / "bent"))


def truenorth(*words: str | Path, cwd: Path | None = None, columns: int = 100) -> Ran:
    """A command, as a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", "truenorth", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "COLUMNS": str(columns), "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    return Ran(result.returncode, result.stdout, result.stderr)


@pytest.fixture
def process() -> Callable[..., Ran]:
    """A command, as a process of its own."""
    return truenorth


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".truenorth-")
    }


@pytest.fixture
def held() -> Callable[[Path], dict[str, bytes]]:
    """What the files of a folder hold."""
    return state
