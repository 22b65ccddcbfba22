"""People at a server: `web_walk.py ADDRESS MADE.json READERS WRITERS SECONDS` prints what each page took."""

from __future__ import annotations

import json
import random
import re
import sys
import threading
import time
from collections import defaultdict
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

THINKS = (0.7, 1.3)  # seconds between two pages; one on average
POLLS = 2.0  # seconds between two looks for news, as the pages themselves do
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
VERSION = re.compile(r'data-version="(\d+)"')
PAGES = ("home", "list", "item", "findings", "roadmap")
BAR = re.compile(r'data-ref="([^"]+)"[^>]*? data-move data-start="([^"]+)" data-end="([^"]+)"')
SENT = re.compile(r'"X-CSRFToken": "([^"]+)"')


class Browser:
    """One person's browser: keeps its connection and cookies, and the time each page took."""

    def __init__(self, address: str, made: dict[str, Any], who: int, took: dict[str, list[float]]) -> None:
        parts = urlsplit(address)
        self.connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        self.cookies = {"sessionid": made["cookies"][who]}
        self.made, self.took, self.polled, self.failed = made, took, time.monotonic(), 0
        self.random = random.Random(who)

    def get(self, name: str, path: str) -> str:
        """A page, and how long it took from the click to its last byte."""
        return self._asked(name, "GET", path, None)[1]

    def post(self, name: str, path: str, form: dict[str, str]) -> tuple[int, str]:
        """A form sent; the status and where it leads."""
        return self._asked(name, "POST", path, urlencode(form))

    def _asked(self, name: str, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException):
            self.failed += 1
            self.connection.close()
            return 0, ""
        self.took[name].append(time.perf_counter() - began)
        for one in answer.headers.get_all("Set-Cookie") or []:
            key, _, value = one.partition(";")[0].partition("=")
            self.cookies[key] = value
        self.failed += answer.status >= 400
        return answer.status, answer.headers.get("Location", "") if answer.status in (302, 303) else text

    def think(self, version: str) -> None:
        """Read for a second; the page asks for news meanwhile."""
        time.sleep(self.random.uniform(*THINKS))
        if time.monotonic() - self.polled > POLLS:
            self.polled = time.monotonic()
            self.get("live", f"{self.made['live']}?since={version}")


def read(browser: Browser, until: float) -> None:
    """Home, the list, an item, the findings and the roadmap, again and again."""
    time.sleep(browser.random.random())
    while time.monotonic() < until:
        for name in browser.random.sample(PAGES, len(PAGES)):
            path = browser.random.choice(browser.made["items"]) if name == "item" else browser.made[name]
            found = VERSION.search(browser.get(name, path))
            browser.think(found[1] if found else "")


def write(browser: Browser, mine: range, until: float) -> int:
    """Open an item's form, save it, look at what came of it; how many were saved. Nobody else edits these items."""
    saved = 0
    time.sleep(browser.random.random())
    while time.monotonic() < until:
        at = browser.random.choice(mine)
        page = browser.get("form", browser.made["forms"][at])
        token, version = TOKEN.search(page), VERSION.search(page)
        browser.think(version[1] if version else "")
        if not token or not version:
            browser.failed += 1
            continue
        form = {"csrfmiddlewaretoken": token[1], "version": version[1], "has": "note", "f.note": f"saved {saved}"}
        status, leads = browser.post("save", browser.made["forms"][at], form)
        saved += status in (302, 303)
        browser.failed += status not in (0, 302, 303) and status < 400
        if leads.startswith("/"):
            browser.get("item", leads)
        browser.think(version[1])
    return saved


def move(browser: Browser, times: int) -> int:
    """Move a bar of the roadmap by a week, look at it, and at a what-if beside it, again and again; how many moved."""
    moved, path = 0, browser.made["roadmap"]
    page = browser.get("roadmap", path)
    for number in range(times):
        bars, token, version = BAR.findall(page), SENT.search(page), VERSION.search(page)
        if not bars or not token or not version:
            browser.failed += 1
            return moved
        ref, *days = bars[number % len(bars)]
        start, end = ((date.fromisoformat(day) + timedelta(weeks=1)).isoformat() for day in days)
        form = {"csrfmiddlewaretoken": token[1], "version": version[1], "ref": ref, "start": start, "end": end}
        status, leads = browser.post("move", browser.made["move"], form)
        moved += status in (302, 303)
        page = browser.get("moved", leads if leads.startswith("/") else path)
        browser.get("compare", browser.made["compare"])
    return moved


def main(address: str, made: dict[str, Any], readers: int, writers: int, seconds: float) -> None:
    """Let them walk, and print the figures."""
    took: dict[str, list[float]] = defaultdict(list)
    browsers = [Browser(address, made, who, took) for who in range(readers + writers)]
    until, saved = time.monotonic() + seconds, [0] * writers
    share = len(made["forms"]) // max(writers, 1)

    def writing(number: int) -> None:
        mine = range(number * share, (number + 1) * share)
        saved[number] = write(browsers[readers + number], mine, until)

    threads = [threading.Thread(target=read, args=(one, until)) for one in browsers[:readers]]
    threads += [threading.Thread(target=writing, args=(number,)) for number in range(writers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    print(json.dumps({"took": took, "failed": sum(one.failed for one in browsers), "saved": sum(saved)}))


if __name__ == "__main__":
    _, address_, made_, readers_, writers_, seconds_ = sys.argv
    main(address_, json.loads(Path(made_).read_text()), int(readers_), int(writers_), float(seconds_))
