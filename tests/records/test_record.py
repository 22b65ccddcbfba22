"""Records: what each kind takes."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from truenorth.records import Decision, Records


def test_a_finding_is_accepted_only_with_a_day_an_owner_and_a_reason() -> None:
    with pytest.raises(
        ValidationError, match="is accepted without until and reason: say until when, who takes the risk"
    ):
        Decision(finding="TOOL02@tool:mailer", state="accepted", owner="head-of-marketing")

    assert Decision(finding="TOOL02@tool:mailer", state="acknowledged").until is None


def test_the_last_decision_about_a_finding_counts() -> None:
    first, other, last = (
        Decision(finding=ident, state="acknowledged", note=note) for ident, note in (("A", "1"), ("B", "2"), ("A", "3"))
    )
    records = Records(decisions=(first, other, last))

    assert [records.decision_on(ident) for ident in ("A", "B", "C")] == [last, other, None]
