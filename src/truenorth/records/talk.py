"""What people say of an item or the plan: questions and risks with their replies, what they watch, work asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from truenorth.records.entry import Record

CommentKind = Literal["question", "risk", "reply"]
Outcome = Literal["accepted", "countered", "declined"]
OUTCOMES: tuple[Outcome, ...] = ("accepted", "countered", "declined")
MOST, SHORT = 10_000, 400  # characters of one text, and of a name or a place
Text = Annotated[str, Field(max_length=MOST)]
Key = Annotated[str, Field(description="What tells it.", min_length=1, max_length=80)]


class Comment(Record):
    """A question or a risk about an item, a finding or the plan, or a reply to one."""

    key: Key
    says: Annotated[Text, Field(description="What it says.", min_length=1)]
    kind: Annotated[CommentKind, Field(description="question, risk or reply.")] = "question"
    about: Annotated[
        str,
        Field(
            description="The item as kind:key, or the id of a finding; left out for the plan as a whole.",
            max_length=SHORT,
        ),
    ] = ""
    to: Annotated[str, Field(description="The key of the comment that it replies to.", max_length=SHORT)] = ""

    @model_validator(mode="after")
    def _whole(self) -> Comment:
        """A reply is one to something, and says something."""
        if not self.says.strip():
            raise ValueError("says nothing: write a sentence")
        if (self.kind == "reply") != bool(self.to):
            raise ValueError("a reply names the comment that it replies to, and nothing else does")
        return self


class Settled(Record):
    """That a question is answered or a risk is dealt with: from then on it asks nobody."""

    comment: Annotated[str, Field(description="The key of the comment.")]
    about: Annotated[str, Field(description="What the comment is about.")] = ""
    says: Annotated[Text, Field(description="How.")] = ""


class Watch(Record):
    """That somebody wants to hear of an item, or no longer does. The last word counts."""

    about: Annotated[str, Field(description="The item, as kind:key.")]
    hears: Annotated[bool, Field(description="Whether they want to hear of it.")] = True


class Request(Record):
    """Work that somebody asks for: what, what for, by when, and which team it would be for."""

    key: Key
    what: Annotated[Text, Field(description="What is asked for.", min_length=1)]
    why: Annotated[Text, Field(description="What it is for: what gets better by it.")] = ""
    whom: Annotated[str, Field(description="Who asks: a department, a party or a name.", max_length=120)] = ""
    wanted: Annotated[date | None, Field(description="By when it is wanted.")] = None
    team: Annotated[str, Field(description="The key of the team that is asked.", max_length=SHORT)] = ""
    hours: Annotated[
        float | None, Field(description="How many hours it takes, where that is known.", gt=0, le=10_000)
    ] = None

    @model_validator(mode="after")
    def _whole(self) -> Request:
        if not self.what.strip():
            raise ValueError("asks for nothing: say what is wanted")
        return self


class Response(Record):
    """The answer to a request: accepted as an item of the plan, countered with something else, or declined."""

    request: Annotated[str, Field(description="The key of the request.")]
    outcome: Annotated[Outcome, Field(description="accepted, countered or declined.")]
    says: Annotated[Text, Field(description="What is offered instead, or why not.")] = ""
    item: Annotated[str, Field(description="The item that it became, as kind:key.")] = ""

    @model_validator(mode="after")
    def _whole(self) -> Response:
        """A no, and anything else than was asked for, comes with words."""
        if self.outcome != "accepted" and not self.says.strip():
            missing = "what is offered instead" if self.outcome == "countered" else "why"
            raise ValueError(f"is {self.outcome} without words: say {missing}")
        return self


@dataclass(frozen=True)
class Thread:
    """A question or a risk, the replies to it in order, and how it was settled; None while it is open."""

    first: Comment
    replies: tuple[Comment, ...] = ()
    settled: Settled | None = None


def threads(comments: Iterable[Comment], settled: Iterable[Settled]) -> list[Thread]:
    """What was said, each question or risk with its replies, in the order in which they were begun.

    A comment that was sent twice counts once; a reply to a reply belongs to the same thread.
    """
    said = {one.key: one for one in reversed(list(comments))}
    done = {one.comment: one for one in settled}
    replies: dict[str, list[Comment]] = {key: [] for key, one in said.items() if not one.to}
    for one in reversed(said.values()):
        if one.to and (root := _root(one, said)) in replies:
            replies[root].append(one)
    return [Thread(said[key], tuple(replies[key]), done.get(key)) for key in reversed(replies)]


def _root(one: Comment, said: dict[str, Comment]) -> str:
    """The key of the comment that a thread began with; empty where that is gone, or replies run in a circle."""
    seen: set[str] = set()
    while one.to and one.key not in seen:
        seen.add(one.key)
        if one.to not in said:
            return ""
        one = said[one.to]
    return "" if one.to else one.key


def responses(said: Iterable[Response]) -> dict[str, Response]:
    """The last answer to each request."""
    return {one.request: one for one in said}


def watched(said: Iterable[Watch]) -> frozenset[str]:
    """What somebody hears of, as their last word on each item has it."""
    last = {one.about: one.hears for one in said}
    return frozenset(about for about, hears in last.items() if hears)
