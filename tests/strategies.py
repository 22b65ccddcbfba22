"""Plans to try laws on: any kind, any field, links that hit and links that miss, and hostile text."""

from __future__ import annotations

import types
import typing
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from truenorth.plan import KINDS, Entity, Plan, Unreadable, entity
from truenorth.plan.cells import tidy
from truenorth.plan.links import May, To
from truenorth.plan.values import Duration, In, Money, Quantity, When

HOSTILE = [
    *(
        "a; b",
        "name=value",
        "=1+1",
        "[x",
        "{y",
        "[]",
        "{}",
        "?",
        "unknown",
        "Unknown ",
        "undisclosed",
        "; ",
        "=",
        ";=;",
    ),
    *("null", "~", "true", "2027", "1.60", "---", "...", "<<", "# no comment", "key: value", "- item", "*star", "!tag"),
    *(
        "&anchor",
        "%",
        "@at",
        "`tick`",
        "|",
        ">",
        "''",
        'say "this"',
        "it's",
        "a,b",
        "tab\there",
        "  space  ",
        "x" * 300,
    ),
    *(
        "two\nlines",
        "back\r\nthere",
        "a\rb",
        "Grüße",
        "e\u0301",
        "\U0001f469\u200d\U0001f680",
        "\u2028",
        "\x85",
        "\xa0",
    ),
    *("\ufeffbom", "\x00", "\x1b[0m", "\uff41", "\u2067right to left"),
]
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
KEYS = st.sampled_from(["a", "b", "c", "D.1", "e-2", "für"])
NUMBERS = st.one_of(
    st.integers(0, 10**6).map(str),
    st.decimals(-1000, 1000, places=2).map(str),
    st.sampled_from(
        [
            "20..30 %",
            ">= 15 champions",
            "< -5 %",
            "-5..-3",
            "+30 %",
            "x3",
            "maximize",
            "undisclosed N0",
            "1,200.5",
            "0",
            "0.0",
        ]
    ),
)
DATES = st.sampled_from(
    [
        "2027",
        "2027-Q1",
        "2027-03",
        "2027-W05",
        "FY27-Q1",
        "FY28",
        "2027-01-11",
        "2027-02-28",
        "2026-11-02",
        "2027-07-01",
        "Launch",
    ]
)
VALUES: dict[Any, st.SearchStrategy[str]] = {
    Quantity: NUMBERS,
    Money: st.sampled_from(["0", "1200", "900.50", "300 USD", "40 CHF", "undisclosed", "undisclosed M"]),
    Duration: st.sampled_from(["1 days", "10 working days", "2..4 weeks", "6 months", "36 hours"]),
    Decimal: st.sampled_from(["1.08", "0.5"]),
    int: st.integers(1, 9).map(str),
    bool: st.sampled_from(["true", "false"]),
}
NARROW: dict[str, st.SearchStrategy[Any]] = {  # fields that take less than their type tells
    "hours_per_week": st.sampled_from(["38", "20..30", "undisclosed"]),
    "effort": st.dictionaries(
        st.sampled_from(["copy", "design", "a=b"]), st.sampled_from(["8", "10..20 hours"]), max_size=2
    ),
    "per_week": st.sampled_from(["40", "40 leads", "40 per week"]),
    "backlog": st.sampled_from(["20", "10..30 leads"]),
    "contacts_per_week": st.sampled_from(["1", "2..3"]),
    "currency": st.sampled_from(["EUR", "usd"]),
    "rates": st.dictionaries(st.sampled_from(["USD", "chf"]), st.sampled_from(["1.08", "0.5"]), max_size=2),
    "fiscal_start": st.sampled_from(["02-01", "7-1", "01-01"]),
    "weekend": st.sampled_from([["sat", "sun"], ["Friday"], ["none"]]),
    "periods": st.just({"Launch": {"start": "2027-03-01", "end": "2027-05-31"}}),
}


def plans(max_size: int = 6) -> st.SearchStrategy[Plan]:
    """Plans of some items of any kind."""
    return st.lists(st.sampled_from(sorted(KINDS)), max_size=max_size).flatmap(
        lambda kinds: st.tuples(*(items(KINDS[kind]) for kind in kinds)).map(
            lambda found: Plan({item.ref: item for item in found})
        )
    )


@st.composite
def items(draw: st.DrawFn, kind: type[Entity]) -> Entity:
    """An item of a kind, as it is read from plain data."""
    key = draw(KEYS)
    return entity(f"{kind.kind}:{key}", draw(fields(kind)))


@st.composite
def fields(draw: st.DrawFn, kind: type[BaseModel]) -> dict[str, Any]:
    """Plain data for some fields of a kind, all of it readable."""
    hints = typing.get_type_hints(kind, include_extras=True)
    names = draw(
        st.lists(st.sampled_from([name for name in kind.model_fields if name != "key"]), max_size=6, unique=True)
    )
    needed = [name for name, info in kind.model_fields.items() if info.is_required()]
    return {
        name: draw(NARROW[name] if name in NARROW else written(hints[name]))
        for name in dict.fromkeys([*needed, *names])
    }


def written(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type as they are written in YAML."""
    if hint == When:
        return DATES
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _marked(parts)
    if origin in (typing.Union, types.UnionType):
        return written(parts[0])
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is list:
        return st.lists(written(parts[0]), max_size=3)
    if origin is dict:
        names = written(parts[0]).filter(tidy)
        return st.dictionaries(names, written(parts[1]), max_size=3).filter(_distinct)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return fields(hint)
    return VALUES.get(hint, TEXT)


def _marked(parts: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    for mark in parts[1:]:
        if isinstance(mark, To):
            return st.one_of(KEYS, st.tuples(st.sampled_from(mark.kinds), KEYS).map(":".join))
        if isinstance(mark, In) and mark.amount:
            return st.sampled_from(["40", "20..30", "60 %", "0", "undisclosed A", "undisclosed"])
        if isinstance(mark, May):
            return st.one_of(KEYS, TEXT)
    return written(parts[0])


def _distinct(value: dict[str, Any]) -> bool:
    """Whether the names stay apart when they are read: `a` and `objective:a` may be one."""
    bare = [tidy(name.removeprefix("objective:")) for name in value]
    return len(set(bare)) == len(bare)


def readable(ref: str, given: dict[str, Any]) -> bool:
    """Whether plain data can be read at all."""
    try:
        entity(ref, given)
    except Unreadable:
        return False
    return True
