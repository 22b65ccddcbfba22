"""Where the boxes and ribbons of the map stand: plain geometry, in points, with nothing overlapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from truenorth.plan.entity import Ref
from truenorth.reports.sight.columns import Item, Sight
from truenorth.reports.sight.lettering import CARD, INSET, lines

HEADINGS = {
    "vision": "Vision",
    "goal": "Goals",
    "objective": "Objectives",
    "key result": "Key results",
    "program": "Programs",
    "activity": "Activities",
}
WIDTH = {"vision": 150, "goal": 158, "objective": 176, "key result": 168, "program": 170, "activity": 208}
LOWEST = {"vision": 54, "goal": 58, "objective": 42, "key result": 38, "program": 40, "activity": 21}
ASKING = 64.0  # a box that asks what belongs there
GAP = {"vision": 18, "goal": 20, "objective": 9, "key result": 6, "program": 8, "activity": 4}
BETWEEN = 58  # columns
TOP = 34
LINE = 15  # of a name; below it the amount
CHIPS_ACROSS = ((60, 1), (180, 2), (10**9, 3))  # up to so many activities, so many side by side
THICKEST = 300.0  # all the money together
THINNEST = 1.2
Flow = tuple[Ref, Ref, float]  # child, parent, amount


@dataclass(frozen=True)
class Box:
    """A box of the map and where it stands."""

    item: Item
    x: float
    y: float
    w: float
    h: float
    group: int = 0

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + self.h / 2


@dataclass(frozen=True)
class Ribbon:
    """What flows from a child (on the right) to a parent: between two heights, as thick as its amount."""

    child: Ref
    parent: Ref
    x0: float
    y0: float
    x1: float
    y1: float
    thick: float
    group: int
    amount: float


@dataclass(frozen=True)
class Map:
    """The map, laid out."""

    sight: Sight
    width: float
    height: float
    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]
    headings: tuple[tuple[str, float], ...]


@dataclass
class _Table:
    """The boxes of a map while they are being placed, by column from right to left."""

    sight: Sight
    scale: float
    across: int
    boxes: dict[Ref, Box] = field(default_factory=dict)


def laid_out(sight: Sight) -> Map:
    """The geometry of a map: activities in rows by program, all others beside what they gather."""
    count = len(sight.columns.get("activity", ()))
    across = next(n for most, n in CHIPS_ACROSS if count <= most)
    table = _Table(sight, _scale(sight), across)
    lefts = _lefts(sight)
    order = _ordered(sight)
    if "activity" in lefts:
        _place_activities(table, order, lefts["activity"])
    for kind in reversed(lefts):
        if kind != "activity":
            _place_column(table, order[kind], lefts[kind])
    _centred(table)
    height = max(box.y + box.h for box in table.boxes.values()) + 8
    last = list(lefts)[-1]
    width = lefts[last] + WIDTH[last] + (across - 1) * (WIDTH["activity"] + 6)
    headings = tuple((HEADINGS[kind], left) for kind, left in lefts.items())
    return Map(sight, width, height, tuple(table.boxes.values()), tuple(_ribbons(table)), headings)


def _scale(sight: Sight) -> float:
    return THICKEST / sight.total if sight.total else 0.0


def _lefts(sight: Sight) -> dict[str, float]:
    lefts, x = {}, 0.0
    for kind in _kinds(sight):
        lefts[kind] = x
        x += WIDTH[kind] + BETWEEN
    return lefts


def _kinds(sight: Sight) -> list[str]:
    return [kind for kind in HEADINGS if kind in sight.columns]


def _ordered(sight: Sight) -> dict[str, list[Item]]:
    """Each column in the order of what it serves, so that few ribbons cross."""
    rank: dict[Ref, float] = {}
    order: dict[str, list[Item]] = {}
    parents: dict[Ref, list[tuple[Ref, float]]] = {}
    for (child, parent), amount in sight.flows.items():
        parents.setdefault(child, []).append((parent, amount + 1e-9))
    for kind in _kinds(sight):
        items = list(sight.columns[kind])
        if kind != "vision":
            items.sort(key=lambda item: (_pull(item.ref, parents, rank), -item.amount, item.title))
        order[kind] = items
        rank.update((item.ref, (number + 0.5) / len(items)) for number, item in enumerate(items))
    return order


def _pull(ref: Ref, parents: Mapping[Ref, list[tuple[Ref, float]]], rank: Mapping[Ref, float]) -> float:
    known = [(rank[parent], amount) for parent, amount in parents.get(ref, ()) if parent in rank]
    weight = sum(amount for _, amount in known)
    return sum(place * amount for place, amount in known) / weight if known else 1.0


def _height(table: _Table, item: Item) -> float:
    if item.asks:
        return ASKING
    if item.kind == "activity":
        return max(LOWEST[item.kind], item.amount * table.scale)
    named = LINE * len(lines(item.title, WIDTH[item.kind] - INSET, CARD, 2))
    return max(LOWEST[item.kind], named + INSET, item.amount * table.scale + 8)


def _place_activities(table: _Table, order: Mapping[str, Sequence[Item]], left: float) -> None:
    """Rows of chips, those of one program together; a program without work leaves room for itself."""
    y = float(TOP)
    for program, chips in _by_program(table.sight, order):
        begins = y
        for start in range(0, len(chips), table.across):
            row = chips[start : start + table.across]
            height = max(_height(table, item) for item in row) if table.across == 1 else LOWEST["activity"]
            for column, item in enumerate(row):
                x = left + column * (WIDTH["activity"] + 6)
                table.boxes[item.ref] = Box(item, x, y, WIDTH["activity"], height, _group(table, item))
            y += height + GAP["activity"]
        if program is not None:
            y = max(y, begins + _height(table, program) + GAP["program"] - 4)
        y += 4


def _by_program(sight: Sight, order: Mapping[str, Sequence[Item]]) -> list[tuple[Item | None, list[Item]]]:
    programs = {item.ref: item for item in order["program"] if not item.asks}
    home: dict[Ref, Ref] = {}
    for child, parent in sight.flows:
        if parent in programs and child not in home:
            home[child] = parent
    blocks: dict[Ref, list[Item]] = {ref: [] for ref in programs}
    for item in order["activity"]:
        blocks.setdefault(home.get(item.ref, ""), []).append(item)
    return [(programs.get(ref), chips) for ref, chips in blocks.items() if chips or ref in programs]


def _place_column(table: _Table, items: Sequence[Item], left: float) -> None:
    """Each box as near as can be to the middle of what it gathers, in order and without overlapping."""
    kind = items[0].kind if items else "goal"
    heights = [_height(table, item) for item in items]
    wanted = [_wanted(table, item, height) for item, height in zip(items, heights, strict=True)]
    tops = _apart(_filled(wanted), heights, GAP[kind])
    for item, top, height in zip(items, tops, heights, strict=True):
        table.boxes[item.ref] = Box(item, left, top, WIDTH[kind], height, _group(table, item))


def _wanted(table: _Table, item: Item, height: float) -> float | None:
    near = [
        (table.boxes[child].middle, amount + 1e-9)
        for (child, parent), amount in table.sight.flows.items()
        if parent == item.ref and child in table.boxes
    ]
    weight = sum(amount for _, amount in near)
    return sum(y * amount for y, amount in near) / weight - height / 2 if near else None


def _filled(wanted: Sequence[float | None]) -> list[float]:
    """A box that gathers nothing stands after the one before it."""
    filled: list[float] = []
    for place in wanted:
        filled.append(place if place is not None else (filled[-1] if filled else float(TOP)))
    return filled


def _apart(wanted: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """Tops nearest to the wanted ones (least squares) that keep the order and the gaps: pool adjacent violators."""
    offsets = [0.0]
    for height in heights[:-1]:
        offsets.append(offsets[-1] + height + gap)
    pools: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=False):
        pools.append((place - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (b, m), (a, n) = pools.pop(), pools.pop()
            pools.append(((a * n + b * m) / (n + m), n + m))
    bases = [base for base, count in pools for _ in range(count)]
    return [base + offset for base, offset in zip(bases, offsets, strict=False)]


def _centred(table: _Table) -> None:
    """Nothing above the headings: where a column had to start higher, all moves down."""
    highest = min(box.y for box in table.boxes.values())
    if highest < TOP:
        shift = TOP - highest
        table.boxes = {ref: Box(b.item, b.x, b.y + shift, b.w, b.h, b.group) for ref, b in table.boxes.items()}


def _group(table: _Table, item: Item) -> int:
    return -1 if item.asks else table.sight.group_of.get(item.ref, 0 if item.kind != "vision" else -1)


def _ribbons(table: _Table) -> list[Ribbon]:
    """A ribbon for each flow; at each box they are stacked in the order of the boxes they lead to."""
    flows = [(c, p, amount) for (c, p), amount in table.sight.flows.items() if c in table.boxes and p in table.boxes]
    leaves = _stacked(table, flows, 0)
    arrives = _stacked(table, flows, 1)
    ribbons = []
    for child, parent, amount in flows:
        a, b = table.boxes[parent], table.boxes[child]
        thick = max(amount * table.scale, THINNEST)
        link = child, parent
        ribbons.append(Ribbon(*link, a.x + a.w, arrives[link], b.x, leaves[link], thick, b.group, amount))
    return sorted(ribbons, key=lambda ribbon: -ribbon.thick)


def _stacked(table: _Table, flows: Sequence[Flow], side: int) -> dict[tuple[Ref, Ref], float]:
    """The height of the middle of each ribbon at its child (side 0) or its parent (side 1)."""
    at: dict[Ref, list[Flow]] = {}
    for flow in flows:
        at.setdefault(flow[:2][side], []).append(flow)
    places: dict[tuple[Ref, Ref], float] = {}
    for ref, many in at.items():
        box = table.boxes[ref]
        many.sort(key=lambda flow: table.boxes[flow[:2][1 - side]].y)
        thicks = [max(flow[2] * table.scale, THINNEST) for flow in many]
        squeeze = min(1.0, box.h / sum(thicks))
        y = box.middle - squeeze * sum(thicks) / 2
        for (child, parent, _), thick in zip(many, thicks, strict=True):
            places[child, parent] = y + squeeze * thick / 2
            y += squeeze * thick
    return places
