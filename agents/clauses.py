"""Cuts an answer into clauses and says of each how it is told: who acts, whether it was done, whether it is denied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

Agency = Literal["i", "we", "they", "nobody"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the text, `text[start:end]`, and how it is told."""

    start: int
    end: int
    agency: Agency
    hypothetical: bool
    """Wished, planned or only possible, not done."""
    negated: bool


SENTENCE_END = re.compile(r"[.!?;:…]+[\"”')\]]*\s+|\n+|\s+[—–-]\s+")
JOINT = re.compile(
    r",?\s+(?=(?:but|so (?:I|we|they|he|she|it|the)|because|and then|and (?:I|we|they|he|she|it)|which|after that"
    r"|then I|then we)\b)",
    re.I,
)
HYPOTHETICAL = re.compile(r"\b(?:would|could have|should have|next time|in (?:the )?future|if I|if we|will|might|'d)\b", re.I)
NEGATED = re.compile(r"\b(?:not|never|no|nobody|nothing|without|neither|nor|none|failed to|neglected to|cannot)\b|n't\b", re.I)
AGENCY = re.compile(
    r"\b(?:(?P<i>I|my|me|I'm|I've|I'd)|(?P<we>we|our|us)|(?P<they>they|he|she|their|his|her|somebody|someone))\b",
    re.I,
)


def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of a text, in order."""
    return tuple(_clause(text, start, end) for start, end in split_clauses(text))


def split_clauses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of clauses: at sentence ends, and at spoken joints, so that text without punctuation is split too."""
    start = 0
    borders = sorted({m.end() for m in SENTENCE_END.finditer(text)} | {m.end() for m in JOINT.finditer(text)} | {len(text)})
    for border in borders:
        piece = text[start:border]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield start + lead, start + len(piece.rstrip())
        start = border


def _clause(text: str, start: int, end: int) -> Clause:
    piece = text[start:end]
    subject = AGENCY.search(piece)
    agency = cast(Agency, subject.lastgroup if subject else "nobody")
    return Clause(start, end, agency, bool(HYPOTHETICAL.search(piece)), bool(NEGATED.search(piece)))
