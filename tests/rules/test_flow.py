"""What the rules on teams that feed each other say besides their sentence."""

from __future__ import annotations

import pytest

from truenorth.plan import apply
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme

ALONE = "metric: {retention: {scorecard_of: [sales]}, repeat-orders: {scorecard_of: [care]}}"


@pytest.mark.meets("S4-44")
def test_a_team_judged_only_by_its_own_number_is_found_with_its_scorecard() -> None:
    (finding,) = check(acme(ALONE), [RULES["FLOW03"]]).findings

    assert (finding.at, finding.kind, finding.severity) == (("team:care",), "gap", "warning")
    assert finding.seen == {"judged by": ["metric:repeat-orders"]}


@pytest.mark.meets("S4-43")
def test_the_number_proposed_to_share_is_one_that_the_teams_own_number_moves() -> None:
    case = acme(ALONE)
    (finding,) = check(case, [RULES["FLOW03"]]).findings
    fix = finding.fixes[0]

    after = case.after(apply(case.whole, fix.edits(case.whole)), fix.sets)

    assert fix.sets == {"metric:retention": {"scorecard_of": ["sales", "care"]}}
    assert check(after, [RULES["FLOW03"]]).findings == ()


def test_a_number_that_moves_the_teams_own_is_proposed_too() -> None:
    case = acme("metric: {retention: {scorecard_of: [care]}, repeat-orders: {scorecard_of: [sales]}}")

    (finding,) = check(case, [RULES["FLOW03"]]).findings

    assert finding.fixes[0].sets == {"metric:repeat-orders": {"scorecard_of": ["sales", "care"]}}
