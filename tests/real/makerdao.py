"""MakerDAO's Content Production unit, from its mandate to its end, in our kinds: one plan with three budgets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.real.fields import Folder, Row, duration, months_named, slug

from truenorth.plan.calendar import Span, months

_UNIT = re.compile(r"the (?:[A-Z]\w+ )+Unit\b")
_MONTH_OF = re.compile(r"month (\d+)$")


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
        self.documents = self.meta.take("sources")
        self.periods = {v["id"]: v["period"] for v in data["versions"] if "period" in v}
        self.seats: dict[tuple[str, str], str] = {}
        self.before: str | None = None
        self.team = slug(self.company())
        self.mandate()
        for row in self.root.rows("versions"):
            self.version(row)
        for name in ("programs", "activities"):
            for row in self.root.rows(name):
                getattr(self, name)(row)
        self.root.take("objectives")  # an empty list: there are none
        self.meta.done()
        self.root.done()

    def source(self, src: Any, quote: str = "") -> list[dict[str, str]]:
        """Where something is stated: the document, its path as the place, and words where they matter."""
        keys = [src] if isinstance(src, str) else src or []
        return [{"document": key, "place": self.documents[key]["path"], "quote": quote} for key in keys]

    def company(self) -> str:
        """The company, with the period of each version, and the unit whose plan this is."""
        name, what = self.meta.take("company"), self.meta.take("what")
        periods = {
            key: {"start": period["start"], "end": period["end"], "quote": period["text"]}
            for key, period in self.periods.items()
        }
        self.folder.put("company", slug(name), name=name, currency=self.meta.take("currency"), periods=periods)
        found = _UNIT.search(what)
        unit = found[0].removeprefix("the ") if found else name
        self.folder.put("team", slug(unit), name=unit, note=what)
        return unit

    def mandate(self) -> None:
        """What the unit is there for, what it wants to reach, and what it promised for that."""
        mandate = self.root.row("mandate")
        text, source = mandate.take("text"), self.source(mandate.take("src"))
        self.folder.put("vision", "mandate", name="Mandate", statement=text, part="purpose", source=source)
        for row in self.root.rows("goals"):
            self.folder.put("goal", row.take("id"), name=row.take("text"), source=self.source(row.take("src")))
        promise = self.root.row("accountability_promise")
        text, source = promise.take("text"), self.source(promise.take("src"))
        self.folder.put("commitment", "accountability", name=text, what=text, team=self.team, source=source)

    def version(self, row: Row) -> None:
        """A version of the budget: its seats in its period, and its money."""
        key, src = row.take("id"), row.take("src")
        if "budget" not in row.fields:
            return
        period = row.take("period")
        for seat in row.rows("seats"):
            self.seat(seat, key, src)
        budget = row.row("budget")
        self.folder.put(
            "budget",
            key,
            name=f"Budget {key}",
            note=row.take("note"),
            team=self.team,
            start=period["start"],
            end=period["end"],
            amount=budget.take("stated_total"),
            lines=[self.share(line, "item", "group") for line in budget.take("lines")],
            groups=[self.share(total, "group") for total in budget.take("group_totals")],
            payments=self.payments(budget.take("payments"), period),
            replaces=self.before,
            labels=row.labels("proposed", "ratified") | budget.labels("surplus_carried_forward"),
            source=self.source(src, period["text"]),
        )
        self.before = key
        budget.done()

    @staticmethod
    def share(stated: dict[str, Any], *names: str) -> dict[str, Any]:
        """A line or group: its amount, and the share of the total that the document states."""
        percent = stated.get("stated_percent")
        share = None if percent is None else f"{percent} %"
        return {**{name: stated[name] for name in names}, "amount": stated["amount"], "share": share}

    @staticmethod
    def payments(stated: list[dict[str, Any]], period: dict[str, str]) -> list[dict[str, Any]]:
        """What is paid in a month, in each month of the period, or evenly between two days."""
        paid: list[dict[str, Any]] = []
        every = months(Span(date.fromisoformat(period["start"]), date.fromisoformat(period["end"])))
        for one in stated:
            if "streamed" in one:
                paid.append({"amount": one["streamed"], "start": one["start"], "end": one["end"]})
            elif one["month"].startswith("each"):
                paid += [{"amount": one["amount"], "date": month} for month in every]
            else:
                paid.append({"amount": one["amount"], "date": one["month"]})
        return paid

    def seat(self, row: Row, version: str, src: Any) -> None:
        """A seat in the period of its version; one to be hired is open."""
        title, status, count = row.take("title"), row.take("status"), row.take("count", 1)
        filled = status == "filled"
        key = self.seats[version, title] = f"{version}-{slug(title)}"
        self.folder.put(
            "role",
            key,
            name=title,
            team=self.team,
            commitment=row.take("commitment"),
            filled=count if filled else 0,
            open=0 if filled else count,
            note="" if status in ("filled", "open") else status,
            valid_from=version,
            valid_to=version,
            source=self.source(src),
        )

    def programs(self, row: Row) -> None:
        """A program, in the period of its version."""
        key, version, asked = row.take("id"), row.take("version"), row.take("requested_by")
        self.folder.put(
            "program",
            key,
            name=row.take("name"),
            team=self.team,
            budget=row.take("budget"),
            start=version,
            end=version,
            labels={"requested by": asked} if asked else None,
            source=self.source(row.take("src")),
        )

    def activities(self, row: Row) -> None:
        """A piece of work, due in a month of its version's period where the document says in which."""
        key, version, name = row.take("id"), row.take("version"), row.take("name")
        due_text, needed, src = row.take("due_text", ""), row.take("needs_role", ""), row.take("src")
        roles = [role for (of, title), role in self.seats.items() if of == version and title in f"{needed}; {due_text}"]
        status = row.take("status")
        self.folder.put(
            "activity",
            key,
            name=name,
            team=self.team,
            program=row.take("program"),
            period=version,
            cost=row.take("budget"),
            after=row.take("depends_on"),
            roles=roles,
            process=self.process(row, key, name, src),
            blocked_by=row.take("blocked_by"),
            status=status if status == "done" else None,
            source=self.source(src, due_text),
            **self.dates(due_text, version),
        )

    def dates(self, text: str, version: str) -> dict[str, str]:
        """`month 2` is the second month of the period; `February - May` are months in it."""
        start, end = (date.fromisoformat(self.periods[version][name]) for name in ("start", "end"))
        if found := _MONTH_OF.match(text):
            return {"due": months(Span(start, end))[int(found[1]) - 1]}
        named = months_named(text, start, end)
        return {"start": named[0], "end": named[-1]} if named else {}

    def process(self, row: Row, key: str, name: str, src: Any) -> str | None:
        """How long it takes to make one, where that is stated."""
        lead_time = row.row("lead_time")
        per, takes = lead_time.take("per"), duration(lead_time.fields)
        if not takes:
            return None
        return self.folder.put(
            "process", key, name=name, team=self.team, applies_to=per, lead_time=takes, source=self.source(src)
        )
