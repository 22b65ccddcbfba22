"""Where the example plans are: beside the package when installed, in `examples/` in a checkout."""

from __future__ import annotations

from pathlib import Path


def folder(name: str) -> Path:
    """The folder of an example."""
    package = Path(__file__).parents[1]
    here = (package / "examples" / name, package.parents[1] / "examples" / name)
    return next((path for path in here if path.is_dir()), here[-1])


def names() -> list[str]:
    """The examples there are."""
    root = folder("acme").parent
    return sorted(path.parent.name for path in root.glob("*/truenorth.yaml"))
