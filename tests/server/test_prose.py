from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from truenorth.server.views.prose import prose, setting


def test_paragraphs_lists_and_code_are_told_apart():
    told = prose("One `field` and **two**.\n\n- a\n- b *c*\n\n    activity:\n      x: 1\n")

    assert told == (
        "<p>One <code>field</code> and <strong>two</strong>.</p>\n"
        "<ul><li>a</li><li>b <em>c</em></li></ul>\n"
        "<pre><code>activity:\n  x: 1</code></pre>"
    )


@given(st.text())
def test_whatever_is_written_is_shown_and_never_run(text: str):
    told = prose(f"{text}<script>alert(1)</script>")

    assert "<script" not in told


def test_settings_are_said_in_words():
    assert [setting(one) for one in (True, 0.8, ["b", "a"], (), None, "")] == [
        "yes",
        "0.8",
        "a, b",
        "none",
        "none",
        "none",
    ]
