"""What the invented people of the demonstration have said so far: a question, a risk, requests, news of their work."""

from __future__ import annotations

from datetime import date, timedelta

from truenorth.records.talk import Comment, Request, Response, Settled
from truenorth.records.week import How, Unplanned, Update
from truenorth.server.models import Member, Scenario
from truenorth.server.services import intake, run, talk

NAMES, REPORT = ("activity:quote-live-positioning-and-names-of-the-plans", "activity:rate-report-2027-the-report")
SCORING, CALLS = "activity:lead-scoring-second-model", "activity:calls-to-brokers-of-20-to-200-people-winter"
UPDATES: tuple[tuple[str, str, How, str, int], ...] = (
    ("lead", NAMES, "done", "Three names tested with 24 brokers; the owner's choice is with the lawyers.", 2),
    ("lead", REPORT, "moved", "The outline stands, and the first two chapters are with the analysts.", 3),
    ("mops", SCORING, "stuck", "Two years of closed deals carry no source: the model cannot learn from them.", 1),
)


def say(scenario: Scenario, people: dict[str, Member], today: date) -> None:
    """Have the people of the demonstration, by party, say what they say."""
    _talk(scenario, people)
    _requests(scenario, people, today)
    for party, about, says, note, ago in UPDATES:
        given = Update(about=about, says=says, note=note, on=today - timedelta(days=ago), once=f"{about} {ago}")
        run.update(scenario, given, by=people[party])
    slides = Unplanned(what="Slides for the investors' day", team="corpcomms", hours=22, whom="the board")
    run.unplanned(scenario, slides.model_copy(update={"on": today - timedelta(days=3)}), by=people["cmo"])


def _talk(scenario: Scenario, people: dict[str, Member]) -> None:
    ask = "@mops: will the calls in February use the new scores, or still the old ones?"
    talk.say(scenario, Comment(key="scores", says=ask, about=SCORING), by=people["sales"])
    answer = "The old ones, unless the missing sources are filled in by the end of January."
    talk.say(scenario, Comment(key="old", says=answer, kind="reply", to="scores", about=SCORING), by=people["mops"])
    risk = "@cmo Two of six callers leave at the end of the month. Hiring and coaching takes eight weeks."
    talk.say(scenario, Comment(key="callers", says=risk, kind="risk", about=CALLS), by=people["sales"])
    price = "Is the fee of the analysts in here?"
    talk.say(scenario, Comment(key="fee", says=price, about=REPORT), by=people["finance"])
    talk.settle(scenario, Settled(comment="fee", about=REPORT, says="No, it stands under Analysts"), by=people["cmo"])


def _requests(scenario: Scenario, people: dict[str, Member], today: date) -> None:
    flyer = Request(
        key="flyer",
        what="A one-page flyer about spot rates for the carrier fair",
        why="The field team expects forty talks there and has nothing to hand out",
        whom="Field sales",
        team="product-marketing",
        wanted=today + timedelta(days=23),
        hours=30,
    )
    intake.ask(scenario.workspace, flyer, by=people["sales"])
    french = Request(key="french", what="The rate report in French", whom="A partner in Montreal")
    intake.ask(scenario.workspace, french, by=None)
    no = "Nobody in this year's goals reads French; we look at it again when the plan for Canada is there."
    intake.respond(scenario, Response(request="french", outcome="declined", says=no), by=people["cmo"])
