"""One file written whole or not at all, also where that is cut short."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from truenorth.plan.fault import Fault, Faults


def write_whole(out: Path, data: bytes) -> Path:
    """Write a file, in the place of one that may be there; until it is whole, what was there stays. OSError if not.

    What is no file, such as /dev/stdout, is written to; a folder is refused, by Faults.
    """
    if out.is_dir():
        raise Faults([Fault(str(out), 0, "", "is a folder: name a file in it")])
    if not out.parent.is_dir():
        raise Faults([Fault(str(out), 0, "", f"cannot be written: there is no folder {out.parent}")])
    if out.exists() and not out.is_file():
        out.write_bytes(data)
        return out
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=".truenorth-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        beside.chmod(0o666 & ~_mask())
        beside.replace(out)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return out


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
