"""Where an answer contradicts an earlier one: another number for the same thing, or the opposite of what was said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agents.clauses import split_clauses, windows
from agents.cues import cues, kinds_of
from agents.details import quote
from agents.features import tokens
from agents.mentions import mentions_in
from agents.transcript import Transcript, candidate_turns

CORRECTS = re.compile(
    r"\b(?:actually|sorry|I mean|I meant|correction|to be (?:precise|exact)|more like|or rather"
    r"|in total|altogether)\b",
    re.I,
)
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
NOT_THE_SAME = {"day", "hour", "week", "month", "minute", "euro", "dollar", "pound", "time", "people", "cent", "email"}
"""Units that a story uses for many things: two numbers of them are seldom about the same."""


@dataclass(frozen=True)
class Contradiction:
    """Two clauses that cannot both be right, as quotes; `turn` is the number of the later one's turn."""

    turn: int
    earlier: str
    later: str


def contradiction(transcript: Transcript) -> Contradiction | None:
    """The first contradiction between the last answer and the ones before it; None where there is none."""
    turns = candidate_turns(transcript)
    if len(turns) < 2:
        return None
    number, last = turns[-1]
    telling = _telling(last.text)
    for _, before in turns[:-1] if telling else ():
        if found := _between(_telling(before.text), telling):
            return Contradiction(number, *found)
    return None


def contradiction_within(texts: Iterable[str]) -> tuple[str, str] | None:
    """The first contradiction between any two clauses of an answer, as quotes."""
    telling = [clause for text in texts for clause in _telling(text)]
    return next((found for k, now in enumerate(telling) if (found := _between(telling[:k], [now]))), None)


def _between(earlier: Sequence[str], later: Sequence[str]) -> tuple[str, str] | None:
    for now in later:
        for then in earlier if not CORRECTS.search(now) else ():
            if _opposed(then, now) or _counts_differ(then, now):
                first, second = quote(then), quote(now)
                if first and second and first != second:
                    return first, second
    return None


@lru_cache(maxsize=4096)  # every answer is held against every earlier one
def _telling(text: str) -> tuple[str, ...]:
    """The clauses that can contradict another: those that count something, or say one of two opposites."""
    normal = text.replace("’", "'")
    cut = ((first, span) for first, last in windows(normal) for span in split_clauses(normal[first:last]))
    said = (normal[first + start : first + end] for first, (start, end) in cut)
    return tuple(clause for clause in said if _counts(clause) or any(_sides(clause)))


def _opposed(then: str, now: str) -> bool:
    (one_then, other_then), (one_now, other_now) = _sides(then), _sides(now)
    return bool(one_then & other_now or other_then & one_now)


@lru_cache(maxsize=4096)
def _sides(clause: str) -> tuple[frozenset[int], frozenset[int]]:
    """Which pairs of opposites the clause says the first of, and which the second."""
    pairs = list(enumerate(cues().opposites))
    return frozenset(k for k, (one, _) in pairs if one.search(clause)), frozenset(k for k, (_, b) in pairs if b.search(clause))


def _counts_differ(then: str, now: str) -> bool:
    """Whether both count the same kind of people or things, and differently."""
    first, second = _counts(then), _counts(now)
    return any(unit in second and second[unit] != count for unit, count in first.items()) and bool(_harm(then) & _harm(now))


@lru_cache(maxsize=4096)
def _harm(clause: str) -> frozenset[str]:
    """The words of harm and loss in a clause, by their first letters: two counts differ only where they count the same harm."""
    return frozenset(word[:4] for word in tokens(clause) if kinds_of(word) & {"harm", "follow"})


@lru_cache(maxsize=4096)
def _counts(clause: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for amount in mentions_in(clause, "amount"):
        words = clause[amount.start : amount.end]
        count, unit = NUMBER.search(words), re.search(r"[a-z]+$", words, re.I)
        if count and unit:
            name = unit.group().lower().removesuffix("s")
            if name not in NOT_THE_SAME:
                found[name] = float(count.group().replace(",", "").rstrip("."))
    return found
