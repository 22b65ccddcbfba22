"""What the engine proves not to fit any more is told with what changed since both sides agreed."""

from __future__ import annotations

from truenorth.plan import text
from truenorth.rules import RULES, check
from truenorth.rules.acme import acme, merged
from truenorth.rules.case import Case
from truenorth.rules.consent.unfit import with_proved
from truenorth.rules.finding import Finding

AGREED = {"activity": {"stand": None, "open-house": {"after": ["spring-letter"]}}}


def stand(agreed: dict[str, object] | None) -> Case:
    """Acme with a stand that open house waits for: six statements can't all be true."""
    over = text.loaded(RULES["FIT01"].sections["Example"])
    return acme(merged(over, {"agreed": agreed}))


def told(case: Case, then: tuple[Finding, ...] = ()) -> list[str]:
    proved = check(case, [RULES["FIT01"]]).findings
    checked = with_proved(check(case, [RULES["SIGN05"], RULES["TIME07"]]), proved, then)
    return [f"{one.at[0]} {one.says.split(':')[0]}" for one in checked.findings if one.rule == "SIGN05"]


def test_what_came_since_and_can_not_be_true_with_the_rest_is_told_with_it() -> None:
    assert told(stand(AGREED)) == [
        "activity:open-house after has changed since both sides agreed, and now “Demand generation” no longer fits"
    ]


def test_what_did_not_fit_when_it_was_agreed_and_what_nobody_agreed_to_say_nothing() -> None:
    proved = check(stand(AGREED), [RULES["FIT01"]]).findings

    assert told(stand(AGREED), proved) == []
    assert told(stand({})) == []
    assert told(stand(None)) == []
