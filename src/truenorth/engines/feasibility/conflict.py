"""The few statements that cannot all be true: found from a proof, shrunk until each one is needed, proved again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from truenorth.engines.feasibility.answer import Because, Conflict, Proof
from truenorth.engines.feasibility.arithmetic import Clashing, NoPlace, TooMuch, TooShort, too_much
from truenorth.engines.feasibility.because import because
from truenorth.engines.feasibility.kernel import Draw, Kernel
from truenorth.engines.feasibility.ladder import Clock, Limits, Outcome, decide, proved
from truenorth.engines.feasibility.problem import OF_WORK
from truenorth.engines.feasibility.search import searched
from truenorth.engines.feasibility.second import placed
from truenorth.engines.feasibility.view import View

Claims = frozenset[str]
_PATIENCE, _MORE = 1, 3  # questions left open before a conflict is left as it is: proved by arithmetic, or by a search
_BRIEFLY = 0.25  # of what a question may take, where arithmetic has proved the conflict


class Oracle:
    """Answers whether some claims cannot all be true; what it was asked before it knows."""

    def __init__(self, kernel: Kernel, limits: Limits, clock: Clock) -> None:
        """Start with nothing known. `doubts` are the questions that could not be decided and were taken to fit.

        `by_search` is for what no arithmetic tells: then more is asked, and searched more.
        """
        self.kernel, self.limits, self.clock = kernel, limits, clock
        self.doubts: set[Claims] = set()
        self.by_search = False
        self._impossible: tuple[Claims, Outcome] | None = None  # what was found impossible last
        self._was_impossible = False  # what was asked last: what is asked next mostly is what that was
        self._known: dict[Claims, bool] = {}
        self._proved: dict[Claims, bool] = {}

    def impossible(self, claims: Iterable[str]) -> bool:
        """Whether they cannot all be true; what cannot be decided is taken to fit."""
        asked = frozenset(claims)
        if asked not in self._known:
            says = "undecided" if self.is_tired else self.outcome(asked).says
            if says == "undecided":
                self.doubts.add(asked)
            self._known[asked] = says == "not"
        return self._known[asked]

    @property
    def is_tired(self) -> bool:
        """Whether nothing more is asked: there are too many doubts already."""
        return self.clock.over() or len(self.doubts) >= (_MORE if self.by_search else _PATIENCE)

    def proved(self, claims: Iterable[str]) -> bool:
        """Whether arithmetic alone tells that they cannot all be true."""
        asked = frozenset(claims)
        if asked not in self._proved:
            self._proved[asked] = proved(View(self.kernel, asked)).says == "not"
        return self._proved[asked]

    def outcome(self, claims: Claims) -> Outcome:
        """What is found where only these are believed."""
        if self._impossible and self._impossible[0] == claims:
            return self._impossible[1]
        limit = self.limits.oracle * (1.0 if self.by_search else _BRIEFLY)
        outcome = decide(self.kernel, claims, limit, self.clock, search_first=self.by_search or self._was_impossible)
        self.kernel = outcome.view.kernel  # skill sets that were found short stay looked at
        self._was_impossible = outcome.says == "not"
        if self._was_impossible:
            self._impossible = (claims, outcome)
        return outcome


def conflict(outcome: Outcome, believed: Claims, limits: Limits, clock: Clock) -> Conflict:
    """The conflict behind an outcome that does not fit: minimal as far as it could be checked.

    QuickXplain (Junker 2004), first over what work draws on, then over the work, then each claim for itself. Where
    arithmetic proved that it does not fit, it starts from the claims behind the proof, and asks only arithmetic until
    each claim that is left is tried once more in full; it gives up soon where that is hard to tell. Where no arithmetic
    does, and searches do not tell either, the conflict has no proof.
    """
    oracle = Oracle(outcome.view.kernel, limits, clock)
    kernel = outcome.view.kernel
    seed = frozenset(behind(outcome.view, outcome)) & believed if outcome.certificate else believed
    if oracle.proved(seed) or oracle.proved(seed := believed):
        core = shrunk(kernel, seed, oracle.proved)
        kept = _deleted(_hardest_first(kernel, core), oracle.impossible)
        core = tuple(claim for claim in core if claim in kept)
    else:
        oracle.by_search = True
        core = shrunk(kernel, believed, oracle.impossible)
        if oracle.is_tired:
            return Conflict(core, Because("search"), "", minimal=False)
    fewer = [frozenset(core) - {claim} for claim in core]
    minimal = not any(map(oracle.impossible, fewer)) and oracle.doubts.isdisjoint(fewer)
    again = _told_best(oracle.outcome(frozenset(core)))
    return Conflict(core, because(again), _proof(again, limits, clock), minimal)


def next_by_arithmetic(outcome: Outcome) -> tuple[str, ...]:
    """The statements of the conflict that arithmetic proved, as few as arithmetic can tell."""
    kernel = outcome.view.kernel
    impossible = Oracle(kernel, Limits(), Clock(0)).proved
    return shrunk(kernel, frozenset(behind(outcome.view, outcome)), impossible)


def _hardest_first(kernel: Kernel, core: Sequence[str]) -> list[str]:
    """The claims without which least room is left: lead times, and the work that weighs least."""
    proof = proved(View(kernel, frozenset(core)))
    weighs = dict.fromkeys(core, 0)
    if isinstance(proof.certificate, TooMuch):
        for p, share in proof.certificate.by:
            weighs[kernel.do[proof.view.chosen[p]]] += share
    kinds = {"lead": 0, "after": 0, "do": 1}
    return sorted(core, key=lambda claim: (kinds.get(kernel.problem.claims[claim].kind, 2), weighs[claim]))


def _told_best(outcome: Outcome) -> Outcome:
    """The same with the proof that is told best: too much in a stretch of days says more than no place for one work."""
    if isinstance(outcome.certificate, NoPlace) and (much := too_much(outcome.view, *outcome.windows, thorough=True)):
        return replace(outcome, certificate=much)
    return outcome


def _proof(outcome: Outcome, limits: Limits, clock: Clock) -> Proof:
    """How sure a conflict is: arithmetic is certain, a search has to be repeated by another engine."""
    if outcome.says != "not":
        return ""
    if outcome.certificate:
        return "arithmetic"
    first = searched(outcome.view, *outcome.windows, limits.search, clock.over)
    second = placed(outcome.view, *outcome.windows, clock.left)
    says = [one == "none" for one in (first, second)]
    if any(isinstance(one, list) for one in (first, second)):
        return ""
    return "two engines" if all(says) else "one engine" if any(says) else ""


def shrunk(kernel: Kernel, seed: Claims, impossible: Callable[[Claims], bool]) -> tuple[str, ...]:
    """A minimal part of some claims that cannot all be true."""
    claims = kernel.problem.claims
    of_work = [key for key in sorted(seed) if claims[key].kind in OF_WORK]
    limits = [frozenset((key,)) for key in sorted(seed) if claims[key].kind not in OF_WORK]
    kept = _union(quickxplain(limits, frozenset(of_work), impossible))
    bundles = _bundles(kernel, of_work)
    if near := _near(kernel, bundles, kept, impossible):
        bundles = near
    work = _union(quickxplain(bundles, kept, impossible))
    order = {"due": 0, "ready": 0, "do": 2}
    rest = sorted(kept | work, key=lambda key: (order.get(claims[key].kind, 1), key))
    return tuple(_deleted(rest, impossible))


def quickxplain(parts: Sequence[Claims], ground: Claims, impossible: Callable[[Claims], bool]) -> list[Claims]:
    """A minimal list of parts that, with the ground, cannot all be true."""
    if impossible(ground):
        return []

    def needed(added: bool, parts: Sequence[Claims], ground: Claims) -> list[Claims]:
        if added and impossible(ground):
            return []
        if len(parts) == 1:
            return list(parts)
        half = len(parts) // 2
        left, right = parts[:half], parts[half:]
        second = needed(True, right, ground | _union(left))
        first = needed(bool(second), left, ground | _union(second))
        return first + second

    return needed(False, parts, ground) if parts else []


def _union(parts: Iterable[Claims]) -> Claims:
    return frozenset().union(*parts)


def _deleted(claims: Sequence[str], impossible: Callable[[Claims], bool]) -> list[str]:
    """Each claim left out in turn, for good where the rest is impossible still."""
    kept = list(claims)
    for claim in claims:
        rest = [one for one in kept if one != claim]
        if impossible(frozenset(rest)):
            kept = rest
    return kept


def _bundles(kernel: Kernel, of_work: Sequence[str]) -> list[Claims]:
    """Claims about work, gathered by the bundle they belong to; one that several share goes with the first."""
    found: dict[str, set[str]] = {}
    left = set(of_work)
    for work, do in zip(kernel.works, kernel.do, strict=True):
        mine = ({do, *work.ready, *work.due} | {c for w in work.windows for c in w.claims}) & left
        if mine:
            found.setdefault(work.bundle, set()).update(mine)
            left -= mine
    return [*map(frozenset, found.values()), *(frozenset((key,)) for key in sorted(left))]


def _near(
    kernel: Kernel, bundles: list[Claims], kept: Claims, impossible: Callable[[Claims], bool]
) -> list[Claims] | None:
    """The bundles that draw on what is left of the limits, where these alone are impossible already."""
    tracks = {n for n, track in enumerate(kernel.tracks) if any(kept & set(claims) for claims in track.claims)}
    rows = {n for n, row in enumerate(kernel.rows) if kept & set(row.claims)}
    touching = {
        kernel.do[n]
        for n in range(len(kernel.works))
        if any(draw.at in tracks for draw in kernel.draws[n]) or any(draw.at in rows for draw in kernel.runs[n])
    }
    near = [bundle for bundle in bundles if bundle & touching]
    if near and len(near) < len(bundles) and impossible(_union(near) | kept):
        return near
    return None


def behind(view: View, outcome: Outcome) -> Iterator[str]:
    """The claims behind a proof: enough of them that it holds."""
    proof = outcome.certificate
    match proof:
        case Clashing(at):
            yield from view.kernel.problem.clashes[at].claims
        case TooShort(at):
            yield from behind_window(view, at, outcome.windows)
        case NoPlace(at):
            yield from behind_window(view, at, outcome.windows)
            yield from _drawing(view, at)
            yield from (claim for draw in view.draws[at] for claims in _touched(view, draw) for claim in claims)
            yield from (claim for draw in view.runs[at] for claim in view.kernel.rows[draw.at].claims)
        case TooMuch():
            yield from _limits(view, proof)
            for p in proof.enough:
                yield from behind_window(view, p, outcome.windows)
                yield from _drawing(view, p)


def _drawing(view: View, p: int) -> Iterator[str]:
    """The claims that a work needs as much as it draws."""
    yield from (claim for draw in (*view.draws[p], *view.runs[p]) for claim in draw.claims)


def _touched(view: View, draw: Draw) -> Iterator[tuple[str, ...]]:
    """The claims of the periods that limit a draw."""
    track = view.kernel.tracks[draw.at]
    yield from (claims for n, claims in enumerate(track.claims) if view.pot(draw.at, n))


def _limits(view: View, proof: TooMuch) -> Iterator[str]:
    if proof.kind == "row":
        yield from view.kernel.rows[proof.at].claims
        return
    for n in proof.pots:
        yield from view.kernel.tracks[proof.at].claims[n]


def behind_window(view: View, p: int, windows: tuple[Sequence[int], Sequence[int]]) -> set[str]:
    """The claims that make a work begin no sooner and end no later than it can."""
    return {*_behind_early(view, p, windows[0]), *_behind_late(view, p, windows[1])}


def _behind_early(view: View, p: int, early: Sequence[int]) -> Iterator[str]:
    while True:
        n = view.chosen[p]
        work = view.kernel.works[n]
        yield view.kernel.do[n]
        yield from work.lead
        if early[p] == view.early[p]:
            yield from _base(view, p, early[p], first=True)
            return
        p, arc = next((q, arc) for q, lag, arc in view.first[p] if early[q] + view.least[q] + lag == early[p])
        yield from view.kernel.arcs[arc][3]


def _behind_late(view: View, p: int, late: Sequence[int]) -> Iterator[str]:
    while True:
        n = view.chosen[p]
        yield view.kernel.do[n]
        yield from view.kernel.works[n].lead
        if late[p] == view.late[p]:
            yield from _base(view, p, late[p], first=False)
            return
        p, arc = next((q, arc) for q, lag, arc in view.then[p] if late[q] - view.least[q] - lag == late[p])
        yield from view.kernel.arcs[arc][3]


def _base(view: View, p: int, day: int, *, first: bool) -> Iterator[str]:
    """The claims behind the day that a work itself states."""
    work = view.kernel.works[view.chosen[p]]
    stated, claims = (work.earliest, work.ready) if first else (work.latest, work.due)
    if stated == day and view.holds(claims):
        yield from claims
        return
    for window in work.windows:
        if (window.first if first else window.last) == day and view.holds(window.claims):
            yield from window.claims
            return
