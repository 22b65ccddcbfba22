"""The kinds that activities point at, and activities with every field, as a Django developer would write them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from truenorth.plan import values


def _reads(read: Any) -> Any:
    """A validator that refuses what a reader refuses."""

    def validate(text: Any) -> None:
        try:
            read(str(text))
        except ValueError as error:
            raise ValidationError(str(error)) from None

    return validate


def _read_all(read: Any) -> Any:
    def validate(texts: Any) -> None:
        for text in texts.values():
            if text is not None:
                _reads(read)(text)

    return validate


def line(length: int = 200, **more: Any) -> models.CharField:
    return models.CharField(max_length=length, blank=True, default="", **more)


def when() -> models.CharField:
    return line(20, validators=[_reads(values.when)])


def quantity() -> models.CharField:
    return line(60, validators=[_reads(values.quantity)])


def money() -> models.CharField:
    return line(60, validators=[_reads(values.money)])


def duration() -> models.CharField:
    return line(60, validators=[_reads(values.duration)])


def quantities() -> models.JSONField:
    return models.JSONField(blank=True, default=dict, validators=[_read_all(values.quantity)])


def names() -> models.JSONField:
    return models.JSONField(blank=True, default=list)


def parts() -> models.JSONField:
    return models.JSONField(blank=True, default=dict)


def one(kind: str) -> models.ForeignKey:
    return models.ForeignKey(
        kind, null=True, blank=True, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )


def many(kind: str) -> models.ManyToManyField:
    return models.ManyToManyField(kind, blank=True, related_name="+")


class Item(models.Model):
    """What every kind has."""

    key = models.CharField(max_length=120, primary_key=True)
    name = line()
    note = models.TextField(blank=True, default="")
    owner = line()
    status = line(10, choices=[(word, word) for word in ("idea", "planned", "active", "done", "stopped")])
    labels = parts()
    source = names()
    same_as = names()
    undecided = names()
    valid_from = when()
    valid_to = when()

    class Meta:
        abstract = True


class Team(Item):
    function = line()
    lead = line()
    declares_owners = models.BooleanField(default=False)


class Role(Item):
    team = one("Team")
    skills = names()
    hours_per_week = quantity()
    rate = money()
    filled = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)


class Tool(Item):
    category = line()
    capabilities = names()
    limits = quantities()
    integrates_with = names()
    contract_from = when()
    contract_to = when()
    cost = money()


class Process(Item):
    team = one("Team")
    steps = names()


class Capacity(Item):
    team = one("Team")
    unit = line()
    per_week = quantity()
    conversion = quantity()
    lag = duration()
    service_level = duration()
    backlog = quantity()


class Persona(Item):
    titles = names()
    departments = names()
    segments = names()
    needs = names()
    pains = names()
    goals = names()
    stages = names()
    buying_cycle = duration()
    evidence = names()
    used_by = many("Team")


class Product(Item):
    serves = names()
    segments = names()
    weight = quantity()


class Message(Item):
    text = models.TextField(blank=True, default="")
    pillar = line()
    claim = line()
    topic = line()
    position = line()
    proof = names()
    proof_until = when()
    persona = many("Persona")


class Metric(Item):
    unit = line()
    direction = line(4)
    outcome_type = line(12)
    definition = models.TextField(blank=True, default="")
    drivers = names()
    sources = names()
    scorecard_of = many("Team")


class Goal(Item):
    of = line(12)
    serves = names()
    persona = one("Persona")
    weight = quantity()
    metric = one("Metric")
    target = quantity()
    horizon = when()
    business_owner = line()


class Objective(Item):
    serves = parts()
    team = one("Team")
    period = when()
    metric = one("Metric")
    baseline = quantity()
    target = quantity()
    due = when()
    outcome_type = line(12)
    persona = one("Persona")
    drives = names()


class Program(Item):
    serves = parts()
    team = one("Team")
    personas = many("Persona")
    stages = names()
    products = many("Product")
    messages = many("Message")
    budget = money()
    start = when()
    end = when()
    expects = quantities()
    measured_by = names()
    promises = names()


class Content(Item):
    text = models.TextField(blank=True, default="")
    format = line()
    team = one("Team")
    program = one("Program")
    channel = line()
    persona = many("Persona")
    stage = line()
    messages = many("Message")
    date = when()
    next_step = line()
    cost = quantity()


class Activity(Item):
    program = one("Program")
    serves = parts()
    team = one("Team")
    shared_with = many("Team")
    roles = many("Role")
    start = when()
    end = when()
    due = when()
    brief_ready = when()
    in_market = when()
    period = when()
    repeats = line()
    after = names()
    milestone = models.BooleanField(default=False)
    effort = quantities()
    tools = many("Tool")
    needs = quantities()
    enables = parts()
    blocked_by = line()
    process = one("Process")
    cost = money()
    costs = names()
    channel = line()
    personas = many("Persona")
    segment = line()
    stage = line()
    messages = many("Message")
    content = many("Content")
    next_step = line()
    expects = quantities()
    contacts_per_week = quantity()
    measured_by = names()
    keep_the_lights_on = models.BooleanField(default=False)


class Commitment(Item):
    party = line(12)
    team = one("Team")
    to = line()
    about = names()
    what = models.TextField(blank=True, default="")
    by = when()
    within = duration()
    measured_by = one("Metric")
    asked_on = when()
    answer = line(10)
    fulfils = line()


class Feed(Item):
    giver = line()
    taker = line()
    unit = line()
    volume = quantity()
    lag = duration()
    accepted_by = line()
    answer = line(10)
