"""Names that try to steer a terminal, a page or a script are only ever shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from truenorth.plan import text

Run = Callable[..., Any]
ON = ("--as-of", "2027-01-11")
ESCAPE = "\x1b[31;1mred\x1b[0m\x1b]0;title\x07"
NAMES = {
    "escape sequences": f"Letter {ESCAPE}",
    "one-byte escapes": "Letter \x9b31m\x9d0;x\x9c",
    "rich markup": "[red]Letter[/red] [link=x]y[/link] :smile: [/]",
    "lines of their own": "Letter\n\nerror    Nothing is wrong\r\x0b\x0cAt stake: EUR 0",
    "writing the other way": "Letter \u202egnp.exe\u2066\u2069\u200f",
    "hidden characters": "Let\u200bter\ufeff\u2060 \U000e0041",
    "html": "<script>alert(1)</script> <img src=x onerror=y> &amp;",
    "markdown": "**Letter** [x](http://evil.example) | a | `b` # c\n## d\n![i](j) @somebody ~~k~~",
    "percent and braces": "{0} %s %(x)s ${HOME} {{x}}",
    "very long": "Letter " * 2000,
    "one long word": "L" * 5000,
    "wide characters": "\u624b\u7d19 " * 40 + "\U0001f468\u200d\U0001f469\u200d\U0001f467",
}


def yaml_text(words: str) -> str:
    """A text as YAML may hold it whatever is in it."""
    plain = (
        char if char.isascii() and char.isprintable() and char not in '"\\' else f"\\U{ord(char):08x}" for char in words
    )
    return f'"{"".join(plain)}"'


@pytest.fixture(params=NAMES, ids=str)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A plan whose texts are all of one hostile kind, with things out of line."""
    name = NAMES[request.param]
    quoted = yaml_text(name)
    (tmp_path / "company.yaml").write_text(f"c: {{name: {quoted}, currency: EUR}}\n", "utf-8")
    (tmp_path / "tool.yaml").write_text(
        f"mailer: {{name: {quoted}, capabilities: [emails], limits: {{emails: 10}}}}\n", "utf-8"
    )
    (tmp_path / "activity.yaml").write_text(
        f"a: {{name: {quoted}, note: {quoted}, owner: {quoted}, channel: {quoted}, tools: [mailer],"
        f" needs: {{emails: 20}}, start: 2027-02-01, end: 2027-02-20, cost: 10, labels: {{x: {quoted}}},"
        f" undecided: [{quoted}], source: [{{document: {quoted}, quote: {quoted}}}]}}\nb: {{name: Other}}\n",
        "utf-8",
    )
    return tmp_path


def harmless(out: str) -> bool:
    """Whether a text holds nothing that steers a terminal."""
    return not any((unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in "\n\u200c\u200d") for char in out)


@pytest.mark.parametrize(
    "words",
    [
        ["check", *ON],
        ["check", *ON, "--all"],
        ["check", *ON, "--rule", "TOOL02"],
        ["check", *ON, "--format", "json"],
        ["check", *ON, "--format", "sarif"],
        ["check", *ON, "--format", "md"],
        ["plan", "show"],
        ["plan", "show", "activity:a"],
        ["plan", "why", "activity:a"],
        ["plan", "diff", "activity:a", "activity:b"],
    ],
    ids=" ".join,
)
def test_no_command_lets_it_through(words: list[str], folder: Path, run: Run) -> None:
    place = 2 if words[0] == "plan" else 1
    ran = run(*words[:place], folder, *words[place:])

    assert ran.code in (0, 1)
    assert harmless(ran.out)
    assert harmless(ran.err)


def test_lines_stay_as_wide_as_the_screen(folder: Path, run: Run) -> None:
    for line in run("check", folder, *ON).out.splitlines():
        shown = [char for char in line if char != "\u200d"]
        assert sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in shown) <= 100


def test_markup_is_printed_as_it_stands(run: Run, tmp_path: Path) -> None:
    (tmp_path / "goal.yaml").write_text("a: {name: '[red]Grow[/red] :smile:'}\n", "utf-8")

    assert run("plan", "show", tmp_path).out.splitlines()[3] == "[red]Grow[/red] :smile: (goal:a)"


def test_markdown_shows_html_and_markdown_as_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tool.yaml").write_text("m: {name: '<b>x</b> [y](z) | *w*', limits: {emails: 1}}\n", "utf-8")
    (tmp_path / "activity.yaml").write_text(
        "a: {tools: [m], needs: {emails: 5}, start: 2027-02-01, end: 2027-02-02}\n", "utf-8"
    )

    out = run("check", tmp_path, *ON, "--format", "md").out

    assert "&lt;b&gt;x&lt;/b&gt; \\[y\\](z) \\| \\*w\\*" in out
    assert "<b>" not in out


def test_what_is_wrong_in_a_file_is_said_harmlessly(run: Run, tmp_path: Path) -> None:
    (tmp_path / "goal.yaml").write_text(json.dumps({"a": {f"x{ESCAPE}": "1", "status": ESCAPE}}), "utf-8")

    ran = run("check", tmp_path)

    assert ran.code == 2
    assert harmless(ran.err)
    assert "[31;1mred" in ran.err


def test_the_words_of_a_command_are_said_harmlessly(run: Run, acme: Path) -> None:
    for words in (
        ["plan", "show", acme, ESCAPE],
        ["rule", ESCAPE],
        ["check", acme / ESCAPE],
        ["check", acme, "--as-of", ESCAPE],
    ):
        ran = run(*words)
        assert ran.code == 2
        assert harmless(ran.err)


def test_a_fix_writes_the_value_that_was_there_not_the_one_made_safe(run: Run, acme: Path) -> None:
    strange = "Spring \u200bletter"
    run("plan", "set", acme, "spring-letter", f"name={strange}", "cost=1")

    assert text.read(acme).title("activity:spring-letter") == strange
    assert run("plan", "undo", acme).code == 0
    assert text.read(acme).title("activity:spring-letter") == "Spring letter"


@pytest.mark.skipif(sys.platform == "win32", reason="no descriptors to close")
@pytest.mark.parametrize("closed", [1, 2])
def test_a_check_without_a_screen_ends_as_it_would_with_one(closed: int, tmp_path: Path) -> None:
    (tmp_path / "goal.yaml").write_text("grow: {name: Grow}\n", "utf-8")
    words = [sys.executable, "-m", "truenorth", "check", str(tmp_path), *ON]

    seen = subprocess.run(words, capture_output=True, check=False)
    unseen = subprocess.run(words, capture_output=True, check=False, preexec_fn=lambda: os.close(closed))

    assert unseen.returncode == seen.returncode
    assert b"Traceback" not in unseen.stderr + unseen.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [["rules"], ["--help"], ["plan", "kinds", "activity"], ["version"]], ids=" ".join)
def test_an_answer_that_cannot_be_written_ends_with_2_and_says_so(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "truenorth", *words], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert (ran.returncode, b"Traceback" in ran.stderr) == (2, False)
    assert b"no space left on device" in ran.stderr
