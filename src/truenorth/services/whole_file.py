"""One file written whole or not at all, also where that is cut short."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(out: Path, data: bytes) -> Path:
    """Write a file, in the place of one that may be there; until it is whole, what was there stays. OSError if not."""
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
