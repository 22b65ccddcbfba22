"""How text is marked that holds, or may hold, the key of another item; and finding those in any value."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

KEY = re.compile(r"[^\W_][\w.\-]{0,119}")
Ref = str  # "activity:spring-letter"


@dataclass(frozen=True)
class To:
    """Marks text that holds the key of another entity; with several kinds, a bare key means the first.

    It is kept bare where one kind is meant, and as `kind:key` where several are, unless `bare`.
    """

    kinds: tuple[str, ...]
    bare: bool

    def __init__(self, *kinds: str, bare: bool = False) -> None:
        object.__setattr__(self, "kinds", kinds)
        object.__setattr__(self, "bare", bare or len(kinds) == 1)

    def ref(self, key: str) -> Ref:
        """The ref that a written key means."""
        return key if ":" in key else f"{self.kinds[0]}:{key}"

    def kept(self, written: str) -> str:
        """A written key or ref as it is kept; ValueError where it can lead to none of the kinds."""
        kind, _, key = self.ref(written).partition(":")
        if ";" in written:
            several = [f"'{one.strip()[:40]}'" for one in written.split(";") if one.strip()]
            raise ValueError(f"takes only one {self.kinds[0]}: keep {' or '.join(several[:3])}")
        if kind not in self.kinds or not KEY.fullmatch(key):
            raise ValueError(f"'{written[:60]}' is not the key of {_one_of(self.kinds)}{_rather(self.kinds, key)}")
        return key if self.bare and kind == self.kinds[0] else f"{kind}:{key}"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Have pydantic read a key through `kept`."""
        return core_schema.no_info_after_validator_function(self.kept, handler(source))


def a(kind: str) -> str:
    """`an activity`, `a program`."""
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def _one_of(kinds: tuple[str, ...]) -> str:
    return " or ".join(map(a, kinds))


def _rather(kinds: tuple[str, ...], key: str) -> str:
    near = near_key(key)
    written = near if len(kinds) == 1 else f"{kinds[0]}:{near}"
    return f": write {written}" if near and near != key else f": write {_one_of(kinds)} as kind:key"


def near_key(text: str) -> str:
    """A text as a key may be written: `Spring letter` as Spring-letter; nothing where that does not work."""
    near = re.sub(r"[^\w.]+", "-", text).strip("-_.")
    return near if len(near) <= 60 and KEY.fullmatch(near) else ""


@dataclass(frozen=True)
class May:
    """Marks text that may hold the key of another entity, or other words: not a link, but it follows a new key.

    A bare key means the first of the kinds, where there is one, and where it is none of the words of `unless`.
    """

    kinds: tuple[str, ...]
    unless: tuple[str, ...]

    def __init__(self, *kinds: str, unless: Iterable[str] = ()) -> None:
        object.__setattr__(self, "kinds", kinds)
        object.__setattr__(self, "unless", tuple(unless))

    def ref(self, text: str) -> Ref:
        """The ref that a text means; nothing where it can mean none."""
        if ":" in text:
            return text
        return f"{self.kinds[0]}:{text}" if self.kinds and text not in self.unless else ""


Pick = Callable[[Any], Iterable[Ref]]


@dataclass(frozen=True)
class Dated:
    """Marks text that is a date, so that one which means no days can be told."""

    def ref(self, text: str) -> str:
        """The date itself."""
        return text


@cache
def marked(kind: type[BaseModel], mark: Any) -> tuple[tuple[str, Pick], ...]:
    """The fields of a kind that hold text with a mark, each with a function from its value to refs."""
    hints = typing.get_type_hints(kind, include_extras=True)
    picked = ((name, _pick(hint, mark)) for name, hint in hints.items() if name in kind.model_fields)
    return tuple((name, pick) for name, pick in picked if pick)


def refs(item: BaseModel, mark: Any) -> list[Ref]:
    """The refs in the fields of a value that have a mark."""
    values = item.__dict__  # faster than asking the item, and a plan has many
    return [ref for name, pick in marked(type(item), mark) if (value := values[name]) for ref in pick(value)]


def _pick(hint: Any, mark: Any) -> Pick | None:
    marks = [part for part in get_args(hint) if isinstance(part, mark)]
    if marks:
        return _pick_key(marks[0])
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _pick(parts[0], mark)
    if origin is list:
        marks = [part for part in get_args(parts[0]) if isinstance(part, mark)]
        return _pick_keys(marks[0]) if marks else _pick_list(_pick(parts[0], mark))
    if origin is dict:
        return _pick_map(_pick(parts[0], mark), _pick(parts[1], mark))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _pick_part(hint, mark)
    for part in parts:
        if inner := _pick(part, mark):
            return inner
    return None


def _pick_key(mark: To | May) -> Pick:
    if isinstance(mark, To):
        start = f"{mark.kinds[0]}:"  # what `ref` does, in fewer steps: a plan has very many links
        return lambda value: (value if ":" in value else start + value,)
    return lambda value: (ref,) if (ref := mark.ref(value)) else ()


def _pick_keys(mark: To | May) -> Pick:
    if isinstance(mark, To):
        start = f"{mark.kinds[0]}:"
        return lambda value: [key if ":" in key else start + key for key in value]
    return lambda value: [ref for item in value if (ref := mark.ref(item))]


def _pick_list(of_item: Pick | None) -> Pick | None:
    if of_item is None:
        return None
    return lambda value: (ref for item in value for ref in of_item(item))


def _pick_map(of_key: Pick | None, of_value: Pick | None) -> Pick | None:
    if not of_key and not of_value:
        return None

    if of_key and not of_value:
        return lambda value: [ref for key in value for ref in of_key(key)]

    def pick(value: dict[str, Any]) -> Iterator[Ref]:
        for key, inner in value.items():
            if of_key:
                yield from of_key(key)
            if of_value and inner is not None:
                yield from of_value(inner)

    return pick


def _pick_part(kind: type[BaseModel], mark: Any) -> Pick | None:
    if not marked(kind, mark):
        return None
    return lambda part: refs(part, mark)
