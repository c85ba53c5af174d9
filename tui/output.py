"""What the commands print: results on standard output, sentences for people on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator

from simulator.entry import write_line
from simulator.report.content import CardReport


def show(text: str = "") -> None:
    """Prints a result for a person."""
    write_line(text)


def show_json(value: object) -> None:
    """Prints one JSON document on one line, in ASCII, so that it goes through any pipe."""
    write_line(json.dumps(value, ensure_ascii=True))


def tell(sentence: str) -> None:
    """Tells the person at the terminal something that is not the result."""
    write_line(sentence, sys.stderr)


def table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows as lines with aligned columns."""
    rows = list(rows)
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def card_lines(card: CardReport) -> Iterator[str]:
    """A scorecard as lines for a person."""
    yield card.headline
    if not card.scored:
        return
    for dimension in card.dimensions:
        yield ""
        yield f"{dimension.title}: {dimension.result}. {dimension.reason}"
        yield from (f"    “{' '.join(piece.quote.split())}”" for piece in dimension.unquoted)
        if dimension.missing:
            yield f" Missing: {dimension.missing}. A question that would have drawn this out: {dimension.question}"
    if card.fallback:
        yield ""
        yield card.fallback
    for flag in card.flags:
        yield ""
        yield f"Red flag ({flag.name}): {flag.meaning}"
        yield from (f"    “{' '.join(piece.quote.split())}”" for piece in flag.evidence)
