"""The same problem told in another order, or by other names."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TypeVar

from truenorth.engines.feasibility.problem import Lever, Problem, Work

T = TypeVar("T")


def reordered(problem: Problem, seed: int) -> Problem:
    """All lists in another order."""
    random = Random(seed)

    def mixed(many: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.sample(many, len(many)))

    return replace(
        problem,
        claims=dict(mixed(tuple(problem.claims.items()))),
        bundles=mixed(problem.bundles),
        works=mixed(tuple(replace(one, uses=mixed(one.uses)) for one in problem.works)),
        afters=mixed(problem.afters),
        pots=mixed(problem.pots),
        staff=mixed(problem.staff),
        levers=mixed(problem.levers),
    )


def renamed(problem: Problem) -> Problem:
    """Every key another, so that none sorts as it did."""
    return replace(
        problem,
        claims={_new(key): replace(claim, key=_new(key)) for key, claim in problem.claims.items()},
        bundles=tuple(replace(one, key=_new(one.key), do=_new(one.do)) for one in problem.bundles),
        works=tuple(map(_work, problem.works)),
        afters=tuple(
            replace(one, first=_new(one.first), then=_new(one.then), claims=_all(one.claims)) for one in problem.afters
        ),
        supplies=tuple(replace(one, key=_new(one.key), claims=_all(one.claims)) for one in problem.supplies),
        pots=tuple(replace(one, resource=_new(one.resource), claims=_all(one.claims)) for one in problem.pots),
        staff=tuple(
            replace(one, key=_new(one.key), skills=frozenset(map(_new, one.skills)), claim=_new(one.claim))
            for one in problem.staff
        ),
        clashes=tuple(replace(one, claims=_all(one.claims)) for one in problem.clashes),
        levers=tuple(map(_lever, problem.levers)),
        units={},
    )


def _new(key: str) -> str:
    return key[::-1].swapcase()


def _all(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_new, keys))


def _work(work: Work) -> Work:
    return replace(
        work,
        key=_new(work.key),
        bundle=_new(work.bundle),
        uses=tuple(replace(one, resource=_new(one.resource), claims=_all(one.claims)) for one in work.uses),
        windows=tuple(replace(one, claims=_all(one.claims)) for one in work.windows),
        ready=_all(work.ready),
        due=_all(work.due),
        lead=_all(work.lead),
    )


def _lever(lever: Lever) -> Lever:
    from_ = (_new(lever.from_[0]), lever.from_[1]) if lever.from_ else None
    return replace(lever, key=_new(lever.key), claim=_new(lever.claim), from_=from_)
