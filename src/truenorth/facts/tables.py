"""The canonical tables: what every source is brought to. A table here is the contract, its words are the help."""

from __future__ import annotations

from collections.abc import Mapping

from truenorth.facts.table import Column, Step, Table

_ID = Column("id", "text", "The source's own number of the row: an invoice, an ad, an event.")
_DAY = Column("on", "day", "The day; for a week or a month, its first day.")
_CAMPAIGN = Column(
    "campaign",
    "text",
    "What it was for, as the source calls it: the id or the name of a campaign, an activity or a program.",
    links=("activity", "program"),
)
_NAME = Column("name", "text", "The name that the source gives beside that id.")
_CHANNEL = Column("channel", "text", "Where the customer met it, or came from, as the source says.")
_PERSON = Column("person", "text", "Who it was: a number. Mail addresses are not kept, only a hash of them.")
_CURRENCY = Column("currency", "text", "The currency that the source gives it in.")
_ORIGINAL = Column("original", "number", "The amount before it was brought to the company's currency.", "that currency")
_CONTENT = Column("content", "text", "The piece of content, as the source calls it.", links=("content",))
_TEAM = Column("team", "text", "The team, as the source calls it.", links=("team",))


def _with_one_of(*columns: str, always: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """What tells a table that has some columns always, and at least one of others."""
    return tuple(frozenset({*always, one}) for one in columns)


SPEND = Table(
    name="spend",
    about="Money that was spent: a row for each amount, with its day and what it was for. Credits are below zero.",
    columns=(
        _ID,
        _DAY,
        _CAMPAIGN,
        _NAME,
        Column("amount", "number", "How much.", "the company's currency"),
        _CURRENCY,
        _ORIGINAL,
        _CHANNEL,
        Column("category", "text", "What kind of cost: media, people, tools."),
    ),
    needs=("amount",),
    tells=(frozenset({"amount"}),),
    key=("id", "on", "campaign", "name", "channel", "category"),
    when="on",
    sums=("amount",),
    label="campaign",
    money="amount",
)

TOUCHES = Table(
    name="touches",
    about="Somebody met something of ours: an opened mail, a click, a form, a visit to an event.",
    columns=(
        _ID,
        Column("at", "time", "When; in universal time where the source names a time zone."),
        _PERSON,
        _CAMPAIGN,
        _NAME,
        _CHANNEL,
        Column("kind", "text", "What happened: open, click, form, visit."),
        _CONTENT,
    ),
    needs=("at", "person"),
    tells=_with_one_of("campaign", "kind", "channel", "content", always=("at", "person")),
    key=("id", "at", "person", "campaign", "name", "channel", "kind", "content"),
    when="at",
)

STAGE_CHANGES = Table(
    name="stage_changes",
    about="A lead or a deal entered a stage. Without a time it is known to stand there, but not since when.",
    columns=(
        Column("kind", "text", "lead or deal."),
        Column("record", "text", "The number of the lead or the deal."),
        Column("stage", "text", "The stage, as the source calls it."),
        Column("at", "time", "When it entered the stage."),
        Column("amount", "number", "What it is worth, as stated at that stage.", "the company's currency"),
        _CURRENCY,
        _ORIGINAL,
        _CAMPAIGN,
        _NAME,
        _CHANNEL,
        _PERSON,
        Column("account", "text", "The company it is with."),
        Column("product", "text", "The product it is about, as the source calls it.", links=("product",)),
    ),
    needs=("record",),
    tells=_with_one_of("stage", "contacted", "opened", "won", "lost", always=("record",)),
    key=("kind", "record", "stage"),
    when="at",
    money="amount",
    steps=(
        Step("contacted", "lead", "The day on which a lead came in: it enters the stage 'lead'."),
        Step("opened", "opened", "The day on which a deal was opened: it enters the stage 'opened'."),
        Step("won", "won", "The day on which it was won: it enters the stage 'won'."),
        Step("lost", "lost", "The day on which it was lost: it enters the stage 'lost'."),
        Step("closed", "", "The day on which it was won or lost, as its stage says."),
    ),
)

OBSERVATIONS = Table(
    name="observations",
    about="A metric was so much in a stretch of time, as a source said on a day. A later word does not wipe it out.",
    columns=(
        Column("metric", "text", "The metric, as the source calls it.", links=("metric",)),
        Column("value", "number", "How much.", "the metric's own"),
        Column("unit", "text", "In which unit, where the source says so."),
        Column("since", "day", "Valid time: the first day that it speaks of."),
        Column("until", "day", "Valid time: the last day; left out means the first."),
        Column("recorded", "time", "Recorded time: when the source said so; left out means when it was loaded."),
        Column("segment", "text", "The part that it speaks of, where it is not the whole: a region, a product."),
        Column("system", "text", "The system that says so, where a file holds several."),
    ),
    needs=("metric", "value", "since"),
    tells=(frozenset({"metric", "value"}),),
    key=("metric", "since", "until", "segment", "system", "recorded"),
    when="since",
    label="metric",
)

CONTENT_USE = Table(
    name="content_use",
    about="A piece of content was used: viewed, downloaded, sent by sales.",
    columns=(
        _ID,
        _DAY,
        _CONTENT,
        Column("kind", "text", "How it was used: view, download, sent."),
        Column("uses", "number", "How many times; left out means once.", "uses"),
        _CAMPAIGN,
        _TEAM,
    ),
    needs=("content",),
    tells=(frozenset({"content", "uses"}), frozenset({"content", "on", "kind"})),
    key=("id", "on", "content", "kind", "campaign", "team"),
    when="on",
    sums=("uses",),
    label="content",
)

HOURS = Table(
    name="hours",
    about="Hours that were worked, by team or role. Nobody's name is kept.",
    columns=(
        _ID,
        _DAY,
        _TEAM,
        Column("role", "text", "The role, as the source calls it.", links=("role",)),
        Column("skill", "text", "What was done: copy, design."),
        _CAMPAIGN,
        _NAME,
        Column("hours", "number", "How many.", "hours"),
    ),
    needs=("hours",),
    tells=(frozenset({"hours"}),),
    key=("id", "on", "team", "role", "skill", "campaign", "name"),
    when="on",
    sums=("hours",),
    label="campaign",
)

SERVICE_LOAD = Table(
    name="service_load",
    about="What came in at sales, service, onboarding or stock, what was dealt with, and what was waiting.",
    columns=(
        _DAY,
        Column("capacity", "text", "Where it came in, as the source calls it.", links=("capacity", "team")),
        Column("arrived", "number", "How much came in.", "what is handled there"),
        Column("handled", "number", "How much was dealt with.", "what is handled there"),
        Column("waiting", "number", "How much was waiting at the end.", "what is handled there"),
        Column("minutes", "number", "How long the first answer took, on average.", "minutes"),
    ),
    needs=("on", "capacity"),
    tells=_with_one_of("arrived", "handled", "waiting", always=("capacity",)),
    key=("on", "capacity"),
    when="on",
    sums=("arrived", "handled"),
)

JOURNEYS = Table(
    name="journeys",
    about="Ways that people took, as the source counted them: channels in their order, and how many bought.",
    columns=(
        Column("path", "text", "The channels in the order in which they were met, parted by ' > '."),
        Column("conversions", "number", "How many of them bought.", "people"),
        Column("value", "number", "What they brought.", "as the source states it"),
        Column("unconverted", "number", "How many did not buy.", "people"),
    ),
    needs=("path", "conversions"),
    tells=(frozenset({"path", "conversions"}),),
    key=("path",),
    sums=("conversions", "value", "unconverted"),
)

_ALL = (SPEND, TOUCHES, STAGE_CHANGES, OBSERVATIONS, CONTENT_USE, HOURS, SERVICE_LOAD, JOURNEYS)
TABLES: Mapping[str, Table] = {table.name: table for table in _ALL}
