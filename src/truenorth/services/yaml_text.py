"""A YAML text with some values replaced; what is not concerned keeps its very text, comments and brackets included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any

import yaml

from truenorth.plan.edit import Edit
from truenorth.plan.yaml_rows import rows
from truenorth.services.yaml_flow import Page, common, flow_map, inline, key_text

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Edits = Mapping[str, Edit]  # by key
Span = tuple[int, int, str]  # from, to (exclusive), and what stands there instead
Block = tuple[int, int, Any, Any]  # lines from, to (exclusive), and the nodes of the name and the value


class _Anew(Exception):
    """A value that cannot be changed in part: it has to be written anew."""


def patched(name: str, old: str, edits: Edits) -> str | None:
    """The text of a file after edits of its items, by key; None where it has to be written anew."""
    page = page_of(old)
    root = yaml.compose(page.text, Loader=LOADER)
    if isinstance(root, yaml.SequenceNode):
        keys = [key for key, _ in rows(name, old, [])[0]]
        spans = None if root.flow_style else list(_list(page, root, keys, edits))
    elif isinstance(root, yaml.MappingNode) and root.flow_style:
        spans = [_all_in_one(page, root, edits)]
    else:
        spans = list(_items(page, root, edits))
    return None if spans is None else replaced(page, spans)


def page_of(old: str) -> Page:
    """A text as lines, the last one ended like the others."""
    lines = old.splitlines(keepends=True)
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += ending
    return Page("".join(lines), lines, [0, *accumulate(map(len, lines))], ending)


def replaced(page: Page, spans: Sequence[Span]) -> str:
    """The text with other text in some places; of several at one place, in the order in which they were given."""
    text = page.text
    ranked = sorted(enumerate(spans), key=lambda one: (one[1][0], one[1][1], one[0]), reverse=True)
    for _, (start, end, new) in ranked:
        text = text[:start] + new + text[end:]
    return text


def _all_in_one(page: Page, root: Any, edits: Edits) -> Span:
    """The items of a file that is one pair of brackets."""
    there = [name.value for name, _ in root.value]
    before = {key: (edits[key].before or {}) if key in edits else None for key in there}
    after: dict[str, Any] = {key: None for key in there if key not in edits}
    after |= {key: edit.after for key, edit in edits.items() if edit.after is not None}
    return page.at(root.start_mark), page.at(root.end_mark), flow_map(page, root, before, after)


def _items(page: Page, root: Any, edits: Edits) -> Iterator[Span]:
    blocks = _blocks(page, root, len(page.lines)) if root else {}
    last = page.starts[max((stop for _, stop, _, _ in blocks.values()), default=len(page.lines))]
    moved = _moved(edits)
    for key, edit in edits.items():
        if key in moved and key in blocks:
            name = blocks[key][2]
            yield page.at(name.start_mark), page.at(name.end_mark), key_text(moved[key])
        elif key in blocks:
            yield from _item(page, blocks[key], key, edit)
        elif edit.after is not None and key not in moved.values():
            yield last, last, page.dumped({key: edit.after}, 0)


def _list(page: Page, root: Any, keys: Sequence[str], edits: Edits) -> Iterator[Span]:
    """The items of a list; each that has no key yet is given one, so that it keeps it when its name changes."""
    blocks, moved = _dashes(page, root, len(page.lines)), _moved(edits)
    for key, block in zip(keys, blocks, strict=True):
        edit = edits.get(key)
        if key in moved:
            yield from _with_key(page, block[2], moved[key])
            continue
        if edit is not None and edit.after is None:
            yield page.starts[block[0]], page.starts[block[1]], ""
            continue
        yield from _with_key(page, block[2], key)
        if edit is not None:
            yield from _listed(page, root, block, edit)
    last = page.starts[blocks[-1][1]]
    for key, edit in edits.items():
        if key not in keys and key not in moved.values() and edit.after is not None:
            yield last, last, page.dumped([{"key": key, **edit.after}], root.start_mark.column)


def _with_key(page: Page, node: Any, key: str) -> Iterator[Span]:
    has = next((value for name, value in node.value if name.value == "key" and value.value.strip()), None)
    if has is not None:
        if has.value.strip() != key:
            yield page.at(has.start_mark), page.at(has.end_mark), key_text(key)
        return
    place, pair = page.at(node.start_mark), f"key: {key_text(key)}"
    if node.flow_style:
        yield place + 1, place + 1, f"{pair}, "
    else:
        yield place, place, f"{pair}{page.ending}{' ' * node.start_mark.column}"


def _listed(page: Page, root: Any, block: tuple[int, int, Any], edit: Edit) -> Iterator[Span]:
    """The edit of an item in a list, which keeps its key."""
    node, before, after = block[2], edit.before or {}, edit.after or {}
    if not node.flow_style:
        return fields(page, node, block[1], before, after)
    kept = {name.value: None for name, _ in node.value if name.value == "key"}
    start, end = page.at(node.start_mark) + 1, page.at(node.end_mark)
    return iter([(start, end, flow_map(page, node, before | kept, after | kept)[1:])])


def _moved(edits: Edits) -> dict[str, str]:
    """Items that stay as they are under another key: old key, new key."""
    come = {key: edit.after for key, edit in edits.items() if edit.before is None}
    gone = {key: edit.before for key, edit in edits.items() if edit.after is None}
    return {old: new for old, was in gone.items() for new, now in come.items() if was == now and len(come) == 1}


def _item(page: Page, block: Block, key: str, edit: Edit) -> Iterator[Span]:
    start, stop, _, _ = block
    if edit.after is None:
        yield page.starts[start], page.starts[stop], ""
    else:
        yield from _entry(page, block, key, edit.before or {}, edit.after)


def fields(page: Page, node: Any, stop: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Span]:
    """What changes in a mapping that is written a line each, up to a line."""
    blocks = _blocks(page, node, stop)
    indent = node.value[0][0].start_mark.column
    for name in sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name)):
        if name not in blocks:
            yield page.starts[stop], page.starts[stop], page.dumped({name: after[name]}, indent)
        elif name in after:
            yield from _entry(page, blocks[name], name, before.get(name), after[name])
        else:
            yield _without(page, node, blocks[name])


def _without(page: Page, node: Any, block: Block) -> Span:
    """An entry taken away; where it follows the dash of a list, the next one takes its place."""
    start, stop, name, _ = block
    if not page.lines[start][: name.start_mark.column].strip():
        return page.starts[start], page.starts[stop], ""
    if len(node.value) == 1:
        raise _Anew
    return page.at(name.start_mark), page.at(node.value[1][0].start_mark), ""


def _entry(page: Page, block: Block, key: str, before: Any, after: Any) -> Iterator[Span]:
    """A value put in the place of another: within it where that can be, else in its lines."""
    start, stop, name, value = block
    if (text := inline(page, value, before, after, in_brackets=False)) is not None:
        yield page.at(value.start_mark), page.at(value.end_mark), text
        return
    try:
        yield from list(_within(page, value, stop, before, after))
    except _Anew:
        new = page.dumped({key: after}, name.start_mark.column).lstrip(" ")
        yield page.starts[start] + name.start_mark.column, page.starts[stop], new


def _within(page: Page, node: Any, stop: int, before: Any, after: Any) -> Iterator[Span]:
    """What changes within a mapping or a list that is written a line each."""
    if isinstance(node, yaml.MappingNode) and isinstance(before, dict) and isinstance(after, dict) and node.value:
        return fields(page, node, stop, before, after)
    if isinstance(node, yaml.SequenceNode) and isinstance(before, list) and isinstance(after, list) and node.value:
        return elements(page, node, stop, before, after)
    raise _Anew


def elements(page: Page, node: Any, stop: int, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Span]:
    """What changes in a list that is written a line each, up to a line."""
    blocks = _dashes(page, node, stop)
    if len(blocks) != len(before):
        raise _Anew
    first, last = common(before, after)
    old, new = range(first, len(before) - last), range(first, len(after) - last)
    for here, there in zip(old, new, strict=False):
        yield from _element(page, node, blocks[here], before[here], after[there])
    for here in old[len(new) :]:
        yield page.starts[blocks[here][0]], page.starts[blocks[here][1]], ""
    place = page.starts[blocks[old.start + len(old) - 1][1] if old or first else blocks[0][0]]
    for there in new[len(old) :]:
        yield place, place, page.dumped([after[there]], node.start_mark.column)


def _element(page: Page, node: Any, block: tuple[int, int, Any], before: Any, after: Any) -> Iterator[Span]:
    start, stop, value = block
    if (text := inline(page, value, before, after, in_brackets=False)) is not None:
        yield page.at(value.start_mark), page.at(value.end_mark), text
        return
    try:
        yield from list(_within(page, value, stop, before, after))
    except _Anew:
        yield page.starts[start], page.starts[stop], page.dumped([after], node.start_mark.column)


def _dashes(page: Page, node: Any, stop: int) -> list[tuple[int, int, Any]]:
    """The lines of each element of a list."""
    column, starts = node.start_mark.column, [one.start_mark.line for one in node.value]
    for one in node.value:
        if page.lines[one.start_mark.line][: one.start_mark.column].split() != ["-"]:
            raise _Anew
    ends = _ends(page, [*starts, stop], column)
    return [(start, end, one) for start, end, one in zip(starts, ends, node.value, strict=True)]


def _blocks(page: Page, node: Any, stop: int) -> dict[str, Block]:
    """The lines of each entry of a mapping, without the blank lines and comments that stand before the next one."""
    starts = [name.start_mark.line for name, _ in node.value]
    ends = _ends(page, [*starts, stop], node.value[0][0].start_mark.column) if node.value else []
    found = zip(node.value, starts, ends, strict=True)
    return {name.value: (start, end, name, value) for (name, value), start, end in found}


def _ends(page: Page, starts: Sequence[int], column: int) -> list[int]:
    ends = []
    for start, stop in pairwise(starts):
        while stop > start + 1 and _is_apart(page.lines[stop - 1], column):
            stop -= 1
        ends.append(stop)
    return ends


def _is_apart(line: str, column: int) -> bool:
    bare = line.lstrip(" ")
    return not bare.strip() or (bare.startswith("#") and len(line) - len(bare) <= column)
