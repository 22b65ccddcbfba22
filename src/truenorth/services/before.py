"""How files were before a change, so that it can be taken back to the byte where nobody changed them since."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from truenorth.records import Change, Was
from truenorth.services.patch import Files, raw
from truenorth.services.yaml_flow import common

MOST = 2**20  # characters that are kept of a file; of more, only the edits are


def kept(folder: Path, files: Files) -> dict[str, Was]:
    """What stood in some files of a folder before they become others."""
    found = ((name, _was(_there(folder / name), after)) for name, after in files.items())
    return {name: was for name, was in found if len(was.text or "") <= MOST}


def as_before(folder: Path, change: Change) -> Mapping[str, str | None]:
    """The files that are still as a change left them, as they were before it; None for one that was not there."""
    now = {name: _there(folder / name) for name in change.files}
    return {name: _back(now[name], was) for name, was in change.files.items() if digest(now[name]) == was.after}


def digest(text: str | None) -> str:
    """What tells one text from another; nothing where there is no file."""
    return "" if text is None else sha256(text.encode()).hexdigest()


def _there(path: Path) -> str | None:
    return raw(path) if path.exists() else None


def _was(old: str | None, new: str | None) -> Was:
    if old is None:
        return Was(after=digest(new))
    lines, others = old.splitlines(keepends=True), (new or "").splitlines(keepends=True)
    first, last = common(lines, others)
    text = "".join(lines[first : len(lines) - last])
    return Was(after=digest(new), line=first, lines=len(others) - first - last, text=text)


def _back(now: str | None, was: Was) -> str | None:
    if was.text is None:
        return None
    lines = (now or "").splitlines(keepends=True)
    return "".join((*lines[: was.line], was.text, *lines[was.line + was.lines :]))
