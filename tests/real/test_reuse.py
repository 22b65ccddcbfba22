"""Near-duplicates in three real libraries: how many are found, how many of the found are right, and how fast."""

from __future__ import annotations

import csv
import gzip
import json
import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from time import perf_counter

import pytest
from tests.real.fields import HERE

from truenorth.plan.plan import plan_of
from truenorth.plan.story import Content
from truenorth.rules import RULES, Case, check
from truenorth.rules.near import near, runs

pytestmark = pytest.mark.real
SHARE, RARE = (RULES["STORY03"].parameters[name] for name in ("alike", "rare"))
Pair = tuple[str, str]


@cache
def data() -> Path:
    folder = Path(os.environ.get("TRUENORTH_SHARED") or HERE.parents[2] / "shared") / "data"
    if not (folder / "content").is_dir():
        pytest.skip(f"the real texts are not here: no {folder}/content (set TRUENORTH_SHARED to where they are)")
    return folder


def body(path: Path) -> str:
    """A page without its front matter."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return text.partition("\n---")[2] if text.startswith("---") else text


@cache
def pages(name: str, root: str) -> Mapping[str, str]:
    with (data() / "content" / f"{name}_manifest.csv").open(encoding="utf-8", newline="") as rows:
        return {row["file"]: body(data() / root / row["file"]) for row in csv.DictReader(rows)}


def listed(name: str) -> dict[Pair, float]:
    """The pairs on a list, with how much of the shorter one stands in the other, by runs of eight words."""
    with (data() / "content" / f"{name}_near_duplicates.csv").open(encoding="utf-8", newline="") as rows:
        return {pair(row["a"], row["b"]): float(row["containment_8gram"]) for row in csv.DictReader(rows)}


def pair(one: str, other: str) -> Pair:
    return (min(one, other), max(one, other))


def pairs(texts: Mapping[str, str]) -> set[Pair]:
    return {pair(*both) for both in near(texts, SHARE, RARE)}


def test_of_pairs_that_people_judged_nine_in_ten_are_found_and_nine_in_ten_of_the_found_are_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with gzip.open(data() / "story" / "library_tts.jsonl.gz", "rt", encoding="utf-8") as lines:
        library = [json.loads(line) for line in lines]
    texts = {page["id"]: f"{page['title']}. {page.get('summary', '')}\n{page['text']}" for page in library}
    with (data() / "story" / "pairs.jsonl").open(encoding="utf-8") as lines:
        judged = {pair(one["a"], one["b"]): one["rel"] in "DVX" for one in map(json.loads, lines)}

    found = pairs(texts) & judged.keys()
    right = sum(judged[one] for one in found)
    precision, recall = right / len(found), right / sum(judged.values())
    with capsys.disabled():
        print(f"\n{len(texts):,} texts, {len(judged)} judged pairs: precision {precision:.3f}, recall {recall:.3f}")

    assert precision >= 0.90
    assert recall >= 0.90


def test_of_a_handbook_in_four_states_the_pages_that_were_kept_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    texts, known = pages("sourcegraph", "companies/sourcegraph/raw"), listed("sourcegraph")

    found = pairs(texts)
    half = {one for one, share in known.items() if share >= 0.5}
    same = {one for one in found - known.keys() if runs(texts[one[0]]) == runs(texts[one[1]])}
    precision, recall = len(found & known.keys()) / len(found), len(found & half) / len(half)
    with capsys.disabled():
        print(
            f"\n{len(texts)} pages of Sourcegraph: {len(found)} pairs found, precision {precision:.3f} by the list"
            f" ({len(same)} of the {len(found - known.keys())} that are not on it are word for word the same),"
            f" recall {recall:.3f} of {len(half)} pairs with half of their wording in common"
        )

    assert precision >= 0.90
    assert recall >= 0.90
    assert len(found - known.keys() - same) <= 6


def test_of_a_library_of_series_and_templates_next_to_nothing_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    texts, known = pages("digitalgov", "content/digitalgov"), listed("digitalgov")

    found = pairs(texts)
    with capsys.disabled():
        print(
            f"\n{len(texts)} pages of digital.gov: {len(found)} of the {len(known)} listed pairs found;"
            " the others share a template, or a passage of less than half"
        )

    assert found <= known.keys()
    assert [one for one in found if "monthly-call" in one[0]] == []


@pytest.mark.parametrize(("alike", "expected"), [(0.5, 1), (0.1, 3)])
def test_content_that_sourcegraph_made_twice_is_found_in_the_texts_themselves(alike: float, expected: int) -> None:
    """E25: two pages share a section, two the principles of the content team, and two a message of 25 words."""
    first = {
        name: text for name, text in pages("sourcegraph", "companies/sourcegraph/raw").items() if "2021-11" in name
    }
    marketing = {name: text for name, text in first.items() if "/marketing/" in name}

    found = {pair(*both) for both in near(marketing, alike, RARE)}
    named = [
        ("ad_conversion_flows.md", "marketing_operations.md"),
        ("editorial-strategy.md", "content/index.md"),
        ("becoming_a_sourcegraph_champion.md", "messaging.md"),
    ]

    assert sum(any(a.endswith(one) and b.endswith(other) for a, b in found) for one, other in named) == expected


def test_nine_hundred_real_texts_of_285_words_take_a_moment(capsys: pytest.CaptureFixture[str]) -> None:
    digital_gov = pages("digitalgov", "content/digitalgov")
    texts = [*digital_gov.values(), *pages("sourcegraph", "companies/sourcegraph/raw").values()]
    content = [
        Content(key=f"c{n}", name=f"Page {n}", text=" ".join(text.split()[:285]), date="2027-03-01")
        for n, text in enumerate(texts)
    ]

    runs.cache_clear()
    start = perf_counter()
    check(Case(plan_of(content), date(2027, 1, 11)), [RULES["STORY03"]])
    took = perf_counter() - start
    with capsys.disabled():
        print(f"\n{len(content)} texts, all of them briefs: {took:.2f} s")

    assert took < 2
