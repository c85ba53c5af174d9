"""Looks up a model's quotes in the transcript and keeps the transcript's own words; a quote not found is not evidence."""

import re

from rapidfuzz import fuzz

from agents.scorecard import Evidence, evidence_at
from agents.transcript import Transcript, candidate_turns

NEAR = 88.0
"""How similar a quote and a span of the transcript must be, 0 to 100 (rapidfuzz's partial_ratio_alignment)."""
SHORTEST = 2
"""How many words a quote needs for us to search for a similar span when there is no exact match."""
LETTERS = str.maketrans("’‘“”–—", "''\"\"--")


def found_in(transcript: Transcript, turn: int, quote: str) -> Evidence | None:
    """The quote as it appears in the named turn, or in another of the candidate's turns; None if it was never said."""
    wanted = " ".join(quote.split()).strip(" .…\"“”'")
    if not wanted:
        return None
    turns = sorted(candidate_turns(transcript), key=lambda numbered: numbered[0] != turn)
    for number, said in turns:
        if (span := _exactly(said.text, wanted)) is not None:
            return evidence_at(transcript, number, *span)
    if len(wanted.split()) >= SHORTEST:
        for number, said in turns:
            if (span := _nearly(said.text, wanted)) is not None:
                return evidence_at(transcript, number, *span)
    return None


def _exactly(text: str, wanted: str) -> tuple[int, int] | None:
    """The span of an exact match, ignoring case, white space and the style of quotation marks and dashes."""
    pattern = r"\s+".join(re.escape(word) for word in wanted.translate(LETTERS).split())
    match = re.search(pattern, text.translate(LETTERS), re.I)
    return match.span() if match else None


def _nearly(text: str, wanted: str) -> tuple[int, int] | None:
    """The span of whole words that is most similar."""
    aligned = fuzz.partial_ratio_alignment(wanted.lower(), text.translate(LETTERS).lower(), score_cutoff=NEAR)
    if aligned is None or len(wanted) > len(text):
        return None
    words = [match.span() for match in re.finditer(r"\S+", text)]
    inside = [(start, end) for start, end in words if start < aligned.dest_end and end > aligned.dest_start]
    return (inside[0][0], inside[-1][1]) if inside else None
