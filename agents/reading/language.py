"""Finds the sentences that are not English, which are left out of the reading."""

import re

from agents.reading.clauses import SENTENCE_END
from agents.reading.cues import cues

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
SHORTEST = 4
"""How many words a sentence needs to show its language."""
OTHER, ENGLISH = 0.15, 0.5
"""What share of a sentence must be function words of other languages, and how many English ones there may be to one of them."""
LATIN = "\u024f"
"""The last of the letters that English could be written in."""


def without_foreign(text: str) -> tuple[str, int, float]:
    """The text with foreign sentences blanked, how many there were, and what share of the words they held."""
    found, start, words = 0, 0, [0, 0]
    for end in [*(m.end() for m in SENTENCE_END.finditer(text)), len(text)]:
        said = WORD.findall(text[start:end].lower())
        words[0] += len(said)
        if is_foreign(said):
            text = text[:start] + " " * (end - start) + text[end:]
            found, words[1] = found + 1, words[1] + len(said)
        start = end
    return text, found, words[1] / max(1, words[0])


def is_foreign(words: list[str]) -> bool:
    """Whether a sentence of these lowercase words is in another language than English."""
    letters = [c for word in words for c in word if c.isalpha()]
    if sum(c > LATIN for c in letters) * 3 > len(letters):
        return True
    english, other = (sum(word in cues().words[kind] for word in words) for kind in ("english", "other"))
    return len(words) >= SHORTEST and other >= OTHER * len(words) and english <= ENGLISH * other
