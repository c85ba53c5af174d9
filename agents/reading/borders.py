"""Finds where clauses end if a poor transcription has left out the punctuation, as learned from punctuated answers."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.reading.cues import kinds_of

STOP = re.compile(r"[.!?;:…\n]")
WORD = re.compile(r"\S+")
SHORTEST_TEXT = 25
"""How many words a text needs before a lack of stops means that they were lost."""
WORDS_A_STOP = 40
"""An answer with fewer than one stop in this many words has lost its punctuation."""
SHORTEST_CLAUSE = 3
"""How many words there must be on both sides of a border; a comma in a list has fewer."""
EDGE = '.,;:!?…"“”()—–-'


@dataclass(frozen=True)
class BorderWeights:
    """How strongly each feature of a gap between two words suggests a border, and the bias; a sum above 0 is a border."""

    bias: float
    weights: dict[str, float]

    def at(self, features: Iterable[str]) -> float:
        """The sum for a gap with these features."""
        return self.bias + sum(self.weights.get(feature, 0.0) for feature in features)


def stops_lost(text: str) -> bool:
    """Whether an answer has lost its punctuation."""
    words = len(WORD.findall(text))
    return words >= SHORTEST_TEXT and len(STOP.findall(text)) * WORDS_A_STOP < words


def words_at(text: str) -> list[tuple[int, str]]:
    """Where each word starts, and the word in lowercase, with all numbers made the same."""
    found = [(match.start(), match.group().lower().strip(EDGE)) for match in WORD.finditer(text)]
    return [(start, "#" if word[0].isdigit() else word) for start, word in found if word]


CAPITAL = "capital"


def begins_large(text: str, start: int) -> bool:
    """Whether the word at this place begins with a capital letter, which may be all that is left of a sentence's end."""
    return text[start : start + 1].isupper() and not text.startswith(("I ", "I'"), start)


def gap_features(words: Sequence[str], place: int, *, capital: bool) -> list[str]:
    """The features of the gap before a word, by name: the words around it, what they may mean, and its capital letter."""
    two, one, here, next_, then = (words[k] if 0 <= k < len(words) else "" for k in range(place - 2, place + 3))
    around = {"a": two, "b": one, "c": here, "d": next_, "e": then}
    found = [f"{name}:{word}" for name, word in around.items()]
    found += [f"ab:{two} {one}", f"bc:{one} {here}", f"cd:{here} {next_}", f"cde:{here} {next_} {then}"]
    found += [f"kb:{kind}" for kind in kinds_of(one)] + [f"kc:{kind}" for kind in kinds_of(here)]
    found += [CAPITAL] if capital else []
    return [*found, f"sb:{one[-2:]}", f"sb:{one[-3:]}", f"sc:{here[-2:]}", f"sbc:{one[-2:]} {here}"]


def with_borders(text: str, borders: Sequence[int], weights: BorderWeights) -> list[int]:
    """The known borders and the likeliest others, leaving no clause shorter than three words."""
    found = words_at(text)
    if not found:
        return list(borders)
    starts, words = zip(*found, strict=True)
    ends = [*starts, len(text)]
    taken = {0} | {bisect_left(ends, border) for border in borders}
    gaps = ((gap_features(words, k, capital=begins_large(text, starts[k])), k) for k in range(1, len(words)))
    likely = sorted(((weights.at(features), place) for features, place in gaps), reverse=True)
    for value, place in likely:
        if value > 0 and taken.isdisjoint(range(place - SHORTEST_CLAUSE + 1, place + SHORTEST_CLAUSE)):
            taken.add(place)
    return sorted(ends[place] for place in taken if place)
