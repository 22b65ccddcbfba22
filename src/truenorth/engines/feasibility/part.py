"""The part of a problem that ways out are looked for in first: the work and limits of the conflicts found so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from truenorth.engines.feasibility.answer import Because, Conflict
from truenorth.engines.feasibility.arithmetic import NoPlace, TooMuch
from truenorth.engines.feasibility.conflict import behind, behind_window
from truenorth.engines.feasibility.kernel import Kernel, Track
from truenorth.engines.feasibility.ladder import Outcome
from truenorth.engines.feasibility.problem import Problem

Period = tuple[str, int, int]  # the resource, or skills joined by "|", and the days it is about


@dataclass(frozen=True)
class Part:
    """The work of some bundles (by the claims that it is done), some periods and some rows; all that binds the work.

    Work in `sharp` found no place though it was all alone: of it, every place is looked at for itself.
    Whatever loosens the whole loosens each part of it, so no way out of the whole costs less than one of a part.
    """

    done: frozenset[str] = frozenset()
    periods: frozenset[Period] = frozenset()
    rows: frozenset[str] = frozenset()
    sharp: frozenset[str] = frozenset()

    def __or__(self, other: Part) -> Part:
        """Both together."""
        return Part(
            self.done | other.done,
            self.periods | other.periods,
            self.rows | other.rows,
            self.sharp | other.sharp,
        )

    def believed(self, problem: Problem) -> frozenset[str]:
        """All claims but that other work is done."""
        return frozenset(problem.claims) - {one.do for one in problem.bundles if one.do not in self.done}


def everything(kernel: Kernel) -> Part:
    """All there is."""
    return Part(
        frozenset(kernel.do),
        frozenset(period_of(track, n) for track in kernel.tracks for n in range(len(track.firsts))),
        frozenset(row.resource for row in kernel.rows),
    )


def claims_of(kernel: Kernel, part: Part) -> set[str]:
    """The claims that bind the work of a part, or that its limits rest on."""
    works = [work for work, do in zip(kernel.works, kernel.do, strict=True) if do in part.done]
    keys = {work.key for work in works}
    claims = set(part.done).union(*(clash.claims for clash in kernel.problem.clashes))
    for work in works:
        claims.update((*work.ready, *work.due, *work.lead), *(window.claims for window in work.windows))
    for after in kernel.problem.afters:
        if after.first in keys and after.then in keys:
            claims.update(after.claims)
    for track in kernel.tracks:
        claims.update(*(under for n, under in enumerate(track.claims) if period_of(track, n) in part.periods))
    return claims.union(*(row.claims for row in kernel.rows if row.resource in part.rows))


def of_conflicts(kernel: Kernel, conflicts: Iterable[Conflict]) -> Part:
    """The part that some conflicts are about."""
    part = Part()
    for one in conflicts:
        part |= _of_conflict(kernel, one)
    return part


def _of_conflict(kernel: Kernel, conflict: Conflict) -> Part:
    problem, because = kernel.problem, conflict.because
    drawing = {problem.bundle[problem.work[key].bundle].do for key, _ in because.by if key in problem.work}
    done = drawing | {key for key in conflict.claims if problem.claims[key].kind == "do"}
    if because.kind == "search":
        return Part(frozenset(done)) | _resting(kernel, frozenset(conflict.claims))
    return Part(frozenset(done)) | _limits(kernel, because)


def _limits(kernel: Kernel, because: Because) -> Part:
    if because.kind == "row":
        return Part(rows=frozenset((because.resource,)))
    tracks = [track for track in kernel.tracks if track.resource == because.resource and track.kind == because.kind]
    return Part(periods=frozenset(key for track in tracks for key in between(track, because.first, because.last)))


def _resting(kernel: Kernel, claims: frozenset[str]) -> Part:
    """The limits that rest on some claims alone."""
    periods = {
        period_of(track, n)
        for track in kernel.tracks
        for n, behind_it in enumerate(track.claims)
        if claims.issuperset(behind_it)
    }
    return Part(
        periods=frozenset(periods), rows=frozenset(row.resource for row in kernel.rows if claims.issuperset(row.claims))
    )


def of_proof(outcome: Outcome) -> Part:
    """The part that a proof is about: the work in it, and the limits that it cannot keep."""
    view, proof = outcome.view, outcome.certificate
    claims = set(behind(view, outcome))
    periods: frozenset[Period] = frozenset()
    rows: frozenset[str] = frozenset()
    sharp: frozenset[str] = frozenset()
    if isinstance(proof, TooMuch):
        claims.update(claim for p, _ in proof.by for claim in behind_window(view, p, outcome.windows))
        if proof.kind == "row":
            rows = frozenset((view.kernel.rows[proof.at].resource,))
        else:
            periods = frozenset(period_of(view.kernel.tracks[proof.at], n) for n in proof.pots)
    elif isinstance(proof, NoPlace):
        sharp = frozenset((view.key(proof.at),))
        early, late = (days[proof.at] for days in outcome.windows)
        tracks = [(view.kernel.tracks[draw.at], draw.lag) for draw in view.draws[proof.at]]
        periods = frozenset(key for track, lag in tracks for key in between(track, early + lag, late + lag))
        rows = frozenset(view.kernel.rows[draw.at].resource for draw in view.runs[proof.at])
    return Part(frozenset(_done(view.kernel.problem, claims)), periods, rows, sharp)


def _done(problem: Problem, claims: set[str]) -> Iterable[str]:
    return (claim for claim in claims if problem.claims[claim].kind == "do")


def period_of(track: Track, n: int) -> Period:
    """What a period of a track is called, in every kernel of a problem and what it is loosened to."""
    return track.resource, track.firsts[n], track.lasts[n]


def between(track: Track, first: int, last: int) -> Iterable[Period]:
    """The periods of a track that meet some days."""
    return (period_of(track, n) for n, day in enumerate(track.firsts) if day < last and track.lasts[n] > first)
