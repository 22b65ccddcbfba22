"""The numbers of a whole column: plain ones are read at once, every other spelling by its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from truenorth.facts.layout import Unclear
from truenorth.plan.sheet.numbers import Mark, amount, decided

MOST_SPELLINGS = 200_000
_EXACT = r"^[+-]?[0-9]+([.][0-9]+)?[eE][+-]?[0-9]+$"  # as programs write: the point parts decimals
_PLAIN = {
    "point": r"^[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)([.][0-9]*)?$",
    "comma": r"^[+-]?([0-9]{1,3}([.][0-9]{3})+|[0-9]+)(,[0-9]*)?$",
}


@dataclass(frozen=True)
class Numbers:
    """How the numbers of a column are read: its decimal mark, and what stands in spellings that are not plain."""

    mark: Mark | None
    known: Any = None  # an Arrow table: text, number, currency
    proof: str = ""

    @property
    def currencies(self) -> bool:
        """Whether currencies stand beside its numbers."""
        return self.known is not None and self.known["currency"].null_count < len(self.known)


def mark_of(text: Any) -> tuple[Mark | None, str]:
    """The decimal mark of a column of text and what proves it; "" and None where there is no mark in it at all."""
    table = text.name("text").as_table()
    marked = table.filter(table.text.re_search(r"[.,]") & ~table.text.re_search(_EXACT))
    shape = marked.text.re_replace(r"^([^0-9]*)0([.,])", r"\1z\2").re_replace("[0-9]", "9")
    examples = marked.group_by(shape=shape).agg(text=marked.text.min()).limit(5000).to_pyarrow()["text"].to_pylist()
    found, why = decided(sorted(examples))
    return (found, why) if examples else (None, "")


def agreed(marks: dict[str, tuple[Mark | None, str]], said: Mark | None) -> dict[str, Mark]:
    """The mark of each column: as was said, else its own, else that of the file's other columns; Unclear otherwise."""
    own = {mark for mark, _ in marks.values() if mark}
    shared = next(iter(own)) if len(own) == 1 else None
    found: dict[str, Mark] = {}
    for name, (mark, why) in marks.items():
        chosen: Mark | None = said or mark or shared or (None if why else "point")
        if chosen is None:
            says = "may be read with a decimal point or a decimal comma: say --decimal point or --decimal comma"
            raise Unclear(f"{why} in column '{name}' {says}")
        found[name] = chosen
    return found


def numbers_of(text: Any, mark: Mark) -> Numbers:
    """How the numbers in a column of text are read with a decimal mark."""
    import pyarrow as pa

    table = text.name("text").as_table()
    other = table.filter(~table.text.re_search(_PLAIN[mark]) & ~table.text.re_search(_EXACT))
    texts = other.distinct().limit(MOST_SPELLINGS).to_pyarrow()["text"].to_pylist()
    if not texts:
        return Numbers(mark)
    read = [_amount(one, mark) for one in texts]
    columns = {
        "text": pa.array(texts, pa.string()),
        "number": pa.array([number for number, _ in read], pa.float64()),
        "currency": pa.array([currency for _, currency in read], pa.string()),
    }
    return Numbers(mark, pa.table(columns))


def _amount(text: str, mark: Mark) -> tuple[float | None, str | None]:
    try:
        found = amount(text, mark)
    except ValueError:
        return None, None
    return (float(found.number), found.currency or None) if found.unit in ("", "%") else (None, None)


def why_none(text: str, mark: Mark) -> str:
    """Why a text is no number."""
    if text.startswith("="):
        return "is a formula, not its result"
    if text.startswith("#"):
        return text[1:] if " " in text else "is an error of the spreadsheet, not a number"
    try:
        found = amount(text, mark)
    except ValueError as error:
        return str(error)
    return f"has '{found.unit[:20]}' after the number" if found.unit else f"is not a number with a decimal {mark}"


def with_numbers(table: Any, field: str, text: Any, numbers: Numbers, over: float) -> Any:
    """A table with a column of text as numbers in a column of its own, and the currency that stands beside each."""
    import ibis

    mark = numbers.mark or "point"
    plain = text.replace(",", "") if mark == "point" else text.replace(".", "").replace(",", ".")
    number = text.re_search(_EXACT).ifelse(text, text.re_search(_PLAIN[mark]).ifelse(plain, ibis.null("string")))
    value = number.try_cast("float64")
    if numbers.known is None:
        return table.mutate(**{field: _finite(value) / over})
    names = [f"{field} spelled", f"{field} number", f"{field} currency"]
    known = ibis.memtable(numbers.known.rename_columns(names))
    table = table.mutate(**{f"{field} written": text})
    table = table.left_join(known, table[f"{field} written"] == known[names[0]])
    return table.mutate(**{field: _finite(ibis.coalesce(table[names[1]], value)) / over})


def _finite(value: Any) -> Any:
    import ibis

    return (value.isnan() | value.isinf()).ifelse(ibis.null("float64"), value)
