"""What is wrong with the wording of an interviewer's turn: broken sentences, leading questions, leaks, repeats.

The checks are heuristics for English; they look at the interviewer's own words, not at anything in quotation marks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from agents.interviewer.limits import LONGEST_TURN_WORDS
from agents.moves import Move

LEAKS = re.compile(
    r"\b(?:rubric|antifragil\w*|dimension|evaluator|criteri\w+|scor(?:e|es|ed|ing)|marks?|mitigation|ownership"
    r"|prompt|instructions?)\b",
    re.I,
)
LEADING = re.compile(
    r"\b(?:don't you (?:think|agree)|wouldn't you|isn't it|aren't you|surely|shouldn't you|obviously"
    r"|you must have|would you agree)\b"
    r"|,\s(?:right|correct|yes|no)\?",
    re.I,
)
PRAISE = re.compile(
    r"\b(?:(?:great|excellent|good|perfect|strong|weak|poor|impressive|brilliant|wonderful) (?:answer|story|example|job|point)"
    r"|well done|impressive|that's (?:great|excellent|perfect|impressive))\b",
    re.I,
)
QUESTION = re.compile(r"[^.!?:\n]*\?")
QUOTED = re.compile(r"“[^”]*”")
ARTICLE = re.compile(r"\ba (?=[aeio])(?!one\b|once\b|eu)\w+|\ban (?=[bcdfgjklmnpqrstvwxz])\w+", re.I)
DOUBLED = re.compile(r"\b(\w+) \1\b", re.I)
AGREEMENT = re.compile(
    r"\byou (?:was|am|is|has|wasn't|says|goes|knows|thinks|tells|gets|does|doesn't|hears|sees)\b"
    r"|\byour (?:was|am|is)\b|\bdid you \w+ed\b",
    re.I,
)
SPACING = re.compile(r"\s[,.;?!]|  |[,.;:?!]{2,}|[.?!][A-Za-z]")
OPEN_QUOTE_END = re.compile(r"\b(?:a|an|the|of|to|and|but|or|with|because|that|which|my|our|their|um|uh)”", re.I)
OPEN_QUOTE_START = re.compile(r"“(?:and|but|so|because|um|uh|which)\b", re.I)


@dataclass(frozen=True)
class Fault:
    """Something wrong with a turn."""

    code: str
    """Which kind of fault it is, for counting."""
    sentence: str
    """What is wrong, for a person to read."""


def problems(text: str, move: Move, earlier: Iterable[str] = ()) -> list[Fault]:
    """What is wrong with a turn; an empty list if nothing is."""
    earlier = list(earlier)
    own = QUOTED.sub("“”", text)
    words, questions = len(text.split()), own.count("?")
    asks = move.is_probe or move.kind in ("re_ask", "challenge", "wrap_up")
    checks = {
        ("empty", "it is empty"): not text.strip(),
        ("questions", f"it asks {questions} questions"): questions != 1 if asks else questions > 1,
        ("length", f"it has {words} words"): words > LONGEST_TURN_WORDS,
        ("slot", "a placeholder was not filled in"): "{" in text or "}" in text,
        ("repeated", "it has already been said"): move.kind not in ("repeat", "give_time")
        and any(_questions(text) & _questions(t) for t in earlier),
        ("quotation marks", "quotation marks do not match"): text.count("“") != text.count("”"),
        ("cut quote", "a quote is cut off"): bool(OPEN_QUOTE_END.search(text)),
        ("joining quote", "a quote starts with a conjunction"): bool(OPEN_QUOTE_START.search(text)),
        ("small letter", "a sentence starts with a lowercase letter"): bool(re.search(r"(?:^|[.?!] )[a-z]", own)),
        ("no end", "it is unfinished"): not re.search(r"[.?!…”]$", text.strip()),
        ("spacing", "its spacing or punctuation is wrong"): bool(SPACING.search(own)),
    }
    return [Fault(code, sentence) for (code, sentence), wrong in checks.items() if wrong] + phrasing(text)


@lru_cache(maxsize=4096)  # every turn is compared with every earlier one
def _questions(text: str) -> frozenset[str]:
    """The questions in a turn, for comparison; the whole turn if it asks nothing."""
    return frozenset({q.strip().lower() for q in QUESTION.findall(text)} or {text.lower()})


PHRASING = (
    ("leak", "it leaks the scoring criteria", LEAKS),
    ("leading", "it leads the candidate", LEADING),
    ("praise", "it praises or blames the candidate", PRAISE),
    ("article", "it uses the wrong article", ARTICLE),
    ("doubled", "a word is repeated", DOUBLED),
    ("agreement", "a verb does not agree with its subject", AGREEMENT),
)


def phrasing(text: str) -> list[Fault]:
    """What is wrong with the phrasing of a turn, or of any part of one."""
    own = QUOTED.sub("“”", text)
    found = ((code, sentence, pattern.search(own)) for code, sentence, pattern in PHRASING)
    return [Fault(code, f"{sentence}: '{match.group()}'") for code, sentence, match in found if match]
