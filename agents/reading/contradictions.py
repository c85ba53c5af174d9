"""Where an answer contradicts an earlier one: a different number for the same thing, or the opposite of what was said."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from agents.reading.answer import Reading
from agents.reading.cues import cues, kinds_of
from agents.reading.features import tokens
from agents.reading.mentions import mentions_in
from agents.reading.quotes import quote

CORRECTS = re.compile(
    r"\b(?:actually|sorry|I mean|I meant|correction|to be (?:precise|exact)|more like|or rather"
    r"|in total|altogether)\b",
    re.I,
)
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
NOT_THE_SAME = {"day", "hour", "week", "month", "minute", "euro", "dollar", "pound", "time", "people", "cent", "email"}
"""Units that a story uses for many things, so that two numbers in them are seldom about the same thing."""


Pair = tuple[str, str]
"""Two clauses that cannot both be right, as quotes, the earlier first."""


def contradiction(readings: Sequence[Reading]) -> Pair | None:
    """The first contradiction between the last turn and the ones before it, or None."""
    if len(readings) < 2:
        return None
    informative = _informative(readings[-1])
    for before in readings[:-1] if informative else ():
        if found := _between(_informative(before), informative):
            return found
    return None


def standing(readings: Sequence[Reading]) -> Sequence[Reading]:
    """The readings that still stand: what was said before a correction is no longer held against the candidate."""
    corrected = [place for place, reading in enumerate(readings) if reading.act == "correction"]
    return readings[corrected[-1] if corrected else 0 :]


def contradiction_within(readings: Iterable[Reading]) -> Pair | None:
    """The first contradiction between any two clauses of an answer."""
    informative = [clause for reading in readings for clause in _informative(reading)]
    return next((found for k, now in enumerate(informative) if (found := _between(informative[:k], [now]))), None)


def _between(earlier: Sequence[str], later: Sequence[str]) -> Pair | None:
    for now in later:
        for then in earlier if not CORRECTS.search(now) else ():
            if _opposed(then, now) or _counts_differ(then, now):
                first, second = quote(then), quote(now)
                if first and second and first != second:
                    return first, second
    return None


@lru_cache(maxsize=4096)  # every answer is compared with every earlier one
def _informative(reading: Reading) -> tuple[str, ...]:
    """The clauses that can contradict another: those that count something or state one of two opposites."""
    text = reading.text.replace("’", "'")
    said = (text[clause.start : clause.end] for clause in reading.clauses)
    return tuple(clause for clause in said if _counts(clause) or any(_sides(clause)))


def _opposed(then: str, now: str) -> bool:
    (one_then, other_then), (one_now, other_now) = _sides(then), _sides(now)
    return bool(one_then & other_now or other_then & one_now)


@lru_cache(maxsize=4096)
def _sides(clause: str) -> tuple[frozenset[int], frozenset[int]]:
    """For which pairs of opposites the clause states the first, and for which the second."""
    pairs = list(enumerate(cues().opposites))
    return frozenset(k for k, (one, _) in pairs if one.search(clause)), frozenset(k for k, (_, b) in pairs if b.search(clause))


def _counts_differ(then: str, now: str) -> bool:
    """Whether both clauses count the same kind of people or things but give different numbers."""
    first, second = _counts(then), _counts(now)
    return any(unit in second and second[unit] != count for unit, count in first.items()) and bool(_harm(then) & _harm(now))


@lru_cache(maxsize=4096)
def _harm(clause: str) -> frozenset[str]:
    """The first letters of the words for harm and loss in a clause: two counts conflict only if they count the same harm."""
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
