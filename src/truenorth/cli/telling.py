"""What is told while something is under way, and how it ends when it is cut short."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, Timer, current_thread, main_thread

import typer

from truenorth.cli.screen import bad_input, complain

STOPPED = 130
MOMENT = 0.4  # seconds that something may take before it is told on a terminal
LONG = 2.0  # the same where there is none, as in a log


class Tell:
    """Says what takes longer than a moment: on a terminal in a line that goes away, elsewhere in a line each."""

    def __init__(self) -> None:
        from rich.console import Console

        console = Console(stderr=True, highlight=False, markup=False)
        self._status = console.status("") if console.is_terminal else None
        self._now = ""
        self._shown = False
        self._timer: Timer | None = None
        self._lock = Lock()

    def say(self, what: str) -> None:
        """Say what is being done now, once it has taken a moment."""
        with self._lock:
            self._now = what
            self._forget_timer()
            if self._status and self._shown:
                self._status.update(what)
                return
            self._timer = Timer(MOMENT if self._status else LONG, self._show, (what,))
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        """Take the line away; what has not been told yet is not told any more."""
        with self._lock:
            self._now = ""
            self._forget_timer()
            if self._status and self._shown:
                self._status.stop()
            self._shown = False

    def _show(self, what: str) -> None:
        with self._lock:
            if what != self._now:
                return
            self._shown = True
            if self._status:
                self._status.update(what)
                self._status.start()
            else:
                typer.echo(f"{what} ...", err=True)

    def _forget_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


@contextmanager
def telling() -> Iterator[Tell]:
    """Something to tell with what is being done; what it showed goes away at the end."""
    tell = Tell()
    try:
        yield tell
    finally:
        tell.stop()


@contextmanager
def stoppable(meanwhile: str = "", place: Path | None = None, done: str = "") -> Iterator[None]:
    """Ctrl-C ends with 130 and a line that says what became of it.

    That is `meanwhile`; or `done`, where something in `place` (a file, or a plan's folder) was replaced by then.
    """
    with _listening():
        before = _stamp(place)
        try:
            yield
            _stop_if_pressed()
        except (KeyboardInterrupt, typer.Abort):
            pass
        except Exception as error:
            if not _PRESSED.is_set() or (isinstance(error, typer.Exit) and error.exit_code == STOPPED):
                raise
        else:
            return
        is_done = _stamp(place) != before
        complain(f"Stopped, but {done}" if is_done else f"Stopped{': ' if meanwhile else ''}{meanwhile}.")
        raise typer.Exit(STOPPED)


_PRESSED = Event()


def _press(*_: object) -> None:
    _PRESSED.set()
    raise KeyboardInterrupt


@contextmanager
def _listening() -> Iterator[None]:
    """Remember that Ctrl-C was pressed: libraries take the interruption for a failure of their own, or pass over it."""
    now = signal.getsignal(signal.SIGINT)
    if now is _press:
        _stop_if_pressed()
    if now is not signal.default_int_handler or current_thread() is not main_thread():
        yield
        return
    _PRESSED.clear()
    signal.signal(signal.SIGINT, _press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, now)


def _stop_if_pressed() -> None:
    if _PRESSED.is_set():
        raise KeyboardInterrupt


def _stamp(place: Path | None) -> list[tuple[str, int, int, int]]:
    from truenorth.services.folder import stamp

    return stamp(place) if place else []


@contextmanager
def careful(meanwhile: str = "") -> Iterator[None]:
    """What is missing or cannot be read is said in words; Ctrl-C ends with 130 and leaves nothing behind."""
    from truenorth.facts.connection import NotInstalled, failures
    from truenorth.services.plan import Refused

    with stoppable(meanwhile), bad_input():
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
