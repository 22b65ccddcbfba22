"""The statements that can't all be true, with what is needed and what there is."""

from __future__ import annotations

from dataclasses import dataclass

from truenorth.engines.feasibility.answer import Because, Conflict
from truenorth.engines.feasibility.fit import Fit
from truenorth.engines.feasibility.of.says import field as stated_in
from truenorth.engines.feasibility.of.says import name
from truenorth.engines.feasibility.problem import OF_WORK, Claim
from truenorth.reports.fit.words import Words, count, days_said, resource
from truenorth.reports.words import PARTIES, plain

SHOWN = 5
BIGGEST = 3
PROOFS = {
    "arithmetic": "Proved by arithmetic.",
    "two engines": "Proved by two engines that know nothing of each other.",
    "one engine": "Found by one engine, and not proved again.",
}


@dataclass(frozen=True)
class Statement:
    """One of the statements: in words, the item that makes it, where it was read, and the party that may change it.

    `source` is the item where the words do not name it, the field, and the `document` that the item comes from.
    """

    says: str
    ref: str
    item: str
    source: str
    party: str
    assumed: bool
    document: str = ""


@dataclass(frozen=True)
class Group:
    """Statements that can't all be true: one has to give. The first ones are shown, the others `folded`."""

    because: str
    need: str
    have: str
    short: str
    statements: tuple[Statement, ...]
    folded: tuple[Statement, ...]
    biggest: tuple[tuple[str, str], ...]
    more: int
    title: str
    checked: str
    proof: str
    sure: bool

    @property
    def called(self) -> str:
        """What stands over it where several are told: its title, and "perhaps" where it is not sure."""
        return self.title if self.sure else f"Perhaps {self.title[:1].lower()}{self.title[1:]}"

    @property
    def folds(self) -> str:
        """What the folded statements are called."""
        return f"and {len(self.folded):,} more statement{'' if len(self.folded) == 1 else 's'}" if self.folded else ""

    @property
    def most(self) -> str:
        """The largest parts in a row: `most for Rebuild 140 hours, Report 120 hours and 2 more`."""
        parts = [f"{title} {much}".strip() for title, much in self.biggest]
        return f"most for {', '.join(parts)}{f' and {self.more:,} more' if self.more else ''}" if parts else ""


def groups(words: Words, fit: Fit) -> tuple[Group, ...]:
    """The conflicts of an answer, those that are sure first."""
    ranked = sorted(fit.answer.conflicts, key=lambda conflict: not fit.is_sure(conflict))
    return tuple(_group(words, fit, conflict) for conflict in ranked)


def _group(words: Words, fit: Fit, conflict: Conflict) -> Group:
    because = conflict.because
    made = [_statement(words, claim) for claim in fit.ordered(conflict)]
    work = [one for one in made if not one[1]]
    rest = [one for one in made if one[1]]
    shown = work[: max(SHOWN - len(rest), 1)] if len(made) > SHOWN else work
    kept = [*shown, *rest][:SHOWN] if len(made) > SHOWN else made
    left = [one for one in made if one not in kept]
    sums = because.kind in ("row", "pot", "staff")
    return Group(
        because=_because(words, because),
        need=words.much(because.resource, because.need) if sums else "",
        have=words.much(because.resource, because.have) if sums else "",
        short=words.much(because.resource, because.need - because.have) if sums else "",
        statements=tuple(one for one, _ in kept),
        folded=tuple(one for one, _ in left),
        biggest=tuple((words.work(key), words.much(because.resource, much)) for key, much in because.by[:BIGGEST])
        if sums
        else (),
        more=max(len(because.by) - BIGGEST, 0) if sums else 0,
        title=title(fit, conflict),
        checked=_checked(fit, conflict),
        proof=PROOFS.get(conflict.proof, ""),
        sure=fit.is_sure(conflict),
    )


def _statement(words: Words, claim: Claim) -> tuple[Statement, bool]:
    """A claim as a statement, and whether it is about what the work draws on."""
    item = words.title(claim.item) if claim.item else ""
    party = PARTIES.get(claim.asks, claim.asks)
    entity = words.plan.find(claim.item)
    document = plain(str(entity.source[0])) if entity and entity.source else ""
    source = ", ".join(part for part in (_read_at(claim, item), document) if part)
    said = Statement(plain(claim.says), claim.item, item, source, party, claim.assumed, document)
    return said, claim.kind not in OF_WORK


def _read_at(claim: Claim, item: str) -> str:
    """Where a statement was read: the item where it does not name it, and its field."""
    field = plain(stated_in(claim.source))
    named = item if item and item not in claim.says and name(item) not in claim.says else ""
    return ": ".join(part for part in (named, field) if part)


def _checked(fit: Fit, conflict: Conflict) -> str:
    if not conflict.minimal:
        return "Not all of these may be needed: it was not checked to the end."
    if len(conflict.claims) == 1:
        return ""
    return f"Checked: without any one of them {'it fits' if fit.any_one else 'the others hold'}."


def _because(words: Words, because: Because) -> str:
    """The arithmetic in a sentence."""
    match because.kind:
        case "window":
            return _window(words, because)
        case "row" | "pot" | "staff":
            when = words.period(because.first, because.last)
            have, short = (words.bare(because.resource, much) for much in (because.have, because.need - because.have))
            where = f"{when[:1].upper()}{when[1:]}, {resource(because.title)}"
            need = words.much(because.resource, because.need)
            return f"{where}: {need} are needed and there are {have}, {short} too few"
        case "search":
            return plain(because.says) or "No arrangement was found by a search of all of them"
    return plain(because.says)


def _window(words: Words, because: Because) -> str:
    """That work would have to begin before it can."""
    work = words.work(because.by[0][0]) if because.by else plain(because.title)
    last, first = (words.date(day) for day in (because.last, because.first))
    late = days_said(because.first - because.last)
    closed = words.closed(because.last, because.first + sum(days for _, days in because.by))
    rest = f"; from {closed} is no working day" if closed else ""
    return f"{work} would have to begin by {last} and cannot before {first}: {late} too late{rest}"


def title(fit: Fit, conflict: Conflict) -> str:
    """The sentence that a conflict is known by: `These four statements can't all be true. Remove any one and ...`."""
    many = len(conflict.claims)
    then = "the plan fits" if fit.any_one else "the others hold"
    if many == 1:
        return f"One statement can't be true. Change it and {'the plan fits' if fit.any_one else 'the rest holds'}."
    says = f"These {count(many)} statements can't {'both' if many == 2 else 'all'} be true{_assumed(fit, conflict)}."
    return f"{says} Remove {'either' if many == 2 else 'any one'} and {then}." if conflict.minimal else says


def _assumed(fit: Fit, conflict: Conflict) -> str:
    """`; two are assumed`, `; all are assumed`; nothing where all are stated."""
    many = sum(fit.asked.problem.claims[key].assumed for key in conflict.claims)
    if not many:
        return ""
    return f"; {'all' if many == len(conflict.claims) else count(many)} {'is' if many == 1 else 'are'} assumed"
