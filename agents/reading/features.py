"""What the learned part of the reading sees of a clause: its words, what they mean, who acts, and how its sentence begins.

It sees nothing of other sentences, so that idle words, another order or another split into turns change no finding.
"""

import re
from collections.abc import Sequence

from agents.reading.clauses import SENTENCE_END, Clause
from agents.reading.cues import kinds_of
from agents.reading.mentions import KINDS, mentions_in

TOKEN = re.compile(r"[$€£]|\d[\d.,]*|[^\W\d_]+(?:'[^\W\d_]+)?(?:-[^\W\d_]+)*")
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty"
    " ninety hundred thousand million dozen half".split()
)
REACH, LEAD_WORDS = 80, 3
"""How many characters before a clause its sentence may begin for its first words to be seen, and how many of them."""
STEM = 5
"""How many letters at the start of longer words are used to recognise them in other forms."""


def own_features(text: str, clause: Clause) -> set[str]:
    """The features of a clause on its own, by name."""
    piece, how = text[clause.start : clause.end], _how(clause)
    said = tokens(piece)
    meanings = frozenset[str]().union(*map(kinds_of, said))
    named = [kind for kind in KINDS if next(mentions_in(piece, kind), None)]
    found = {f"w:{word}" for word in said} | {f"p:{word[:STEM]}" for word in said if len(word) > STEM}
    found |= {f"b:{a} {b}" for a, b in zip(["^", *said], [*said, "$"], strict=True)}
    found |= {f"k:{k}" for k in meanings} | {f"k:{k} {how}" for k in meanings}
    found |= {f"m:{kind}" for kind in named} | {f"m:{kind} {clause.agency}" for kind in named}
    return found | _lead(text, clause) | {f"agency:{clause.agency}", f"how:{how}"}


def _lead(text: str, clause: Clause) -> set[str]:
    """How the sentence begins that a clause goes on with, such as "Since then," or "When I found out"; nothing if it is far."""
    near = text[max(0, clause.start - REACH) : clause.start]
    starts = [m.end() for m in SENTENCE_END.finditer(near)]
    if not starts and clause.start > REACH:
        return set()
    said = tokens(near[starts[-1] if starts else 0 :])[:LEAD_WORDS]
    return {f"l:{' '.join(said[:count])}" for count in range(2, len(said) + 1)}


def deduplicated(text: str, clauses: Sequence[Clause]) -> list[bool]:
    """For each clause, whether it is the first with these words."""
    before: set[tuple[str, ...]] = set()
    found = []
    for clause in clauses:
        words = tuple(tokens(text[clause.start : clause.end]))
        found.append(words not in before)
        before.add(words)
    return found


def tokens(text: str) -> list[str]:
    """The words of a text in lowercase, with all numbers and all currency signs made the same and "n't" split off as "not"."""
    found: list[str] = []
    for token in TOKEN.findall(text.lower()):
        if token[0].isdigit() or token in NUMBERS:
            found.append("#")
        elif token in "$€£":
            found.append("$")
        elif token.endswith("n't"):
            found += [token[:-3], "not"]
        else:
            found.append(token)
    return found


def _how(clause: Clause) -> str:
    return clause.agency + (" would" if clause.hypothetical else "") + (" not" if clause.negated else "")
