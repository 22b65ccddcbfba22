"""`truenorth serve`, `work`, `backup`, `restore`: the web application and its data; the one door to the server."""

from __future__ import annotations

from pathlib import Path

import typer

from truenorth.cli import options
from truenorth.cli.screen import show
from truenorth.cli.telling import careful, telling


def serve(
    data: options.Data = Path("truenorth-data"),
    host: options.Host = "127.0.0.1",
    port: options.Port = 8000,
    demo: options.Demo = False,
) -> None:
    """Serve workspaces as web pages, until Ctrl-C: everything is kept in one folder, and no settings are needed.

    The folder is made where it is not there yet. What takes long is worked out by a second process beside.
    """
    from truenorth.server import running

    with careful():
        address = running.reachable(host, port, demo=demo)
        try:
            running.serve(data, host, port, demo=demo, started=lambda doors: show(_welcome(address, data, doors)))
        except running.Ended as ended:
            raise typer.Exit(ended.args[0]) from None
        show(["Stopped."])


def _welcome(address: str, data: Path, doors: list[tuple[str, str]]) -> list[str]:
    lines = [f"Truenorth is at {address} (Ctrl-C stops it). Everything is kept in {data}."]
    if doors:
        lines += ["", "DEMO: anybody who can reach this address is let in. Keep no real data here.", "Look at it as:"]
        lines += [f"  {address}{path:<24} {who}" for path, who in doors]
    return lines


def work(data: options.Data = Path("truenorth-data")) -> None:
    """Work off what takes long, such as whether a plan fits, until Ctrl-C. `truenorth serve` does so by itself."""
    from truenorth.server import running

    with careful(), telling() as tell:
        running.work(data, lambda what: tell.say(what) if what else tell.stop())


def backup(
    out: options.OutArchive,
    data: options.Data = Path("truenorth-data"),
    replace: options.Replace = False,
) -> None:
    """Write all workspaces, with their whole history and the data loaded, into one file; a server may be running."""
    from truenorth.server import running

    with careful("nothing was written"), telling() as tell:
        lines = running.backup(data, out, replace=replace, tell=tell.say)
        tell.stop()
        show(lines)


def restore(
    archive: options.Archive,
    data: options.Data = Path("truenorth-data"),
    replace: options.ReplaceData = False,
) -> None:
    """Bring back what `truenorth backup` wrote, whole: people, workspaces, history, data. Others sign in again."""
    from truenorth.server import running

    with careful("nothing was changed"), telling() as tell:
        lines = running.restore(data, archive, replace=replace, tell=tell.say)
        tell.stop()
        show(lines)
