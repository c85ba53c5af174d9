"""What the learned part of the reading sees of a whole turn: its beginning and end, for the act, and what it tells."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from agents.acts import SHORT
from agents.plain import straight
from agents.reading.clauses import Clause
from agents.reading.cues import cues, kinds_of
from agents.reading.features import tokens

WORD = re.compile(r"[a-z']+|\d+|\?")
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
HESITATION = frozenset({"um", "uh", "er", "erm"})
BEGINNING, END, NEAR_THE_END = 10, 12, 30
"""How many words count as the beginning and the end of a turn."""
LAST_CHARACTERS = 160
"""How much of the end of a turn is searched for the expressions of an act."""
LENGTHS = (2, 4, 7, 12, 20, 35, 60)
LIKELIHOODS = (0.1, 0.2, 0.35, 0.5, 0.7, 0.85)
LONG = (4, 8, 15, 30, 60, 100)
PAST = re.compile(
    r"\b(?:was|were|had|did|didn't|\w{3,}ed|went|said|told|got|came|took|put|made|left|rang|sat|stood|thought|knew|found|gave"
    r"|ran|wrote|sent)\b",
    re.I,
)
LASTING = re.compile(
    r"\b(?:now|nowadays|these days|since then|ever since|any ?more|no longer|today|from then on|still|always|first thing"
    r"|every (?:time|night|day|week|month|morning)|before (?:i|we|you|it|anything)|ha(?:s|ve) to|gets?|goes|checks?|signs?"
    r"|can't|don't|doesn't|there's a|there is a)\b",
    re.I,
)
"""What a clause says that tells how things are done today, as long as nothing in it is past."""


def act_features(text: str) -> set[str]:
    """The features of a turn that show what the candidate does in it, by name."""
    normal = straight(text)
    said = _words(normal)
    sentences = [part for part in SENTENCE.split(normal.strip()) if part.strip()]
    last, count = _words(sentences[-1]) if sentences else [], sum(word != "?" for word in said)
    found = {*_grams("L", said[-END:]), *_grams("F", said[:BEGINNING]), *_grams("W", said[-NEAR_THE_END:])}
    if count <= SHORT:
        found |= {*_grams("S", said), *(f"short:{act}" for act, cue in cues().acts.items() if cue.search(normal))}
    found |= {f"end:{act}" for act, cue in cues().acts.items() if cue.search(normal[-LAST_CHARACTERS:])}
    found |= {f"more than {n}" if count > n else f"up to {n}" for n in LENGTHS}
    found |= {f"last:{' '.join(last[:n])}" for n in (1, 2)} | {f"first:{' '.join(said[:n])}" for n in (1, 2)}
    found |= {"asks"} if "?" in normal else set()
    found |= {"ends asking"} if normal.strip().endswith("?") else set()
    you = any(word in ("you", "your", "you're", "you've", "u", "ye") for word in said[-15:])
    me = any(word in ("i", "i'm", "i'd", "i've", "me", "my", "we") for word in said[-15:])
    past = len(PAST.findall(normal))
    return found | {f"last sentence {min(4, len(last) // 4)}", f"you {you} me {me}", f"past {min(3, past)}"}


def telling_features(
    text: str, clauses: Sequence[Clause], likely: Sequence[Sequence[float]], labels: Sequence[str]
) -> set[str]:
    """The features of a turn that show which dimensions it tells about; `likely` has a row a clause and a column a label."""
    normal = straight(text)
    found = {*_meanings(normal, "")} | {f"longer than {n}" for n in LONG if len(normal.split()) > n}
    for label, column in zip(labels, zip(*likely, strict=True), strict=False):
        first, second = [*sorted(column, reverse=True), 0.0][:2]
        found |= {f"{label}>{level}" for level in LIKELIHOODS if first > level}
        found |= {f"twice {label}>{level}" for level in (0.2, 0.5) if second > level}
    present = [normal[c.start : c.end] for c in clauses if not PAST.search(normal[c.start : c.end])]
    lasting = sum(bool(LASTING.search(piece)) for piece in present)
    for piece in present:
        found |= {*_meanings(piece, "now ")}
    return found | {f"present {min(4, len(present))}", f"lasting {min(4, lasting)}"}


def _words(text: str) -> list[str]:
    return ["#" if w[0].isdigit() else w for w in WORD.findall(text.lower()) if w not in HESITATION]


def _grams(where: str, said: Sequence[str]) -> Iterator[str]:
    """Runs of one, two and three words."""
    for length in (1, 2, 3):
        for start in range(len(said) - length + 1):
            yield f"{where}:{' '.join(said[start : start + length])}"


def _meanings(text: str, when: str) -> Iterator[str]:
    """Words, pairs of words, and what the words may mean."""
    said = tokens(text)
    yield from (f"{when}w:{word}" for word in said)
    yield from (f"{when}b:{one} {two}" for one, two in pairwise(said))
    yield from (f"{when}k:{kind}" for word in said for kind in kinds_of(word))
