"""Splits an answer into clauses and says how each is told: who acts, whether it was done, and whether it is negated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from agents.reading.borders import SHORTEST_CLAUSE, BorderWeights, stops_lost, with_borders
from agents.reading.cues import kinds_of

Agency = Literal["i", "we", "they", "nobody"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A span of the text, `text[start:end]`, and how it is told."""

    start: int
    end: int
    agency: Agency
    hypothetical: bool
    """Wished for, planned or merely possible, but not done."""
    negated: bool


# Runs of stops and white space only match from their start and never backtrack, or the time would grow quadratically.
SENTENCE_END = re.compile(r"(?<![.!?;:…])[.!?;:…]++[\"”')\]]*+\s++|\n++|(?<![^\S\n])[^\S\n]++[—–-]\s++")
SUBJECT = (
    r"(?:I|we|they|he|she|it|you|there|that|this|the|my|our|his|her|their|an?|nobody|somebody|every(?:body|one)|no one|one|two"
    r"|three|every|some|all|\d+)"
)
DID = (
    r"(?:\w+ly )?(?:\w{3,}ed|told|put|took|sent|went|got|made|had|was|were|did|said|came|found|kept|gave|ran|wrote|spent|paid"
    r"|lost|left|sold|taught|felt|drove|knew|thought|bought|caught|rebuilt|built|rang|held|met|drew|threw|chose|hid|stood|fell)"
)
JOINT = re.compile(
    rf"(?:,|(?<![\s,]))\s++(?=(?:but|because|so (?:then )?{SUBJECT}"
    rf"|and (?:then |also |now |so |when |after |since )?{SUBJECT}|and then"
    rf"|and {DID}|which|after that|then (?:I|we|he|she|they|it|the)|until|although|even though|since (?:I|we|the|it)"
    rf"|(?:while|when) (?:I|we|the|they|he|she|it|my)|instead of|without \w+ing)\b)",
    re.I,
)
"""Where spoken English runs on without a stop."""
COMMA = re.compile(r",\s+")
HYPOTHETICAL = re.compile(r"\b(?:would|could have|should have|next time|in (?:the )?future|if I|if we|will|might|'d)\b", re.I)
NEGATED = re.compile(
    r"\b(?:not|never|nobody|no one|nothing|failed to|neglected to|cannot)\b|n't\b|\bwithout \w+ing\b"
    r"|\b(?:had|have|has|was|were|is) no\b",
    re.I,
)
LEAD = re.compile(
    r"^(?:(?:and|but|so|because|then|well|um+|uh+|like|also|now|yes|no|okay|anyway|since|when|while|after|before|if|as|that"
    r"|although|even though|until)\b[, ]*)+",
    re.I,
)
PRONOUN: tuple[tuple[Agency, re.Pattern[str]], ...] = (
    ("i", re.compile(r"(?:I|I'[a-z]+)\b", re.I)),
    ("we", re.compile(r"(?:we|we'[a-z]+)\b", re.I)),
    (
        "they",
        re.compile(r"(?:they|he|she|they'[a-z]+|he's|she's|who|somebody|someone|everyone|everybody|nobody|no one)\b", re.I),
    ),
    ("nobody", re.compile(r"(?:it|it's|this|that|there|which|what)\b", re.I)),
)
SENTENCE_START = re.compile(r"\A\Z|[.!?:;…\n–—-]\s*\Z")
"""What stands before a sentence; one that begins without a subject ("Skipped the test.") is told by the speaker."""
GOES_ON = re.compile(rf"{DID}\b|(?:\w+ly )?\w+ing\b|without\b|instead of\b", re.I)
"""How a clause begins if it shares the subject of the one before."""
PEOPLE = frozenset({"people", "authority", "colleague"})
"""Kinds of word that stand for somebody who can act."""
WINDOW = 8_000
"""How many characters are read at once: about ten minutes of speech."""
WHITE = re.compile(r"\s")
SUBJECT_WORDS = 3
"""How many words at the beginning of a clause may contain its subject."""


def clauses_of(text: str, weights: BorderWeights) -> tuple[Clause, ...]:
    """The clauses of a text, in order; a long text is read window by window, so that the time grows only with its length."""
    found: list[Clause] = []
    for first, last in windows(text):
        for start, end in split_clauses(text[first:last], weights):
            piece = text[first + start : first + end]
            begins = SENTENCE_START.search(text[max(0, first + start - 3) : first + start]) is not None
            agency = _agency(piece, "i" if begins else found[-1].agency if found else "nobody")
            hypothetical, negated = bool(HYPOTHETICAL.search(piece)), bool(NEGATED.search(piece))
            found.append(Clause(first + start, first + end, agency, hypothetical, negated))
    return tuple(found)


def windows(text: str) -> Iterator[tuple[int, int]]:
    """The spans in which a text is read: a normal answer in one piece, a longer one split at the last white space that fits."""
    start = 0
    while len(text) - start > WINDOW:
        space = max((m.end() for m in WHITE.finditer(text, start + WINDOW // 2, start + WINDOW)), default=start + WINDOW)
        yield start, space
        start = space
    yield start, len(text)


def _agency(piece: str, before: Agency) -> Agency:
    """Who acts: the clause's subject, whoever acted before if it has none, or else the first "I" or "we"."""
    words = LEAD.sub("", piece)
    for agency, pronoun in PRONOUN:
        if pronoun.match(words):
            return agency
    if GOES_ON.match(words):
        return before
    if any(kinds_of(word) & PEOPLE for word in re.findall(r"[\w'-]+", words.lower())[:SUBJECT_WORDS]):
        return "they"
    named = [(match.start(), agency) for agency, pronoun in PRONOUN[:2] if (match := pronoun.search(words))]
    return min(named)[1] if named else "nobody"


def split_clauses(text: str, weights: BorderWeights) -> Iterator[tuple[int, int]]:
    """The spans of clauses, split at sentence ends, spoken joints and commas, and at the likeliest words if stops were lost."""
    borders, start = _borders(text), 0
    for border in with_borders(text, borders, weights) if stops_lost(text) else borders:
        piece = text[start:border]
        if any(c.isalnum() for c in piece):
            lead = len(piece) - len(piece.lstrip())
            yield start + lead, start + len(piece.rstrip())
        start = border


def _borders(text: str) -> list[int]:
    joints = sorted({m.end() for m in SENTENCE_END.finditer(text)} | {m.end() for m in JOINT.finditer(text)} | {len(text)})
    borders, start = [], 0
    for joint in joints:
        commas = [m.end() for m in COMMA.finditer(text, start, joint)]
        for comma, following in pairwise([*commas, joint]):
            pieces = (text[start:comma].split(None, SHORTEST_CLAUSE), text[comma:following].split(None, SHORTEST_CLAUSE))
            if min(map(len, pieces)) >= SHORTEST_CLAUSE:
                borders.append(comma)
                start = comma
        borders.append(joint)
        start = joint
    return borders
