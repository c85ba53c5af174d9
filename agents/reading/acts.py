"""What kind of act a candidate's turn is: an answer, a question back, a request for time, or nothing at all."""

import re
from typing import Literal

from agents.reading.clauses import Clause
from agents.reading.cues import cues, kinds_of
from agents.reading.findings import Finding

Act = Literal[
    "answer",
    "silence",
    "repeat",
    "rephrase",
    "give_time",
    "try_again",
    "cannot_share",
    "refusal",
    "how_am_i_doing",
    "no_failure",
    "gibberish",
    "injection",
    "one_word",
    "other_language",
    "question_back",
    "off_topic",
    "rude",
    "nothing_more",
]
NON_ANSWERS: frozenset[Act] = frozenset(
    {
        "silence",
        "refusal",
        "no_failure",
        "gibberish",
        "injection",
        "one_word",
        "how_am_i_doing",
        "cannot_share",
        "off_topic",
        "rude",
        "nothing_more",
    }
)
REQUESTS: frozenset[Act] = frozenset({"repeat", "rephrase", "give_time", "try_again", "how_am_i_doing", "question_back"})
"""Acts that ask the interviewer for something, so that there is nothing to note about them."""

SHORT_ACTS: tuple[Act, ...] = (
    "rude", "try_again", "repeat", "rephrase", "give_time", "cannot_share", "how_am_i_doing", "question_back", "refusal",
    "nothing_more",
)  # fmt: skip
"""Acts that short turns are recognised as by their words; the first match wins."""
SUBSTANTIAL = 0.5
"""How sure a finding must be for a turn that looks like something else to count as an answer."""
LONGEST_INSULT = 12
KNOWN = 0.3
"""What share of the words must be in the lexicon for a list of nouns to count as English."""
UNSAYABLE = re.compile(r"^[^aeiouy]{3,}$|[^aeiouy]{5}|^\d+$")
SHORTEST_STRAYING = 12
"""How many words a turn needs to be off topic; shorter ones may be answers that our cues miss."""


def act_of(text: str, words: list[str], findings: tuple[Finding, ...], clauses: tuple[Clause, ...]) -> Act:
    """What kind of act a turn is; anything with substance is an answer, whatever else it says."""
    acts = cues().acts
    if not any(c.isalnum() for c in text):
        return "silence"
    substance = sum(1 for f in findings if f.dimension not in (None, "context") and f.strength >= SUBSTANTIAL)
    flags = {f.part for f in findings if f.dimension is None and f.strength >= SUBSTANTIAL}
    if "injection" in flags and substance < 2:
        return "injection"
    if "no_failure" in flags and len(words) < 60 and substance < 2:
        return "no_failure"
    if len(words) <= 25 and substance < 2:
        for act in SHORT_ACTS:
            if acts[act].search(text) and (act != "rude" or len(words) <= LONGEST_INSULT):
                return act
    if unread := _unreadable(text, [word.lower() for word in words], substance):
        return unread
    about_me = any(clause.agency == "i" for clause in clauses)
    if len(words) >= SHORTEST_STRAYING and not about_me and not substance and not acts["work"].search(text):
        return "off_topic"
    return "one_word" if len(words) <= 3 else "answer"


def _unreadable(text: str, words: list[str], substance: int) -> Act | None:
    """Whether a turn is in another language, or in no language at all; None if it can be read."""
    english = sum(word in cues().words["english"] for word in words) / max(1, len(words))
    other = sum(word in cues().words["other"] for word in words) / max(1, len(words))
    foreign_letters = sum(ord(c) > 0x24F and c.isalpha() for c in text) > len(text) / 3
    if foreign_letters or (other > 0.2 and english < other / 2 and len(words) >= 4):
        return "other_language"
    if not words or _mashed(words):
        return "gibberish"
    known = sum(bool(kinds_of(word)) for word in words) / max(1, len(words))
    if len(words) >= 4 and english < 0.1 and known < KNOWN and substance == 0:
        mashed = _odd(words) * 3 > len(words)
        return "other_language" if len(words) >= 6 and len(set(words)) > len(words) / 2 and not mashed else "gibberish"
    return None


def _mashed(words: list[str]) -> bool:
    """Whether most words are unpronounceable or the same one over and over, as when someone mashes the keyboard."""
    if len(words) >= 8 and len(set(words)) <= 2:
        return True
    return _odd(words) * 2 > len(words)


def _odd(words: list[str]) -> int:
    """How many words are unpronounceable: no vowel, five consonants in a row, or nothing but digits."""
    return sum(bool(UNSAYABLE.search(word)) for word in words)
