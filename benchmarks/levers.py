"""The ways in which a crowded plan may be loosened, with their prices."""

from __future__ import annotations

from collections.abc import Iterator

from truenorth.engines.feasibility.problem import Bundle, Lever, Problem

QUARTER = 65
HOUR, WEEK_LATE, VALUE = 9_000, 200_000, 4_000_000  # cents: an hour bought, a week late and the whole, at value 1


def levers(problem: Problem) -> Iterator[Lever]:
    """For each statement of a plan, how it may be loosened."""
    for bundle in problem.bundles:
        yield from _of_program(problem, bundle)
    yield from _of_people(problem)
    yield from _of_places(problem)
    yield from _of_pots(problem)


def _of_program(problem: Problem, bundle: Bundle) -> Iterator[Lever]:
    key, value = bundle.key, int(bundle.value)
    yield Lever(f"move {key}", "move", f"due:{key}", f"{bundle.title} later", 5, 8, 0, value * WEEK_LATE, 0.02)
    yield Lever(f"early {key}", "start earlier", f"ready:{key}", f"{bundle.title} begins earlier", 5, 4, 50_000, 20_000)
    yield Lever(f"drop {key}", "drop", bundle.do, f"Without {bundle.title}", 1, 1, 0, value * VALUE, 1.0)
    yield Lever(f"shrink {key}", "shrink", bundle.do, f"Less of {bundle.title}", 20, 2, 0, value * VALUE // 5, 0.17)
    if f"after:{key}" in problem.claims:
        yield Lever(f"apart {key}", "start earlier", f"after:{key}", f"{bundle.title} waits less", 5, 4, 0, 100_000)


def _of_people(problem: Problem) -> Iterator[Lever]:
    for staff in problem.staff:
        for n, first in enumerate(range(0, problem.days, QUARTER)):
            price = 8 * HOUR * (QUARTER // 5)
            key, says = f"staff {staff.key} Q{n + 1}", f"8 h a week more of {staff.title} in Q{n + 1}"
            yield Lever(key, "staff", staff.claim, says, 480, 5, 0, price, 0, first, first + QUARTER)


def _of_places(problem: Problem) -> Iterator[Lever]:
    for supply in problem.supplies:
        claim = supply.claims[0]
        yield Lever(f"place {supply.key}", "place", claim, f"One more at once: {supply.title}", 1, 3, 100_000, 400_000)
    for claim in problem.claims.values():
        if claim.kind == "lead":
            yield Lever(f"speed {claim.key}", "speed up", claim.key, f"Faster: {claim.says}", 1, 2, 150_000, 100_000)
        if claim.kind == "tool":
            yield Lever(f"extend {claim.key}", "tool", claim.key, f"Extend: {claim.says}", 1, 1, 900_000, 0)


def _of_pots(problem: Problem) -> Iterator[Lever]:
    money = {claim.key: claim for claim in problem.claims.values() if claim.kind == "budget"}
    for key in money:
        yield Lever(f"raise {key}", "raise", key, f"1,000 € more: {key}", 100_000, 60, 0, 100_000)
    for claim in problem.claims.values():
        if claim.kind == "takes":
            for n, first in enumerate(range(0, problem.days, QUARTER)):
                price = 30_000 * QUARTER // 5
                says = f"5 a week more in Q{n + 1}: {claim.says}"
                yield Lever(
                    f"take {claim.key} Q{n + 1}", "take", claim.key, says, 5, 10, 0, price, 0, first, first + QUARTER
                )
