"""YAML in brackets, and values that stand in a line: what changes in them, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from truenorth.plan.yaml_rows import dumped, in_line


@dataclass(frozen=True)
class Page:
    """A text, its lines, and where each of them starts."""

    text: str
    lines: list[str]
    starts: list[int]
    ending: str = "\n"

    def at(self, mark: Any) -> int:
        """Where a mark of the parser is in the text."""
        return self.starts[mark.line] + int(mark.column)

    def between(self, start: Any, end: Any) -> str:
        """The text from a mark to another."""
        return self.text[self.at(start) : self.at(end)]

    def dumped(self, value: Any, indent: int) -> str:
        """A value as lines of this text, indented."""
        lines = dumped(value).splitlines()
        return "".join(f"{' ' * indent if line else ''}{line}{self.ending}" for line in lines)


def key_text(key: str) -> str:
    """A key as it stands before its colon."""
    return dumped({key: {}}).rpartition(":")[0]


def inline(page: Page, node: Any, before: Any, after: Any, *, in_brackets: bool) -> str | None:
    """The text after a change of a value that stands in a line or in brackets; None where it has to be written anew."""
    if isinstance(node, yaml.ScalarNode):
        return _scalar(page, node, after, in_brackets)
    if not node.flow_style:
        return None
    if isinstance(node, yaml.MappingNode) and isinstance(before, dict) and isinstance(after, dict):
        return flow_map(page, node, before, after)
    if isinstance(node, yaml.SequenceNode) and isinstance(before, list) and isinstance(after, list):
        return _flow_list(page, node, before, after) if len(before) == len(node.value) else None
    return None


def _scalar(page: Page, node: Any, after: Any, in_brackets: bool) -> str | None:
    old = page.between(node.start_mark, node.end_mark)
    if isinstance(after, (dict, list)) or not old or len(old.splitlines()) > 1 or node.style in ("|", ">"):
        return None
    if in_brackets:
        return in_line(after)
    first, *more = dumped({"a": after}).splitlines()
    return None if more else first.removeprefix("a: ")


Piece = tuple[int | None, str]  # which of the old entries it was, and what it says now


def flow_map(page: Page, node: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """A mapping in brackets after a change."""
    names = [name.value for name, _ in node.value]
    pieces: list[Piece] = [
        (number, _pair(page, node.value[number], before.get(name), after[name]))
        for number, name in enumerate(names)
        if name in after
    ]
    pieces += [(None, in_line({name: value})[1:-1]) for name, value in after.items() if name not in names]
    return _joined(page, node, [(name.start_mark, value.end_mark) for name, value in node.value], pieces)


def _pair(page: Page, pair: tuple[Any, Any], before: Any, after: Any) -> str:
    name, value = pair
    if before == after:
        return page.between(name.start_mark, value.end_mark)
    head = page.between(name.start_mark, value.start_mark)
    if not page.between(value.start_mark, value.end_mark):
        head = f"{head.rstrip().removesuffix(':')}: "
    text = inline(page, value, before, after, in_brackets=True)
    return head + (in_line(after) if text is None else text)


def _flow_list(page: Page, node: Any, before: Sequence[Any], after: Sequence[Any]) -> str:
    """A list in brackets after a change: what stays at both ends stays, what is between is changed one by one."""
    _, last = common(before, after)
    pieces: list[Piece] = []
    for there, value in enumerate(after):
        at_end = there >= len(after) - last
        here = there + len(before) - len(after) if at_end else there
        old = at_end or here < len(before) - last
        pieces.append(_one(page, node, here, before[here], value) if old else (None, in_line(value)))
    return _joined(page, node, [(one.start_mark, one.end_mark) for one in node.value], pieces)


def common(before: Sequence[Any], after: Sequence[Any]) -> tuple[int, int]:
    """How many of two lists are the same at the beginning, and at the end."""
    least = min(len(before), len(after))
    first = next((n for n in range(least) if before[n] != after[n]), least)
    last = next((n for n in range(least - first) if before[-1 - n] != after[-1 - n]), least - first)
    return first, last


def _one(page: Page, node: Any, here: int, before: Any, after: Any) -> Piece:
    value = node.value[here]
    if before == after:
        return here, page.between(value.start_mark, value.end_mark)
    text = inline(page, value, before, after, in_brackets=True)
    return here, in_line(after) if text is None else text


def _joined(page: Page, node: Any, entries: list[tuple[Any, Any]], pieces: Sequence[Piece]) -> str:
    """Entries in the brackets that they stood in, parted as they were."""
    if not entries:
        whole = page.between(node.start_mark, node.end_mark)
        return whole[0] + ", ".join(text for _, text in pieces) + whole[1:]
    gaps = [page.between(end, start) for (_, end), (start, _) in pairwise(entries)]
    found = page.between(node.start_mark, entries[0][0])
    for place, (number, text) in enumerate(pieces):
        found += text
        if place < len(pieces) - 1:
            found += gaps[number] if number is not None and number < len(gaps) else ", "
    return found + page.between(entries[-1][1], node.end_mark)
