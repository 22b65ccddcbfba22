"""The plain Markdown of a rule's page as HTML: paragraphs, lists, code; everything else is text."""

from __future__ import annotations

import re
from textwrap import dedent

from markupsafe import Markup, escape


def prose(text: str) -> Markup:
    """Paragraphs, `- ` lists and indented code, with `code`, **strong** and *emphasis* inside."""
    return Markup("\n").join(_block(block) for block in re.split(r"\n[ \t]*\n", text.strip("\n")) if block.strip())


def _block(block: str) -> Markup:
    lines = block.splitlines()
    if all(line.startswith("    ") for line in lines):
        return Markup("<pre><code>{}</code></pre>").format(dedent(block))
    if lines[0].startswith("- "):
        items = [_inline(item) for item in re.split(r"(?:^|\n)- ", block) if item.strip()]
        return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(item) for item in items))
    return Markup("<p>{}</p>").format(_inline(block))


def _inline(text: str) -> Markup:
    said = str(escape(" ".join(text.split())))
    said = re.sub(r"`([^`]+)`", r"<code>\1</code>", said)
    said = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", said)
    return Markup(re.sub(r"(?<![*\w])\*([^*]+)\*(?![*\w])", r"<em>\1</em>", said))


def setting(value: object) -> str:
    """A setting of a rule in words."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple() | set() | frozenset():
            return ", ".join(sorted(map(str, value))) or "none"
        case None | "":
            return "none"
    return getattr(value, "words", "") or str(value)
