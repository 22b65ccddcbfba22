"""YAML as a plan writes it: text stays text, every name once, no references and no tags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from truenorth.plan.cells import tidy
from truenorth.plan.fault import Fault, Lines, Row
from truenorth.plan.keys import keys_of
from truenorth.plan.problems import no_key

_ALIAS = re.compile(r"(?:^|[\s\[{,:?-])\*[\w-]", re.MULTILINE)
_KNOWN_TAGS = [f"tag:yaml.org,2002:{name}" for name in ("null", "str", "seq", "map")]


class _Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
    """Text stays text: 2027 and 1.60 are kept as written, and every kind reads its own fields."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in pairs if tag.endswith((":null", ":merge"))]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    yaml_constructors = {tag: yaml.SafeLoader.yaml_constructors[tag] for tag in _KNOWN_TAGS}

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Any, Any]:
        """A mapping whose keys are text, each there once."""
        if not isinstance(node, yaml.MappingNode):
            raise _error("expected names with values", node)
        seen: set[str] = set()
        for name, _ in node.value:
            if not isinstance(name, yaml.ScalarNode):
                raise _error("a name must be text", name)
            if name.value in seen:
                raise _error(f"'{name.value[:60]}' is there twice: keep one", name)
            seen.add(name.value)
        return {name.value: self.construct_object(value, deep=True) for name, value in node.value}

    def construct_yaml_map(self, node: yaml.Node) -> Iterator[dict[Any, Any]]:
        """Build at once: a plan has no cycles of references."""
        yield self.construct_mapping(node)

    def construct_undefined(self, node: yaml.Node) -> None:
        """Refuse a tag: a value is read by the field it stands in."""
        raise _error(f"{node.tag.replace('tag:yaml.org,2002:', '!!')[:60]} is not read: write the value alone", node)


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_yaml_map)
_Loader.add_constructor(None, _Loader.construct_undefined)


class _Dumper(yaml.CSafeDumper if hasattr(yaml, "CSafeDumper") else yaml.SafeDumper):  # type: ignore[misc]
    """The other way round: what the loader reads as text needs no quotes."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers

    def ignore_aliases(self, data: Any) -> bool:
        """Every value is written out."""
        return True

    def represent_plain(self, data: Any) -> Any:
        """A number, or true and false, as the text that it is read back as."""
        return self.represent_str(str(data).lower())


for _plain in (bool, int, float):
    _Dumper.add_representer(_plain, _Dumper.represent_plain)


def dumped(value: Mapping[str, Any] | list[Any]) -> str:
    """Plain data as the YAML that `loaded` takes."""
    plain = value if isinstance(value, list) else dict(value)
    return yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def in_line(value: Any) -> str:
    """Plain data in one line, as it stands within brackets."""
    quoted = '"' if "\n" in str(value) or "\\n" in str(value) else None  # a text of several lines is written with \n
    made = yaml.dump(
        [value],
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=2**30,
        default_flow_style=True,
        default_style=quoted,
    )
    return made.strip()[1:-1]


def loaded(text: str) -> Any:
    """The plain data in a piece of YAML, with text kept as text; yaml.YAMLError otherwise."""
    _no_references(text)
    return yaml.load(text, Loader=_Loader)


def rows(file: str, text: str, faults: list[Fault]) -> tuple[list[Row], Lines]:
    """The items in a file's text, by key, and where each field stands; in a list, by the key or name of each."""
    found = parsed(file, text, faults)
    if isinstance(found, list):
        return _listed(file, text, found, faults)
    found, lines = _mapped(file, text, found, faults)
    items: list[Row] = []
    for key, fields in found.items():
        if isinstance(fields, dict):
            items.append((key, fields))
        elif fields is None:
            items.append((key, {}))
        else:
            faults.append(Fault(file, lines(key, ""), key[:60], "needs fields below it: 'name: ...'"))
    return items, lines


def mapping(file: str, text: str, faults: list[Fault]) -> tuple[dict[str, Any], Lines]:
    """What a file's text says by name, and where; an empty file says nothing."""
    return _mapped(file, text, parsed(file, text, faults), faults)


def _mapped(file: str, text: str, found: Any, faults: list[Fault]) -> tuple[dict[str, Any], Lines]:
    if found is None:
        return {}, _nowhere
    if not isinstance(found, dict):
        faults.append(Fault(file, 1, "", "must hold items by key: 'spring-letter: {name: Spring letter}'"))
        return {}, _nowhere
    return found, _line_finder(text)


def _listed(file: str, text: str, found: list[Any], faults: list[Fault]) -> tuple[list[Row], Lines]:
    """The items of a list, each under its key or one made from its name."""
    place = {number: line for number, (line, _) in enumerate(_named(yaml.compose(text, Loader=_Loader)).values())}
    bad = [number for number, one in enumerate(found) if not isinstance(one, dict) or not _told(one)]
    for number in bad:
        says = "must hold a key or a name: '- {name: Spring letter}', or stand below its key"
        faults.append(Fault(file, place[number], f"item {number + 1}", says))
    if bad:
        return [], _nowhere
    keys = keys_of(map(_told_apart, found), Path(file).stem.lower())
    rows_ = [
        (key, {name: one for name, one in fields.items() if name != "key"})
        for key, fields in zip(keys, found, strict=True)
    ]
    numbers = {key: number for number, key in enumerate(keys)}
    finder = _line_finder(text)
    return rows_, lambda key, field: finder(str(numbers.get(key, "")), field)


def _told(fields: dict[str, Any]) -> bool:
    return any(tidy(one) for one in _told_apart(fields))


def _told_apart(fields: dict[str, Any]) -> tuple[str, str]:
    """The key and the name of an item in a list."""
    key, name = fields.get("key"), fields.get("name")
    return (key.strip() if isinstance(key, str) else ""), (name if isinstance(name, str) else "")


def parsed(file: str, text: str, faults: list[Fault]) -> Any:
    """The plain data in a file's text; None, and a fault, where it is not YAML."""
    try:
        return loaded(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = error.problem or error.context or ""
        hint = next((f"; {hint}" for part, hint in _HINTS.items() if part in problem), "")
        faults.append(Fault(file, line, "", _too_long(error, text) or f"is not YAML: {problem}{hint}"))
    except RecursionError:
        faults.append(Fault(file, 0, "", "is not YAML: it is nested too deep"))
    except yaml.YAMLError as error:
        faults.append(_unseen(file, text) or Fault(file, 0, "", f"is not YAML: {str(error)[:120]}"))
    return None


def _unseen(file: str, text: str) -> Fault | None:
    """The first character that YAML does not take: it came along unseen, from a terminal or a damaged file."""
    if not (found := yaml.reader.Reader.NON_PRINTABLE.search(text)):
        return None
    line = text.count("\n", 0, found.start()) + 1
    return Fault(file, line, "", f"holds a character that cannot be seen (U+{ord(found[0]):04X}): take it out")


def _too_long(error: yaml.MarkedYAMLError, text: str) -> str:
    """YAML gives up on a name of over 1,024 characters, and does not say why."""
    lines = text.splitlines()
    places = [mark.line for mark in (error.context_mark, error.problem_mark) if mark and mark.line < len(lines)]
    keys = (lines[place].partition(":")[0].strip() for place in places)
    return next((no_key(key) for key in keys if len(key) > 1000), "")


_HINTS = {  # what most likely went wrong where the words of YAML do not tell
    "mapping values are not allowed": "put a text that holds ': ' in quotes, and look at the indentation",
    "cannot start any token": "indent with spaces, not tabs; put a text that begins with % @ ` in quotes",
    "could not find expected ':'": "each line needs a name and a value: 'name: Spring letter'",
    "did not find expected key": "look at the indentation: fields of one item begin below each other",
    "did not find expected ',' or": "a bracket or a quote is left open",
    "unexpected end of stream": "a quote is left open",
    "found another document": "keep what stands above '---' or what stands below it, or put both in one",
}


def _error(problem: str, node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def _no_references(text: str) -> None:
    """References let a small file grow without end; a plan has no use for them."""
    if not _ALIAS.search(text):
        return
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, yaml.AliasToken):
            raise yaml.MarkedYAMLError(
                problem=f"*{token.value[:40]} refers to another place: write the value out (or quote the text)",
                problem_mark=token.start_mark,
            )


def _nowhere(key: str, field: str) -> int:
    return 0


def _line_finder(text: str) -> Lines:
    """Finds the line of a field; the file is composed once more, and only when something is wrong."""

    @cache
    def items() -> dict[str, tuple[int, yaml.Node]]:
        return _named(yaml.compose(text, Loader=_Loader))

    def line(key: str, field: str) -> int:
        place, node = items().get(key, (0, None))
        for part in field.split(".") if field else []:
            found = _named(node).get(part)
            if found is None:
                break
            place, node = found
        return place

    return line


def _named(node: yaml.Node | None) -> dict[str, tuple[int, yaml.Node]]:
    """The line and the node of everything right below a node, by name or number."""
    if isinstance(node, yaml.MappingNode):
        return {name.value: (name.start_mark.line + 1, value) for name, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return {str(number): (item.start_mark.line + 1, item) for number, item in enumerate(node.value)}
    return {}
