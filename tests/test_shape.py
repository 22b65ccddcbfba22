"""The code stays small, says what it is, and starts fast. `python tests/test_shape.py` prints the figures."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src"
FUTURE = "from __future__ import annotations"
HEAVY = {"django", "duckdb", "ibis", "numpy", "pandas", "pyarrow", "yaml"}  # typer itself needs pydantic


@dataclass(frozen=True)
class Module:
    """A file of src/: where it is, how long, and what it says."""

    path: str
    lines: int
    tree: ast.Module


@dataclass(frozen=True)
class Function:
    """A function of src/: where it is, and how long its body is."""

    where: str
    lines: int


@cache
def modules() -> tuple[Module, ...]:
    ours = (path for path in sorted(SRC.rglob("*.py")) if "migrations" not in path.parts)  # Django writes those
    texts = {path.relative_to(SRC).as_posix(): path.read_text("utf-8") for path in ours}
    return tuple(Module(path, len(text.splitlines()), ast.parse(text, path)) for path, text in texts.items())


@cache
def functions() -> tuple[Function, ...]:
    return tuple(
        Function(f"{module.path}:{node.lineno} {node.name}", code_lines(node))
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function's body, without its signature and its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (node.end_lineno or node.lineno) - body[0].lineno + 1 if body else 0


def p90(lengths: Iterable[int]) -> int:
    ordered = sorted(lengths)
    return ordered[(len(ordered) - 1) * 9 // 10]


def figures() -> Iterator[str]:
    """What CONTRIBUTING.md promises, as it stands."""
    lengths = [function.lines for function in functions()]
    longest = max(functions(), key=lambda function: function.lines)
    largest = max(modules(), key=lambda module: module.lines)
    yield f"functions  {len(lengths)}: median {statistics.median_low(lengths)}, p90 {p90(lengths)} lines"
    yield f"longest    {longest.lines} lines: {longest.where}"
    yield f"files      {len(modules())}: p90 {p90(module.lines for module in modules())} lines"
    yield f"largest    {largest.lines} lines: {largest.path}"


def test_no_file_is_over_500_lines() -> None:
    assert [f"{module.path}: {module.lines}" for module in modules() if module.lines > 500] == []


def test_no_function_is_over_50_lines() -> None:
    assert [f"{function.where}: {function.lines}" for function in functions() if function.lines > 50] == []


def test_functions_are_short() -> None:
    lengths = [function.lines for function in functions()]
    assert statistics.median_low(lengths) <= 5, "\n".join(figures())
    assert p90(lengths) <= 20, "\n".join(figures())


def test_every_module_says_in_its_first_line_what_it_is() -> None:
    said = {module.path: ast.get_docstring(module.tree, clean=False) for module in modules()}
    assert [path for path, text in said.items() if not (text or "").split("\n")[0].strip()] == []


def test_every_module_postpones_its_annotations() -> None:
    code = {module.path: module.tree.body[1:] for module in modules()}  # after the docstring
    assert [path for path, body in code.items() if body and ast.unparse(body[0]) != FUTURE] == []


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["version"]], ids=" ".join)
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    loaded = loaded_by(arguments)
    ours = {name for name in loaded if name.startswith("truenorth.") and not name.startswith("truenorth.cli")}
    assert ours | (loaded & HEAVY) == set()


def loaded_by(arguments: list[str]) -> set[str]:
    """The modules that one run of the command line leaves loaded."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('loaded:', *sys.modules))\n"
        f"sys.argv = {['truenorth', *arguments]!r}\n"
        "from truenorth.cli import main\n"
        "main()\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.rpartition("loaded:")[2].split())


if __name__ == "__main__":
    print("\n".join(figures()))
