"""What a text names: amounts with what they measure, times, parties and feelings, each with its span."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from agents.reading.cues import cues

MentionKind = Literal["amount", "time", "party", "feeling"]
KINDS: tuple[MentionKind, ...] = get_args(MentionKind)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something named in `text[start:end]`."""

    kind: MentionKind
    start: int
    end: int


COUNT = (
    r"(?:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|eighty|ninety"
    r"|a hundred|a dozen|half|half of the|a couple of|several|dozens of|hundreds of|thousands of)"
    r"(?:\s(?:thousand|million|hundred))?"
    r"|(?<![\w.])(?<!\d,)\d[\d,.]*+(?:\s?(?:k|thousand|million|hundred)\b)?)"
)
MONEY = r"[$€£]\s?\d[\d,.]*+(?:\s?(?:k|m|million|thousand|billion)\b)?"
SHARE = r"(?<![\w.])(?<!\d,)\d[\d,.]*+\s?(?:%|per\s?cent\b)"
NOT_A_SIZE = re.compile(r"\s+(?:ago|earlier|before|into|later|old)\b", re.I)
DETERMINER = r"(?:the|our|my|your|his|her|their|this|that|one of (?:the|our|my)|some of (?:the|our|my)|all (?:the|our|my)?)"
NOT_ADJECTIVE = r"(?!(?:and|or|of|to|that|who|was|were|had|is|are|in|on|for|with)\b)"


@lru_cache(maxsize=1)
def _patterns() -> dict[MentionKind, re.Pattern[str]]:
    words = cues().mentions
    party, unit = "|".join(words["party"]), "|".join(words["unit"])
    return {
        "amount": re.compile(rf"{MONEY}|{SHARE}|{COUNT}\s(?:{NOT_ADJECTIVE}\w+\s)?(?:{unit}|{party})\b", re.I),
        "time": re.compile("|".join(words["time"]), re.I),
        "party": re.compile(rf"\b{DETERMINER}\s(?:{NOT_ADJECTIVE}[\w'-]+\s){{0,2}}?(?:{party})\b", re.I),
        "feeling": re.compile("|".join(words["feeling"]), re.I),
    }


def mentions_in(text: str, kind: MentionKind) -> Iterator[Mention]:
    """The mentions of a kind, in order; an amount that only dates something ("two years ago") does not count."""
    for match in _patterns()[kind].finditer(text):
        if kind != "amount" or not NOT_A_SIZE.match(text, match.end()):
            yield Mention(kind, match.start(), match.end())
