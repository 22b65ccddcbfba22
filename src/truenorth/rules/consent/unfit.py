"""SIGN05: what was agreed no longer fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from truenorth.plan.edit import Edit, diff
from truenorth.plan.plan import Plan
from truenorth.rules.case import Case
from truenorth.rules.check import WHOLE, Checked, check, recheck
from truenorth.rules.consent.drift import restored
from truenorth.rules.finding import Finding, Fix, found, slug
from truenorth.rules.rule import RULES, rule

# The rules by which work does not fit what there is for it: tools, hours, money, sales and service, time.
FITTING = ("TOOL01", "TOOL02", "TOOL03", "TEAM01", "COST01", "LOAD01", "TIME01", "TIME06", "TIME07")


@rule("SIGN05", asks="cmo", reads=["*", "records"], severity="error")
def no_longer_fits(case: Case) -> Iterator[Finding]:
    """
    What was agreed no longer fits.

    ## Why it matters

    An agreement holds as long as it can be kept. When a tool, a team, a budget or a date changes under it, the plan is
    bent in silence unless those who agreed are told what changed and what no longer fits for it.

    Looks at what does not fit now by the rules on tools, hours, money, time, sales and service, and did not stand so
    in the version that both sides agreed to last; and at what has changed since then among the items concerned. Where
    the engine was asked about both versions, so are statements that can't all be true (FIT01).

    ## Example

        tool: {mailer: {limits: {emails: 9000}}}
        agreed: {tool: {mailer: {limits: {emails: 20000}}}}

    ## Finds

        tool:mailer limits have changed since both sides agreed, and now 12,000 emails are planned in 2027-03; the limit is 9,000

    ## Put right

        tool: {mailer: {limits: {emails: 12000}}}
    """  # noqa: E501
    then = case.then(_fitting)
    if then is None or case.agreed is None:
        return
    edits = diff(case.agreed, case.whole)
    if not edits:
        return
    known = {one.id for one in _against(then)}
    for one in _against(recheck(then, edits)):
        if one.id not in known and (concerned := _concerned(case, one, edits)):
            yield _unfit(case.agreed, case.whole, one, concerned)


def with_proved(checked: Checked, now: Iterable[Finding], then: Iterable[Finding]) -> Checked:
    """The same check, with what the engine has proved not to fit now, and had not of the version that was agreed.

    What a rule on tools, hours, money or time finds of the same cause is told by that.
    """
    case, code = checked.case, no_longer_fits.code
    if case.agreed is None or all(rule.code != code for rule in checked.rules):
        return checked
    edits, known = diff(case.agreed, case.whole), {one.id for one in then}
    told = {
        (one.rule, ref)
        for by_item in checked.raw.values()
        for many in by_item.values()
        for one in many
        for ref in one.at
    }
    more = [
        replace(_unfit(case.agreed, case.whole, one, concerned), rule=code, kind="contradiction", severity="error")
        for one in now
        if one.kind == "contradiction" and one.id not in known and told.isdisjoint(one.covers)
        if (concerned := _concerned(case, one, edits))
    ]
    found = checked.raw.get(code, {})
    whole_ = (*found.get(WHOLE, ()), *(replace(one, asks=no_longer_fits.asks) for one in more))
    return replace(checked, raw={**checked.raw, code: {**found, WHOLE: whole_}}) if more else checked


def _concerned(case: Case, unfit: Finding, edits: list[Edit]) -> list[Edit]:
    """The changes that are about what no longer fits: of these items first, then of what belongs to them."""
    at = {*unfit.at, *unfit.at_stake.items, *(unfit.stake or ())}
    own = [edit for edit in edits if edit.ref in at]
    return own or [edit for edit in edits if (item := case.whole.find(edit.ref)) and not at.isdisjoint(item.links)]


def _fitting(case: Case) -> Checked:
    return check(case, [RULES[code] for code in FITTING])


def _against(checked: Checked) -> Iterator[Finding]:
    return (one for one in checked.findings if one.kind == "contradiction")


def _unfit(then: Plan, now: Plan, unfit: Finding, edits: list[Edit]) -> Finding:
    first = edits[0]
    return found(
        (first.ref, *(ref for ref in unfit.at if ref != first.ref)),
        f"{_said(then, now, first)} since both sides agreed, and now {_of(now, first, unfit)}{unfit.says}",
        part=slug(f"{unfit.rule} {unfit.part}"),
        seen={"changed": {now.title(edit.ref): sorted(edit.fields) for edit in edits}, **unfit.seen},
        stake=unfit.at_stake.items or unfit.stake,
        fixes=[
            Fix("Agree again on what moved", by_word=True),
            restored(then, first.ref, first.fields if first.before and first.after else [""]),
            *(fix for fix in unfit.fixes if fix.sets),
        ],
    )


def _said(then: Plan, now: Plan, edit: Edit) -> str:
    """What changed, as a predicate of the item."""
    if edit.before is None:
        return "has come into the plan"
    names = sorted(name.replace("_", " ") for name in edit.fields)
    many = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{many} {'has' if len(names) == 1 and not many.endswith('s') else 'have'} changed"


def _of(now: Plan, edit: Edit, unfit: Finding) -> str:
    """The item that no longer fits, where that is another than what changed."""
    return "" if unfit.at[0] == edit.ref else f"“{now.title(unfit.at[0])}” no longer fits: "
