"""Instances whose shortest length is known: they fit into it, and into no day less (Kolisch and Sprecher 1996)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.engines.feasibility.patterson import known, read

from truenorth.engines.feasibility.answer import Placed
from truenorth.engines.feasibility.checker import broken

SHARED = Path(os.environ.get("TRUENORTH_SHARED") or Path(__file__).parents[4] / "shared")
FOLDER = SHARED / "data" / "scheduling"
FILES = sorted((FOLDER / "rcpsp").glob("*.txt"))
THOROUGH = os.environ.get("LAWS") == "thorough"
EVERY = 1 if THOROUGH else 12
SHORT = {"search": 0.5, "oracle": 0.5, "seconds": 4.0}  # what is not decided soon may stay so

TINY = """4 1
2
0 0 2 2 3
3 1 1 4
2 2 1 4
0 0 0
"""


def test_an_instance_is_read_as_work_that_waits_and_shares_a_resource(tmp_path: Path) -> None:
    (tmp_path / "tiny.txt").write_text(TINY, encoding="ascii")
    problem = read(tmp_path / "tiny.txt", days=5)
    one_after_the_other = {"j0": Placed(0, 0), "j1": Placed(0, 3), "j2": Placed(3, 5), "j3": Placed(5, 5)}
    side_by_side = {**one_after_the_other, "j2": Placed(2, 4)}
    assert broken(problem, one_after_the_other) == ()
    assert broken(problem, side_by_side) == ("Resource 0, day 2: 3 needed, 2 there.",)


@pytest.mark.real
@pytest.mark.skipif(not FILES, reason="the instances lie beside the repository")
def test_instances_fit_into_their_shortest_length_and_into_no_day_less() -> None:
    pytest.importorskip("ortools")
    best = known(FOLDER)
    said = {
        path.name: (_verdict(path, best[path.name]), _verdict(path, best[path.name] - 1)) for path in FILES[::EVERY]
    }
    wrong = {name: two for name, two in said.items() if two[0] == "does not fit" or two[1] == "fits"}
    assert wrong == {}
    assert sum(verdict != "undecided" for two in said.values() for verdict in two) >= 1.5 * len(said)


def _verdict(path: Path, days: int) -> str:
    from truenorth.engines.feasibility.ladder import Limits
    from truenorth.engines.feasibility.solve import solve

    problem = read(path, days)
    answer = solve(problem, Limits() if THOROUGH else Limits(**SHORT), conflicts=1)
    if answer.verdict == "fits":
        assert broken(problem, answer.schedule) == ()
    return answer.verdict
