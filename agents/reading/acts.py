"""Recognises what a candidate does in a turn, by rules for what is rare and by what was learned from labelled talks."""

import re
from collections.abc import Mapping
from typing import cast

from agents.acts import SHORT, Act, TalkAct
from agents.reading.clauses import Clause
from agents.reading.cues import cues, kinds_of
from agents.reading.findings import Finding
from agents.reading.turn_features import act_features
from agents.reading.weights import Logistic

BY_WORDS: tuple[Act, ...] = ("rude", "try_again", "refusal", "not_finished")
"""Acts that short turns are recognised as by their words; the first match wins."""
SUBSTANTIAL = 0.5
"""How sure a finding must be for a turn that looks like something else to count as an answer."""
LONGEST_INSULT, LONGEST_DENIAL = 12, 60
FEW = 15
"""Up to how many words a turn is what it most likely is; a longer one is an answer unless it is clearly something else."""
SURE = 0.5
"""How much likelier than an answer a longer turn must be something else, in sums of weights: responding to what was not done is
worse than missing it."""
SURER: dict[str, float] = {"correction": 0.7}
"""The same for some acts, which stories are full of."""
KNOWN = 0.3
"""What share of the words must be in the lexicon for a list of nouns to count as English."""
UNSAYABLE = re.compile(r"^[^aeiouy]{3,}$|[^aeiouy]{5}|^\d+$")
BESIDE_THE_POINT = 0.25
"""How likely a turn may be to tell anything and still be off topic."""
SHORTEST_STRAYING = 12
"""How many words a turn needs to be off topic; shorter ones may be answers that our cues miss."""


def act_of(
    text: str,
    words: list[str],
    findings: tuple[Finding, ...],
    clauses: tuple[Clause, ...],
    telling: Mapping[str, float],
    learned: Logistic,
) -> Act:
    """What kind of act a turn is, the one that a listener must respond to if there are several."""
    substance = substance_of(findings)
    if (rare := _by_rule(text, words, findings, substance)) is not None:
        return rare
    sums = learned.sums(act_features(text))
    act = cast(TalkAct, learned.labels[max(range(len(sums)), key=sums.__getitem__)])
    surer = max(sums) - sums[learned.labels.index("answer")]
    if act != "answer" and (len(words) <= FEW or surer > SURER.get(act, SURE)):
        return act
    beside = not any(clause.agency == "i" for clause in clauses) and max(telling.values(), default=0.0) < BESIDE_THE_POINT
    if len(words) >= SHORTEST_STRAYING and beside and not substance and not cues().acts["work"].search(text):
        return "off_topic"
    return "one_word" if len(words) <= 3 else "answer"


def _by_rule(text: str, words: list[str], findings: tuple[Finding, ...], substance: int) -> Act | None:
    """What a turn does if rules can tell."""
    if not any(c.isalnum() for c in text):
        return "silence"
    flags = {f.part for f in findings if f.dimension is None and f.strength >= SUBSTANTIAL}
    if substance < 2 and any(f.part == "injection" and f.said for f in findings):
        return "injection"
    if substance < 2 and "no_failure" in flags and len(words) < LONGEST_DENIAL:
        return "no_failure"
    if cues().acts["ask_time"].search(text):
        return "ask_time"
    if len(words) <= SHORT and substance < 2:
        for act in BY_WORDS:
            if cues().acts[act].search(text) and (act != "rude" or len(words) <= LONGEST_INSULT):
                return act
        if cues().acts["how_am_i_doing"].search(text):
            return "ask_interviewer"
    return _unreadable(text, [word.lower() for word in words], substance)


def substance_of(findings: tuple[Finding, ...]) -> int:
    """How many things a turn surely tells about the failure beyond its context."""
    return sum(1 for f in findings if f.dimension not in (None, "context") and f.strength >= SUBSTANTIAL)


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
