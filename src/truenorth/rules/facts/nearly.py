"""FACT10: owners that are nearly a role of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from truenorth.engines.words import row, same_text
from truenorth.plan.entity import KINDS, Entity, Ref
from truenorth.plan.links import May, marked
from truenorth.plan.resources import Role
from truenorth.plan.story import Content
from truenorth.plan.work import Activity
from truenorth.rules.case import Case
from truenorth.rules.finding import Blank, Finding, Fix, found
from truenorth.rules.rule import rule
from truenorth.rules.seats import Titles, owner_of_work

Named = dict[str, list[tuple[Ref, str]]]  # by the text: the items that name it, each with the field
_ONE_SLIP, _TWO_SLIPS = 6, 12  # letters from which so many slips are taken for one of the pen
_SAID = {
    "lead": "its lead",
    "business_owner": "its owner on the business side",
    "accepted_by": "who accepts it",
    "steps": "the role of a step",
}


@rule("FACT10", asks="mops", reads=["*"], kind="gap")
def nearly_a_role(case: Case) -> Iterator[Finding]:
    """
    An owner is nearly the name of a role.

    ## Why it matters

    A word that misses its role by a letter is a title that nobody holds: what is said of the role, such as its hours,
    its leave or that nobody sits in it, is then not said of the work.

    Owners, leads and roles of steps may be the key of a role, its name, or any other title. Found is what is neither
    a key nor a name and differs from one by a slip: a letter or two, a hyphen, a space. A word that begins otherwise
    and another number are no slips.

    ## Example

        program: {launch: {owner: demand-led}}

    ## Finds

        program:launch names “demand-led” as its owner, which is no role of the plan; did you mean demand-lead?

    ## Put right

        program: {launch: {owner: demand-lead}}
    """
    roles = case.whole.all(Role)
    if not roles:
        return
    named = _named(case)
    for text, near in _slips(case, roles, named).items():
        for ref, field in named.get(text) or _work(case, text):
            yield _finding(ref, field, text, near)


def _named(case: Case) -> Named:
    """What is named as a role by all but work; it is kept while only work is edited."""
    kept = case.known("FACT10 named")
    if not kept:
        by_text: Named = {}
        for item in (item for kind in KINDS.values() if kind not in _WORK for item in case.plan.all(kind)):
            for field, text in _texts(item):
                by_text.setdefault(text, []).append((item.ref, field))
        kept["all"] = by_text
    by_text = kept["all"]
    return by_text


_WORK: tuple[type[Entity], ...] = (Activity, Content)


def _texts(item: Entity) -> Iterator[tuple[str, str]]:
    for field, pick in marked(type(item), May):
        if value := getattr(item, field):
            refs = (ref for ref in pick(value) if ref.startswith("role:"))
            yield from dict.fromkeys((field, ref.removeprefix("role:")) for ref in refs)


def _slips(case: Case, roles: list[Role], named: Named) -> dict[str, list[str]]:
    """The texts that are nearly a role, with the keys of the roles; each text is held against them once."""
    titles, forms = Titles(roles), _Forms(roles)
    known = case.known("FACT10")
    owners = (key[0] for key in case.tally("owners", owner_of_work).sums if isinstance(key, tuple))
    texts = {*named, *filter(None, owners)}
    for text in texts - known.keys():
        known[text] = [] if titles.named(text) else forms.near(text)
    return {text: known[text] for text in sorted(texts) if known[text]}


def _work(case: Case, text: str) -> Iterable[tuple[Ref, str]]:
    return ((item.ref, "owner") for kind in (Activity, Content) for item in case.plan.all(kind) if item.owner == text)


class _Forms:
    """The keys and names of roles as plain words: by their first letters, and without the spaces."""

    def __init__(self, roles: Iterable[Role]) -> None:
        self.by_start: dict[str, dict[str, str]] = {}
        self.joined: dict[str, str] = {}
        for role in roles:
            for form in {same_text(role.key), same_text(role.name)} - {""}:
                self.by_start.setdefault(_start(form), {}).setdefault(form, role.key)
                self.joined.setdefault(form.replace(" ", ""), role.key)

    def near(self, text: str) -> list[str]:
        """The keys of the roles that a text nearly names."""
        plain = same_text(text.removeprefix("role:"))
        joined = self.joined.get(plain.replace(" ", ""))
        forms = self.by_start.get(_start(plain), {})
        slips = (key for form, key in sorted(forms.items()) if is_slip(plain, form))
        return [joined] if joined else list(dict.fromkeys(slips))


def _start(form: str) -> str:
    return "".join(word[0] for word in form.split())


def is_slip(one: str, other: str) -> bool:
    """Whether two names whose words begin alike differ by a slip of the pen: a letter or, in a long one, two."""
    length = min(len(one), len(other))
    most = 0 if length < _ONE_SLIP else 1 if length < _TWO_SLIPS else 2
    if abs(len(one) - len(other)) > most or [*filter(str.isdigit, one)] != [*filter(str.isdigit, other)]:
        return False
    return _slips_between(one, other) <= most


@lru_cache(maxsize=4096)
def _slips_between(one: str, other: str) -> int:
    """How many letters have to be put in, taken out, changed or swapped to come from one word to another."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        here = [i]
        for j, b in enumerate(other, 1):
            steps = [rows[-1][j] + 1, here[-1] + 1, rows[-1][j - 1] + (a != b)]
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                steps.append(rows[-2][j - 2] + 1)
            here.append(min(steps))
        rows.append(here)
    return rows[-1][-1]


def _finding(ref: Ref, field: str, text: str, near: list[str]) -> Finding:
    meant = row(near)
    asks = Blank(f"Which role is meant instead of {text}? {meant} {'is' if len(near) == 1 else 'are'} there")
    return found(
        ref,
        f"names “{text}” as {_SAID.get(field, 'its owner')}, which is no role of the plan; did you mean {meant}?",
        cause="name an owner that is nearly a role of the plan",
        part=field,
        stake=(),
        seen={"written": text, "near": [f"role:{key}" for key in near]},
        fixes=[Fix("Name the role", {ref: {field: asks}})],
    )
