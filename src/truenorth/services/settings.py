"""What a workspace sets in truenorth.yaml: a rule's parameters, its severity, rules switched off, rules required."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from truenorth.plan.fault import Fault, Faults
from truenorth.plan.text import SETTINGS
from truenorth.plan.values import Duration, duration
from truenorth.records import GROWN
from truenorth.rules import RULES, Rule
from truenorth.rules.finding import SEVERITIES, Finding
from truenorth.services.places import setting_line

OWN = ("severity", "off")


@dataclass(frozen=True)
class Settings:
    """How this workspace judges: by rule code."""

    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    severity: Mapping[str, str] = field(default_factory=dict)
    off: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    grown: float = GROWN

    def rules(self) -> list[Rule]:
        """The rules that are not switched off."""
        return [RULES[code] for code in sorted(RULES) if code not in self.off]

    def weighed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with this workspace's severities, the heaviest first."""
        weighed = [replace(one, severity=self._severity(one)) for one in findings]
        return tuple(sorted(weighed, key=lambda one: one.order))

    def _severity(self, finding: Finding) -> Any:
        wanted = self.severity.get(finding.rule, finding.severity)
        return "warning" if wanted == "error" and finding.kind != "contradiction" else wanted


def settings(found: Mapping[str, Any], folder: Path) -> Settings:
    """The settings of a folder; Faults with every one that is wrong."""
    faults: list[Fault] = []
    parts = [_rule(code, given, faults, folder) for code, given in _rules(found, faults, folder).items()]
    required = _required(found, faults, folder)
    grown = _grown(found, faults, folder)
    if faults:
        raise Faults(faults)
    return Settings(
        {code: parameters for code, parameters, _, _ in parts if parameters},
        {code: severity for code, _, severity, _ in parts if severity},
        frozenset(code for code, _, _, off in parts if off),
        required,
        grown,
    )


def _rules(found: Mapping[str, Any], faults: list[Fault], folder: Path) -> Mapping[str, Any]:
    given = found.get("rules") or {}
    if isinstance(given, dict):
        return given
    _wrong(faults, folder, "must hold rules by code: 'TOOL02: {severity: warning}'", "rules")
    return {}


def _rule(code: str, given: Any, faults: list[Fault], folder: Path) -> tuple[str, dict[str, Any], str | None, bool]:
    nothing: tuple[str, dict[str, Any], str | None, bool] = (code, {}, None, False)
    if code not in RULES:
        _wrong(faults, folder, no_rule(code), "rules", code)
        return nothing
    if given is None:
        return nothing
    if not isinstance(given, dict):
        says = f"must hold settings: '{code}: {{off: true}}' or one of {', '.join(_names(code))}"
        _wrong(faults, folder, says, "rules", code)
        return nothing
    read: dict[str, Any] = {}
    for name, text in given.items():
        try:
            read[name] = _value(code, name, text)
        except ValueError as error:
            _wrong(faults, folder, str(error), "rules", code, name)
    return (
        code,
        {name: one for name, one in read.items() if name not in OWN},
        read.get("severity"),
        bool(read.get("off")),
    )


def _value(code: str, name: str, text: Any) -> Any:
    if name not in _names(code):
        near = difflib.get_close_matches(name, _names(code), 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(_names(code))}"
        raise ValueError(f"is no setting of {code}; {hint}")
    if name == "off":
        return _typed(text, False)
    if name == "severity":
        return _severity(code, text)
    return _typed(text, RULES[code].parameters[name])


def _severity(code: str, text: Any) -> str:
    if text not in SEVERITIES:
        raise ValueError(f"'{text}' is no severity: write {', '.join(SEVERITIES)}")
    if text == "error" and RULES[code].kind != "contradiction":
        raise ValueError(f"{code} finds what is not filled in, which is never an error: write warning or info")
    return str(text)


def _names(code: str) -> list[str]:
    return [*RULES[code].parameters, *OWN]


def _typed(text: Any, default: Any) -> Any:
    """A setting as a value of the type that its default has."""
    match default:
        case bool():
            return _bool(text)
        case list() | tuple() | set() | frozenset():
            return type(default)(_list(text))
        case Duration():
            return duration(str(text))
        case int() | float() | Decimal():
            return _number(text, type(default))
    if not isinstance(text, str):
        raise ValueError(f"must be text, such as {default}")
    return text


def _bool(text: Any) -> bool:
    if str(text).lower() not in ("true", "false"):
        raise ValueError(f"'{text}' is neither true nor false")
    return str(text).lower() == "true"


def _list(text: Any) -> list[str]:
    if isinstance(text, str):
        return [item.strip() for item in text.split(";") if item.strip()]
    if not isinstance(text, list) or not all(isinstance(item, str) for item in text):
        raise ValueError("must be a list of words: [a, b]")
    return text


def _number(text: Any, kind: type[Any]) -> Any:
    plain = str(text).strip()
    percent = plain.endswith("%")
    try:
        found = Decimal(plain.removesuffix("%").strip().replace(",", "").replace("_", ""))
    except ArithmeticError:
        raise ValueError(f"'{plain[:60]}' is not a number") from None
    found = found / 100 if percent else found
    if not found.is_finite() or (kind is int and found != int(found)):
        raise ValueError(f"'{plain[:60]}' is not a {'whole ' if kind is int else ''}number")
    return kind(found)


def _required(found: Mapping[str, Any], faults: list[Fault], folder: Path) -> frozenset[str]:
    given = found.get("required") or []
    if isinstance(given, str):
        given = [code.strip() for code in given.split(";") if code.strip()]
    if not isinstance(given, list) or not all(isinstance(code, str) for code in given):
        _wrong(faults, folder, "must be a list of codes: [GOAL01, TOOL02]", "required")
        return frozenset()
    for code in given:
        if code not in RULES:
            _wrong(faults, folder, no_rule(code), "required", code)
    return frozenset(given)


def _grown(found: Mapping[str, Any], faults: list[Fault], folder: Path) -> float:
    """By how much what is at stake may grow before a known or accepted finding counts again: 25 % is 0.25."""
    given = found.get("grown")
    if given is None:
        return GROWN
    try:
        share = float(_number(given, Decimal))
    except ValueError:
        share = -1
    if share < 0:
        _wrong(faults, folder, f"'{str(given)[:60]}' is not a share: write 25 % or 0.25", "grown")
    return share


def no_rule(code: str) -> str:
    """That there is no rule with a code, and which was meant."""
    near = difflib.get_close_matches(code.upper(), RULES, 3, 0.6)
    return f"there is no rule {code[:60]}; " + (
        f"did you mean {' or '.join(near)}?" if near else "`truenorth rules` lists them"
    )


def _wrong(faults: list[Fault], folder: Path, says: str, *names: str) -> None:
    faults.append(Fault(SETTINGS, setting_line(folder, *names), " ".join(names)[:80], says))
