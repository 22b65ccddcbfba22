"""What is told while something is under way, and how it ends when it is cut short."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from truenorth.cli.screen import bad_input, complain

STOPPED = 130


class Tell:
    """Says what is being done: on a terminal in a line that goes away, elsewhere in a line each."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(stderr=True, highlight=False, markup=False)
        self._status = self._console.status("") if self._console.is_terminal else None

    def say(self, what: str) -> None:
        """Say what is being done now."""
        if self._status is None:
            typer.echo(f"{what} ...", err=True)
            return
        self._status.update(what)
        self._status.start()

    def stop(self) -> None:
        """Take the line away."""
        if self._status is not None:
            self._status.stop()


@contextmanager
def telling() -> Iterator[Tell]:
    """Something to tell with what is being done; what it showed goes away at the end."""
    tell = Tell()
    try:
        yield tell
    finally:
        tell.stop()


@contextmanager
def careful(meanwhile: str = "") -> Iterator[None]:
    """What is missing or cannot be read is said in words; Ctrl-C ends with 130 and leaves nothing behind."""
    from truenorth.facts.connection import NotInstalled, failures
    from truenorth.services.plan import Refused

    try:
        with bad_input():
            try:
                yield
            except NotInstalled as error:
                raise Refused(str(error)) from None
            except RuntimeError as error:
                if "interrupted" in str(error).lower():  # how DuckDB says that Ctrl-C stopped it
                    raise KeyboardInterrupt from None
                raise
            except failures() as error:
                says = (str(error).strip().splitlines() or ["the data cannot be read"])[0]
                raise Refused(f"{says[:300]}{'; ' if meanwhile else ''}{meanwhile}") from None
    except (KeyboardInterrupt, typer.Abort):
        complain(f"Stopped{': ' if meanwhile else ''}{meanwhile}.")
        raise typer.Exit(STOPPED) from None
