"""Finds what is said to the interviewer or the evaluator instead of being told, which is never evidence."""

from collections.abc import Iterator

from agents.plain import straight
from agents.reading.answer import Reading
from agents.reading.clauses import SENTENCE_END, Clause
from agents.reading.cues import cues
from agents.reading.findings import Finding

SURE = 0.6
MOST_BESIDE = 12
"""The most words on either side of a clause addressed to the evaluator that are taken to belong to it."""


def instructions(reading: Reading) -> list[Finding]:
    """The findings in which a turn addresses the evaluator."""
    return [f for f in reading.findings if f.part == "injection" and plain_to_see(f)]


def plain_to_see(finding: Finding) -> bool:
    """Whether one clause is enough to rely on, because its words show it or the reading is sure."""
    return finding.said or finding.strength >= SURE


def without_asides(text: str, reading: Reading) -> str:
    """Blanks out what is not told to answer the question: sentences to the evaluator, and asides to the interviewer.

    All offsets stay the same. If the punctuation is missing and a sentence has no clear end, only the clause is blanked out.
    """
    said, blanked = straight(reading.text), list(text)
    for start, end in [*(sentence_of(said, f.clause) for f in instructions(reading)), *_asides(said)]:
        first, last = reading.source.span(start, end)
        blanked[first:last] = [" " if c.isalnum() else c for c in text[first:last]]
    return "".join(blanked)


def sentence_of(text: str, clause: Clause) -> tuple[int, int]:
    """The sentence that a clause is in, or the clause where the sentence goes on for too long to belong to it."""
    start = max((m.end() for m in SENTENCE_END.finditer(text, 0, clause.start + 1)), default=0)
    end = next((m.start() + 1 for m in SENTENCE_END.finditer(text, clause.end - 1)), len(text))
    start = start if len(text[start : clause.start].split()) <= MOST_BESIDE else clause.start
    end = end if len(text[clause.end : end].split()) <= MOST_BESIDE else clause.end
    return start, end


def _asides(text: str) -> Iterator[tuple[int, int]]:
    """The sentences in which the candidate speaks to the interviewer about the talk itself, or asks something back."""
    start = 0
    for end in [*(m.end() for m in SENTENCE_END.finditer(text)), len(text)]:
        if text[start:end].strip() and cues().asides.match(text[start:end].strip()):
            yield start, end
        start = end
