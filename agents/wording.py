"""What is wrong with the wording of an interviewer's turn: broken sentences, leading questions, leaks, repeats.

The checks are heuristics for English; they look at the interviewer's own words, not at what stands in quotation marks.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from agents.moves import Move

LONGEST_TURN_WORDS = 45
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
AGREEMENT = re.compile(r"\byou (?:was|am|is|has|wasn't)\b|\byour (?:was|am|is)\b|\bdid you \w+ed\b", re.I)
SPACING = re.compile(r"\s[,.;?!]|  |[,.;:?!]{2,}|[.?!][A-Za-z]")
OPEN_QUOTE_END = re.compile(r"\b(?:a|an|the|of|to|and|but|or|with|because|that|which|my|our|their|um|uh)”", re.I)
OPEN_QUOTE_START = re.compile(r"“(?:and|but|so|because|um|uh|which)\b", re.I)


def problems(text: str, move: Move, earlier: Iterable[str] = ()) -> list[str]:
    """What is wrong with a turn, in words; an empty list where nothing is."""
    earlier = list(earlier)
    own = QUOTED.sub("“”", text)
    asks = move.is_probe or move.kind in ("open", "reask", "repeat", "rephrase", "wrap_up")
    found = {
        "it is empty": not text.strip(),
        f"it asks {own.count('?')} questions": own.count("?") != 1 if asks else own.count("?") > 1,
        f"it has {len(text.split())} words": len(text.split()) > LONGEST_TURN_WORDS,
        "a slot is not filled": "{" in text or "}" in text,
        "it was said before": move.kind != "repeat" and any(_questions(text) & _questions(said) for said in earlier),
        "quotation marks do not match": text.count("“") != text.count("”"),
        "a quote is cut off": bool(OPEN_QUOTE_END.search(text)),
        "a quote begins with a joining word": bool(OPEN_QUOTE_START.search(text)),
        "a sentence begins small": bool(re.search(r"(?:^|[.?!] )[a-z]", own)),
        "it does not end": not re.search(r"[.?!…”]$", text.strip()),
        "its spacing or punctuation is broken": bool(SPACING.search(own)),
    }
    return [what for what, wrong in found.items() if wrong] + phrasing(text)


@lru_cache(maxsize=4096)  # every turn is held against every earlier one
def _questions(text: str) -> frozenset[str]:
    """The questions of a turn, for comparing; the whole turn where it asks nothing."""
    return frozenset({q.strip().lower() for q in QUESTION.findall(text)} or {text.lower()})


def phrasing(text: str) -> list[str]:
    """What is wrong with the words of a turn or of a part of it, wherever they stand."""
    own = QUOTED.sub("“”", text)
    found = []
    for what, pattern in (
        ("it leaks what the talk is judged by", LEAKS),
        ("it leads", LEADING),
        ("it praises or blames", PRAISE),
        ("an article is wrong", ARTICLE),
        ("a word is doubled", DOUBLED),
        ("a verb does not agree", AGREEMENT),
    ):
        if match := pattern.search(own):
            found.append(f"{what}: '{match.group()}'")
    return found
