"""What the commands print: results on standard output, sentences for people on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator

from agents.moves import DIMENSIONS
from agents.rubric import Rubric
from agents.scorecard import Scorecard
from simulator import report
from simulator.entry import write_line


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


def card_lines(card: Scorecard, rubric: Rubric) -> Iterator[str]:
    """A scorecard as lines for a person."""
    yield report.headline(card)
    if not card.scored:
        return
    for dimension in DIMENSIONS:
        mark = card.dimensions[dimension]
        yield ""
        yield f"{rubric.dimensions[dimension].title}: {report.mark_text(mark)}. {mark.reason}"
        yield from (f"    “{' '.join(piece.quote.split())}”" for piece in mark.evidence[1:])
        if mark.missing:
            yield f"    Missing: {mark.missing}. It would have come out with: {mark.question}"
    if card.fallback:
        yield ""
        yield card.fallback
    for flag in card.red_flags:
        yield ""
        yield f"Red flag, {flag.flag.replace('_', ' ')}: {report.flag_text(flag, rubric)}"
        yield from (f"    “{' '.join(piece.quote.split())}”" for piece in flag.evidence)
