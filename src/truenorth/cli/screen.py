"""What a person sees: lines in colour where it is a terminal, and bad input said in words."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.text import Text

    from truenorth.reports.lines import Line

WIDEST = 100
TALLEST = 38
BAD_INPUT = 2
NOT_RUN = 3  # Truenorth itself failed
MOST_FAULTS = 20
STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
    "good": "green",
    "strong": "bold",
    "quiet": "dim",
}


def width() -> int:
    """How wide text may be: a terminal's width up to a hundred columns."""
    import shutil

    return max(min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST), 40)


def height() -> int:
    """How many lines one screen holds."""
    import shutil

    return max(min(shutil.get_terminal_size((WIDEST, TALLEST + 2)).lines - 2, TALLEST), 22)


def is_narrow() -> bool:
    """Whether long lines are cut: on a terminal, or where COLUMNS says so; never in a pipe or a file."""
    return sys.stdout.isatty() or "COLUMNS" in os.environ


def show(lines: Iterable[Line | str]) -> None:
    """Print lines, in colour on a terminal; no text is taken for markup."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    for text in texts(lines):
        console.print(text, soft_wrap=True)


def texts(lines: Iterable[Line | str]) -> Iterator[Text]:
    """Lines with their styles, as rich takes them."""
    from rich.text import Text

    for line in lines:
        if isinstance(line, str):
            yield Text(line)
            continue
        text = Text(line.text)
        if line.style in STYLES:
            text.stylize(STYLES[line.style], 0, len(line.text) if line.head is None else line.head)
        yield text


def typed(folder: Path) -> str:
    """A folder as it is typed in a command."""
    from truenorth.reports.words import plain

    return plain(shlex.quote(str(folder)))


def complain(says: str) -> None:
    """Say on standard error what is wrong."""
    from truenorth.reports.words import plain

    for line in says.splitlines():
        typer.echo(plain(line), err=True)


def confirmed(asks: str = "Do it?", otherwise: str = "Nothing was written") -> bool:
    """Whether people say yes; where nobody can be asked, no, and how to say it on the command line."""
    if not sys.stdin.isatty():
        complain(f"{otherwise}: say --yes to do it.")
        return False
    return typer.confirm(asks, err=True)


@contextmanager
def bad_input() -> Iterator[None]:
    """Say what is wrong with a folder, a value or a word, and end with 2, or 3 where Truenorth failed; only that."""
    from truenorth.plan.edit import Broken, Clashes
    from truenorth.plan.fault import Faults
    from truenorth.plan.reading import Unreadable
    from truenorth.services.plan import Failed, Refused

    try:
        yield
    except Faults as error:
        complain(_faults([str(fault) for fault in error.faults]))
    except Unreadable as error:
        complain("\n".join(f"{error.ref} {problem.field}: {problem.says}" for problem in error.problems))
    except Failed as error:
        complain(str(error))
        raise typer.Exit(NOT_RUN) from None
    except (Clashes, Broken, Refused) as error:
        complain(str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        complain(f"{where}{(error.strerror or str(error)).lower()}; nothing was changed")
    else:
        return
    raise typer.Exit(BAD_INPUT)


def _faults(said: list[str]) -> str:
    more = len(said) - MOST_FAULTS
    return "\n".join([*said[:MOST_FAULTS], *([f"and {more:,} more like these"] if more > 0 else [])])


def place_and_words(words: list[str], most: int) -> tuple[Path, list[str]]:
    """A folder, where the first word names one or there is a word too many, and the other words."""
    if words and (len(words) > most or _is_folder(words[0])):
        return Path(words[0]), words[1:]
    return Path("."), words


def _is_folder(word: str) -> bool:
    """Whether a word is meant for a folder: it is there, it has a '/', or there is no plan here to look in."""
    from truenorth.services.places import files

    return Path(word).exists() or "/" in word or os.sep in word or (":" not in word and not files(Path(".")))
