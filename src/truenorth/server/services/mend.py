"""Put things right: a way out taken, a question answered, a fix applied, all that needs nobody's answer at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from truenorth.engines.feasibility.questions import answer_edits
from truenorth.plan.edit import Edit
from truenorth.plan.entity import KINDS, Ref, data
from truenorth.plan.plan import Plan
from truenorth.plan.sheet.fields import Field, fields
from truenorth.reports.report import way
from truenorth.reports.words import PARTIES, plain
from truenorth.rules.finding import Blank, Finding, Fix
from truenorth.server import policy, store
from truenorth.server.choices import Choices
from truenorth.server.kept import Kept
from truenorth.server.models import Change, Member, Proof, Scenario
from truenorth.server.services import check, fit, people
from truenorth.server.services import plan as plans
from truenorth.server.services.compare import Compared, foreseen
from truenorth.server.services.people import Refused
from truenorth.services.check import Mend, mend

EVERY, ALIKE = "every", 4  # a blank that stands for those of all items; from how many on there is one
FEW = 100  # items that can be chosen from in a list
KNOWN = 60  # previews that a process remembers
MOVED_ON = "the plan has changed meanwhile: look again at what it says now"


_known: Kept[tuple, Compared] = Kept(KNOWN)
_ready: Kept[tuple, Mend] = Kept(KNOWN)


def known(key: tuple, plan: Plan, edits: tuple[Edit, ...], seat: policy.Seat) -> Compared:
    """What edits would change, worked out once for a key that stands for the plan and the edits."""
    whole = (key, seat)
    return _known.get(whole) or _known.put(whole, foreseen(plan, edits, seat))


def takers(edits: tuple[Edit, ...] | list[Edit], plan: Plan) -> str:
    """Who may make all of some edits, in words: the parties that may alone, or else whose they are together."""
    alone = [party for party in PARTIES if all(policy.may(policy.Seat(party), edit, plan) for edit in edits)]
    return " or ".join(PARTIES[party] for party in alone) or plans.whom(edits).replace(" or ", " and ")


def take(scenario: Scenario, proof: int, number: int, *, by: Member) -> Change | None:
    """Take a way out (counted from 0) of the answer for the newest version."""
    answered = fit.read(_current(scenario, proof))
    if answered.told is None or not 0 <= number < len(answered.ways):
        raise Refused("there is no such way out: look again at what the engine says now")
    says = answered.told.ways[number].title
    return plans.change(scenario, answered.ways[number], by=by, why=says, does=Change.Does.MEND)


def answer(scenario: Scenario, proof: int, number: int, text: str, *, by: Member) -> Change | None:
    """Answer a question (counted from 0) of the engine. Refused, or Unreadable, where the text is no answer."""
    answered = fit.read(_current(scenario, proof))
    if not 0 <= number < len(answered.questions):
        raise Refused("this question is not asked any more: look again at what the engine asks now")
    question = answered.questions[number]
    try:
        edits = answer_edits(store.load(scenario), question, text)
    except ValueError as error:
        raise Refused(str(error)) from None
    return plans.change(scenario, edits, by=by, why=f"{question.says} {text.strip()}")


def _current(scenario: Scenario, proof: int) -> Proof:
    scenario.refresh_from_db(fields=["head", "closed"])
    found = Proof.objects.filter(pk=proof, scenario=scenario, state=Proof.State.DONE).first()
    if found is None or found.number != scenario.head:
        raise Refused(MOVED_ON)
    return found


def apply(
    scenario: Scenario, day: date, ident: str, number: int, given: Mapping[str, str], *, by: Member
) -> Change | None:
    """Apply a way out (counted from 0) of a finding, with what was given for its blanks by `item field`."""
    finding = check.find(scenario, day, ident)
    if finding is None or not 0 <= number < len(finding.fixes):
        raise Refused("this finding is gone: it was put right, or the plan says something else now")
    plan = store.load(scenario)
    ready = filled(finding.fixes[number], given, plan)
    edits = ready.edits(plan)
    if not edits:
        raise Refused("this way out changes nothing that the plan states: it is for you to arrange")
    return plans.change(scenario, edits, by=by, why=_why(finding, ready), does=Change.Does.MEND)


def _why(finding: Finding, fix: Fix) -> str:
    return f"{finding.rule}: {way(fix)}"[:400]


def filled(fix: Fix, given: Mapping[str, str], plan: Plan) -> Fix:
    """A way out with the values that people gave; an item of which nothing was given is left as it is."""
    blanks = fix.blanks()
    if blanks and not any(_given(given, ref, name) for ref, name, _ in blanks):
        raise Refused("nothing was filled in: give at least one of the values that are asked for")
    choices, sets = Choices(plan), {}
    for ref, wanted in fix.sets.items():
        open_ = {name for name, value in (wanted or {}).items() if isinstance(value, Blank)}
        said = {name: text for name in open_ if (text := _given(given, ref, name))}
        if wanted is None or not open_:
            sets[ref] = wanted
        elif said:
            of = fields(KINDS[ref.partition(":")[0]])
            kept = {name: value for name, value in wanted.items() if name not in open_}
            sets[ref] = {**kept, **{name: _meant(of[name], text, choices) for name, text in said.items()}}
    return replace(fix, sets=sets)


def _given(given: Mapping[str, str], ref: Ref, name: str) -> str:
    """What was given for a blank: for this item, or else for every one."""
    return given.get(f"{ref} {name}", "").strip() or given.get(f"{EVERY} {name}", "").strip()


def _meant(of: Field, text: str, choices: Choices) -> str:
    """A text as the field keeps it: the name of an item that the field points at is its key."""
    if not of.kinds:
        return text
    parts = [part.partition("=") for part in text.split(";")] if of.shape != "one" else [(text, "", "")]
    try:
        return "; ".join(f"{choices.meant(name, of.kinds)}{sign}{much}" for name, sign, much in parts)
    except ValueError as error:
        if of.form == "words":  # other words are good as well
            return text
        raise Refused(str(error)) from None


def touching(fix: Fix, plan: Plan) -> list[Edit]:
    """The edits that a way out would be, whatever is answered: for asking who may make them."""
    edits = []
    for ref, fields_ in fix.sets.items():
        item = plan.find(ref)
        before = data(item) if item else None
        asked_ = {name: "?" if isinstance(value, Blank) else value for name, value in (fields_ or {}).items()}
        edits.append(Edit(ref, before, None if fields_ is None else {**(before or {}), **asked_}))
    return edits


@dataclass(frozen=True)
class Asked:
    """A value that a way out asks for: its name in the form, the question, the item, and what may be chosen."""

    name: str
    question: str
    about: str
    options: tuple[str, ...]
    is_closed: bool  # whether nothing but the options is an answer


def asked(fix: Fix, plan: Plan) -> tuple[Asked, ...]:
    """What a way out asks people for."""
    choices = Choices(plan)
    return tuple(_asked(choices, ref, name, question) for ref, name, question in fix.blanks())


def together(asked: tuple[Asked, ...]) -> Asked | None:
    """One blank for all, where the same is asked of many items."""
    first = asked[0] if len(asked) >= ALIKE else None
    if first is None or any((one.question, one.options) != (first.question, first.options) for one in asked):
        return None
    return replace(first, name=f"{EVERY} {first.name.partition(' ')[2]}", about=f"the same for all {len(asked):,}")


def _asked(choices: Choices, ref: Ref, name: str, question: str) -> Asked:
    of = fields(KINDS[ref.partition(":")[0]])[name]
    item = choices.plan.find(ref)
    options = of.choices or (("true", "false") if of.form == "truth" else ())
    if of.kinds and choices.count(of.kinds) <= FEW:
        options = tuple(choices.found("", of.kinds, FEW))
    closed = bool(of.choices or of.form == "truth") and of.shape == "one"
    return Asked(f"{ref} {name}", plain(question), plain(item.title) if item else "", options, closed)


def ready(scenario: Scenario, day: date, *, by: Member) -> Mend:
    """All that can be put right at once without anybody's answer, as far as a member may."""
    seat, plan = people.seat(by), store.load(scenario)
    whole = (check.key(scenario, day), seat)
    return _ready.get(whole) or _ready.put(
        whole, mend(check.judged(scenario, day), may=lambda edit: policy.may(seat, edit, plan))
    )


def apply_ready(scenario: Scenario, day: date, number: int, *, by: Member) -> Change | None:
    """Put all of that right, as one change of the version that was looked at; Refused where there is a newer one."""
    scenario.refresh_from_db(fields=["head", "closed"])
    if scenario.head != number:
        raise Refused(MOVED_ON)
    found = ready(scenario, day, by=by)
    count = len(found.taken)
    why = f"{count} finding{'' if count == 1 else 's'} put right at once"
    return plans.change(scenario, found.edits, by=by, why=why, does=Change.Does.MEND)
