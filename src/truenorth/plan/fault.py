"""What cannot be read in a folder: where it is, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

Row = tuple[str, dict[str, Any]]  # (key, fields)
Lines = Callable[[str, str], int]  # (key, field) -> line
FOLD_FROM = 3


@dataclass(frozen=True)
class Fault:
    """Something in a folder that cannot be read: where, and what to write instead."""

    file: str
    line: int
    field: str
    says: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return " ".join(f"{place}: {self.field + ': ' if self.field else ''}{self.says}".split())


class Faults(ValueError):
    """A folder that cannot be read; carries every fault found in it."""

    def __init__(self, faults: list[Fault]) -> None:
        """Keep the faults."""
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def gathered(faults: Iterable[Fault]) -> list[Fault]:
    """The faults, the same one in the same field of three or more items said once, with how many more there are."""
    groups: dict[tuple[str, str, str], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.file, fault.field.rpartition(" ")[2], fault.says), []).append(fault)
    kept: list[Fault] = []
    for first, *more in groups.values():
        few = len(more) + 1 < FOLD_FROM
        kept += [first, *more] if few else [replace(first, says=f"{first.says} (and in {len(more):,} more places)")]
    return kept
