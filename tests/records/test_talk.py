from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from truenorth.records.talk import Comment, Request, Response, Settled, Watch, responses, threads, watched

QUESTION = Comment(key="q", says="Who writes it?", about="activity:letter")
ANSWER = Comment(key="a", says="The agency does.", kind="reply", to="q", about="activity:letter")
MORE = Comment(key="b", says="From May on.", kind="reply", to="a", about="activity:letter")
RISK = Comment(key="r", says="The printer is on strike.", kind="risk")


def test_a_reply_to_a_reply_belongs_to_the_question():
    found = threads([QUESTION, RISK, ANSWER, MORE], [])

    assert [(one.first, one.replies) for one in found] == [(QUESTION, (ANSWER, MORE)), (RISK, ())]


def test_a_comment_sent_twice_counts_once():
    assert threads([QUESTION, ANSWER, QUESTION, ANSWER], []) == threads([QUESTION, ANSWER], [])


def test_a_reply_to_what_is_gone_is_left_out_and_a_circle_ends():
    circle = [Comment(key=key, says="…", kind="reply", to=to) for key, to in ("xy", "yx")]

    assert threads([MORE, *circle], []) == []


def test_a_question_is_open_until_it_is_settled():
    done = Settled(comment="q", says="The agency writes it.")

    assert [one.settled for one in threads([QUESTION, RISK], [done])] == [done, None]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"says": "  "}, "write a sentence"),
        ({"says": "Yes.", "kind": "reply"}, "a reply names the comment"),
        ({"says": "Yes.", "to": "q"}, "a reply names the comment"),
        ({"says": "x" * 10_001}, "at most 10000"),
    ],
)
def test_a_comment_says_something_and_a_reply_to_what(fields: dict[str, str], says: str):
    with pytest.raises(ValidationError, match=says):
        Comment.model_validate({"key": "k", **fields})


@pytest.mark.parametrize(("outcome", "says"), [("countered", "say what is offered instead"), ("declined", "say why")])
def test_a_no_comes_with_words(outcome: str, says: str):
    with pytest.raises(ValidationError, match=says):
        Response.model_validate({"request": "k", "outcome": outcome})


def test_the_last_answer_to_a_request_counts():
    no, yes = Response(request="k", outcome="declined", says="No hours."), Response(request="k", outcome="accepted")

    assert responses([no, yes]) == {"k": yes}


def test_a_request_asks_for_something():
    with pytest.raises(ValidationError, match="say what is wanted"):
        Request(key="k", what=" ")


def test_the_last_word_on_an_item_tells_whether_it_is_watched():
    said = [Watch(about="goal:a"), Watch(about="goal:b"), Watch(about="goal:a", hears=False)]

    assert watched(said) == {"goal:b"}


@given(st.permutations([QUESTION, ANSWER, MORE, RISK]))
def test_nothing_that_was_said_is_lost_in_whatever_order_it_is_read(said: list[Comment]):
    found = threads(said, [])

    assert {one.key for each in found for one in (each.first, *each.replies)} == {"q", "a", "b", "r"}
