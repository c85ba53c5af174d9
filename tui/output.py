"""Printing for the commands: results go to standard output, messages to the user to standard error."""

import json
import sys
from collections.abc import Iterable, Iterator

from simulator.entry import write_line
from simulator.report.content import CardReport


def show(text: str = "") -> None:
    """Prints a result for people to read."""
    write_line(text)


def show_json(value: object) -> None:
    """Prints a JSON document on one line, in ASCII so that it gets through any pipe."""
    write_line(json.dumps(value, ensure_ascii=True))


def tell(sentence: str) -> None:
    """Prints a message to the user that is not part of the result."""
    write_line(sentence, sys.stderr)


def table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Formats rows as lines with aligned columns."""
    rows = list(rows)
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def card_lines(card: CardReport) -> Iterator[str]:
    """Formats a scorecard as lines for people to read."""
    yield card.headline
    if not card.scored:
        return
    for dimension in card.dimensions:
        yield ""
        yield f"{dimension.title}: {dimension.result}. {dimension.reason}"
        yield from (f"    “{quote.words}”" for quote in dimension.unquoted)
        if dimension.missing:
            yield f" Missing: {dimension.missing}. A question that would have drawn this out: {dimension.question}"
    if card.fallback:
        yield ""
        yield card.fallback
    for flag in card.flags:
        yield ""
        yield f"Red flag ({flag.name}): {flag.meaning}"
        yield from (f"    “{quote.words}”" for quote in flag.quotes)
        if flag.question:
            yield f"    You were asked: “{' '.join(flag.question.split())}”"
    for title, text in card.advice:
        yield ""
        yield f"{title}: {text}"
