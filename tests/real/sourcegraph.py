"""Sourcegraph's public plan of FY22 in our kinds: fields are mapped, nothing is judged and nothing is invented."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.real.fields import (
    HERE,
    Folder,
    Row,
    lead_time,
    loaded,
    months_named,
    number,
    promised_within,
    slug,
    spread,
    step,
)

_MAXIMIZE = re.compile(r"Maximize (.+)$")
_SHARE_OF = re.compile(r"share of (.+) (?:sourced|generated|won) by (.+)$")
_PLANNED = re.compile(r"planned \('(later in (\d{4}))'\)")
_FIELDS = loaded(HERE / "sourcegraph.yaml")
_ORDER = ("teams", "roles", "goals", "objectives", "programs", "activities", "tools", "processes", "cadence")
_THEN = ("personas", "audiences", "messages", "content_assets", "metric_definitions")


def converted(data: dict[str, Any], same_as: Iterable[Iterable[str]] = ()) -> tuple[Folder, Counter[str]]:
    """The plan, and the fields that have no place in it, by path and count."""
    converter = _Converter(data)
    converter.folder.same(same_as)
    return converter.folder, converter.left


class _Converter:
    def __init__(self, data: dict[str, Any]) -> None:
        self.folder, self.left = Folder(), Counter[str]()
        self.root = Row(data, "", self.left)
        self.meta = self.root.row("meta")
        self.as_of, self.documents = self.meta.take("as_of"), self.meta.take("sources")
        self.goal_of = {goal["objective"]: goal["id"] for goal in data["goals"]}
        self.tools_by_name = {tool["name"]: tool["id"] for tool in data["tools"]}
        self.channel_names = {channel["id"]: channel["name"] for channel in data["channels"]}
        self.company()
        self.vision()
        for name in (*_ORDER, *_THEN):
            for row in self.root.rows(name):
                getattr(self, name)(row)
        self.budget(self.root.row("budget"))
        self.meta.done()
        self.root.done()

    def put(self, listed: str, row: Row, *, quote: str = "", **derived: Any) -> str:
        """An item: the fields that are taken as they are, those that are derived, and those that all items have."""
        taken = _FIELDS[listed]
        seen_on = row.take("as_of")
        since = row.take("valid_from") or (seen_on if seen_on and seen_on > self.as_of else None)
        fields = {
            **{ours: row.take(theirs) for ours, theirs in taken["fields"].items()},
            "labels": row.labels(*taken.get("labels", ())),
            "undecided": row.undecided(),
            "note": row.take("note"),
            "valid_from": since,
            "valid_to": row.take("valid_to"),
            "source": self.source(row.take("src"), quote, seen_on),
        }
        return self.folder.put(taken["kind"], row.take("id"), **fields | derived)

    def source(self, src: Any, quote: str = "", day: str | None = None) -> list[dict[str, str]]:
        """Where something is stated: the document, its path as the place, its date, and words where they matter."""
        keys = [src] if isinstance(src, str) else src or []
        read = [(key, self.documents[key]) for key in keys]
        return [
            {"document": key, "place": at["path"], "date": day or at.get("date", self.as_of), "quote": quote}
            for key, at in read
        ]

    def company(self) -> None:
        """Its year, with each quarter as the source prints it."""
        year = self.meta.row("fiscal_year")
        start, end = year.take("start"), year.take("end")
        self.year = (date.fromisoformat(start), date.fromisoformat(end))
        periods, sources = {}, []
        for quarter in year.rows("quarters"):
            quote = quarter.take("source_text", "")
            periods[quarter.take("name")] = {"start": quarter.take("start"), "end": quarter.take("end"), "quote": quote}
            sources += self.source(quarter.take("src"))
        year.take("name")
        year.done()
        name = self.meta.take("company")
        self.folder.put("company", slug(name), name=name, fiscal_start=start[5:], periods=periods, source=sources)

    def vision(self) -> None:
        """Statements and principles; the document names no parts such as customer value."""
        for name, stated in self.root.take("vision").items():
            row = Row({"id": slug(name), **stated}, "vision[]", self.left)
            part = name if name == "purpose" else None
            self.put("strategy_principles", row, name=name.replace("_", " ").capitalize(), part=part)
        for row in self.root.rows("strategy_principles"):
            self.put("strategy_principles", row, name=row.fields["text"], part="principle")

    def goals(self, row: Row) -> None:
        """What the company wants to reach; the objective that is named with it serves it."""
        row.take("objective")
        self.put("goals", row)

    def objectives(self, row: Row) -> None:
        """An objective, and its key results as objectives that serve it."""
        key, src = row.fields["id"], row.fields["src"]
        common = {"team": row.fields.get("owner_team"), "period": row.fields["period"]}
        row.take("start"), row.take("end")  # the days of the period, which the company's calendar holds
        row.fields["note"] = row.take("why")
        for result in row.rows("key_results"):
            result.fields["src"] = src
            self.key_result(result, key, common)
        self.put("objectives", row, serves=[f"goal:{self.goal_of[key]}"] if key in self.goal_of else None)

    def key_result(self, row: Row, parent: str, common: dict[str, Any]) -> None:
        """A key result, with the deliverables it dates and the time in which it promises something each time."""
        key, src, text = row.fields["id"], row.fields["src"], row.fields["text"]
        unit, series, due_text = row.take("unit", ""), row.take("target_series", []), row.take("due_text", "")
        for n, stone in enumerate(row.take("milestones", []), 1):
            part = Row({"id": f"{key}.{n}", "src": src, "text": stone["what"]}, "", self.left)
            self.put("key_results", part, quote=text, serves=[key], due=stone["due"], deliverable=True, **common)
        target, money = self.target(row, unit)
        metric = self.metric(row.take("metric") or self.maximized(text, target), unit, src)
        share = _SHARE_OF.match(self.folder.items.get(f"metric:{metric}", {}).get("name", ""))
        self.put(
            "key_results",
            row,
            quote=due_text,
            serves=[parent],
            metric=metric,
            target=target,
            value=money,
            targets={s["quarter"]: f"{s.get('comparator', '')} {s['value']} {unit}".strip() for s in series},
            share_of=share[1] if share else None,
            due=row.take("due") or next(iter(months_named(due_text, *self.year)), None),
            deliverable=True if row.take("kind", "").startswith("deliverable") else None,
            within=promised_within(text),
            **common,
        )

    def target(self, row: Row, unit: str) -> tuple[str | None, str | None]:
        """A target, and the amount of money behind it where that is hidden."""
        stated = row.row("target")
        key, hidden, hidden_money = stated.take("key"), stated.take("disclosed"), stated.take("disclosed_usd")
        target = f"undisclosed {key}" if hidden is False else number(stated, unit)
        stated.done()
        return target, f"undisclosed {key}" if hidden_money is False else None

    @staticmethod
    def maximized(text: str, target: str | None) -> str | None:
        """What a text such as "Maximize X" wants more of."""
        found = _MAXIMIZE.match(text) if target == "maximize" else None
        return found[1] if found else None

    def metric(self, name: str | None, unit: str, src: Any) -> str | None:
        """The key of a metric by its name; the metric is added when it is first named."""
        if name and f"metric:{slug(name)}" not in self.folder.items:
            self.folder.put("metric", slug(name), name=name, unit=unit, source=self.source(src))
        return slug(name) if name else None

    def teams(self, row: Row) -> None:
        """A team, and what others come to it for."""
        self.put("teams", row, offers=[*row.take("helps_with", []), *row.take("owns", []), *row.take("drives", [])])

    def roles(self, row: Row) -> None:
        """Seats: where no count is given, a filled or contracted role is one seat and an open one is one open."""
        status, filled, open_ = row.take("status"), row.take("count"), row.take("open")
        if filled is None:
            filled, open_ = (0, 1) if status == "open" else (1, None)
        self.put("roles", row, filled=filled, open=open_, commitment=status if status == "contractor" else None)

    def programs(self, row: Row) -> None:
        """A program, and the numbers it is measured by."""
        measures = [text for texts in row.take("measures", {}).values() for text in texts]
        self.put("programs", row, serves=[f"goal:{key}" for key in row.take("goals", [])], measured_by=measures)

    def activities(self, row: Row) -> None:
        """A piece of work; a launch date is the day on which customers see it."""
        name, due_text = row.fields["name"], row.fields.get("due_text", "")
        if "due" in row.fields:
            row.take("due_text")
        for limit in row.take("capacity", []):
            unit = f"posts on {self.channel_names[limit['channel']]}"
            part = Row({"id": f"{row.fields['id']}-{limit['channel']}", "src": row.fields["src"]}, "", self.left)
            a_day = spread(limit["per_day"])
            self.put("capacity", part, name=f"{name}: {unit}", team=row.fields["team"], unit=unit, per_day=a_day)
        measured = row.take("measured_as")
        self.put(
            "activities",
            row,
            quote=due_text,
            expects=self.expected(row),
            in_market=row.fields.get("end") if "launch" in row.take("date_kind", "") else None,
            measured_by=[measured] if measured else None,
            status="done" if row.take("status") == "held" else None,
            channel=self.channel_names.get(row.take("channel")),
            tools=[*row.take("tools", []), *row.take("depends_on_tools", [])],
        )

    def expected(self, row: Row) -> dict[str, str]:
        """What an activity is to bring: its target, in parts where it names parts."""
        target = row.row("target")
        parts, what = target.take("parts"), target.take("metric") or target.fields.get("unit", "")
        brings = number(target)
        target.done()
        return {name: str(n) for name, n in parts.items()} if parts else {what: brings} if brings else {}

    def tools(self, row: Row) -> None:
        """A tool; one that is planned is said to be there later, and something else is used meanwhile."""
        planned, meanwhile = _PLANNED.match(row.fields.get("status", "")), row.take("interim")
        later = {"status": "planned", "available_from": planned[2]} if planned and row.take("status") else {}
        quote = planned[1] if planned else ""
        self.put("tools", row, quote=quote, replaced_by=self.tools_by_name.get(meanwhile), **later)

    def processes(self, row: Row) -> None:
        """A process; its tiers, and the examples a tier gives, are processes that are parts of it."""
        key, name, src, team = (row.fields[field] for field in ("id", "name", "src", "owner"))
        for tier in row.rows("tiers"):
            nth = tier.take("tier")
            tier.fields |= {"id": f"{key}.{nth}", "src": src}
            for n, example in enumerate(tier.take("examples", []), 1):
                part = Row({**example, "id": f"{key}.{nth}.{n}", "src": src}, f"{tier.path}.examples[]", self.left)
                self.tier(part, example["what"][:1].upper() + example["what"][1:], f"{key}.{nth}", team)
                part.done()
            self.tier(tier, f"{name}, tier {nth}", key, team)
        steps = [step(stated) for stated in row.take("steps", [])]
        takes, quote = lead_time(row)
        self.put("processes", row, quote=quote, steps=steps, lead_time=takes)

    def tier(self, row: Row, name: str, of: str, team: str) -> None:
        """A part of a process: what it is for, and what it takes."""
        takes, quote = lead_time(row)
        self.put("tiers", row, quote=quote, name=name, part_of=of, team=team, lead_time=takes)

    def cadence(self, row: Row) -> None:
        """Something that happens again and again."""
        count, unit = row.take("every").split()
        row.fields["id"] = slug(row.fields["what"])
        self.put("cadence", row, every=f"{int(count) * 3} months" if unit == "quarter" else f"{count} {unit}")

    def personas(self, row: Row) -> None:
        """Somebody they speak to."""
        need = row.take("need")
        self.put("personas", row, needs=[need] if need else None)

    def audiences(self, row: Row) -> None:
        """An audience of a program is a persona in other words; which one is stated."""
        self.put("audiences", row, needs=[row.take("text")], same_as=[row.take("persona")])

    def messages(self, row: Row) -> None:
        """A message; its category is the position it takes on what the product is."""
        category, since = row.fields.get("category"), row.fields.get("valid_from")
        retired = row.take("supersedes_category")
        reused = row.take("reuses") if "." not in row.fields.get("reuses", ".") else None
        self.put(
            "messages",
            row,
            topic="category" if category else None,
            terms={"use": [category], "retired": {retired: since}} if retired else None,
            product=self.product(row),
            reuses=[reused] if reused else None,
        )

    def content_assets(self, row: Row) -> None:
        """A piece of content; the work it is re-used in names it."""
        row.take("reused_in")
        message = row.take("message")
        self.put("content_assets", row, messages=[message] if message else None, product=self.product(row))

    def product(self, row: Row) -> str | None:
        """The key of a product by its name; the product is added when it is first named."""
        name = row.take("product")
        if name and f"product:{slug(name)}" not in self.folder.items:
            self.folder.put("product", slug(name), name=name, source=self.source(row.fields["src"]))
        return slug(name) if name else None

    def metric_definitions(self, row: Row) -> None:
        """What a number means."""
        self.put("metric_definitions", row)

    def budget(self, row: Row) -> None:
        """There is a budget, and it is not told."""
        if row.take("disclosed") is False:
            self.folder.put("budget", "company", name="Budget", amount="undisclosed", note=row.take("note"))
