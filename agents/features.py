"""What the learned part of the reading sees of a clause: its words, what they mean, who acts, and what stands around it."""

import re

from agents.clauses import Clause
from agents.cues import kinds_of
from agents.mentions import KINDS, mentions_in

TOKEN = re.compile(r"[$€£]|\d[\d.,]*|[^\W\d_]+(?:'[^\W\d_]+)?(?:-[^\W\d_]+)*")
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty"
    " ninety hundred thousand million dozen half".split()
)
STEM = 5
"""Letters by which longer words are known again in another form."""
STORY_CLAUSES = 6
"""Clauses from which on a turn tells a story, in which the place of a clause means something."""
PLACES = 5
"""Into how many parts a text is divided to say where in it a clause stands."""


def features_of(text: str, clauses: tuple[Clause, ...]) -> list[set[str]]:
    """The features of each clause of a text, by name."""
    words = [tokens(text[clause.start : clause.end]) for clause in clauses]
    meanings = [frozenset[str]().union(*map(kinds_of, said)) for said in words]
    named = [_named(text, clause) for clause in clauses]
    found = []
    for place, clause in enumerate(clauses):
        said, how = words[place], _how(clause)
        own = {f"w:{word}" for word in said} | {f"p:{word[:STEM]}" for word in said if len(word) > STEM}
        own |= {f"b:{a} {b}" for a, b in zip(["^", *said], [*said, "$"], strict=True)}
        own |= {f"k:{k}" for k in meanings[place]} | {f"k:{k} {how}" for k in meanings[place]}
        own |= {f"m:{kind}" for kind in named[place]} | {f"m:{kind} {clause.agency}" for kind in named[place]}
        own |= {f"agency:{clause.agency}", f"how:{how}"}
        if place:
            own |= {f"<k:{k}" for k in meanings[place - 1]} | {f"<m:{kind}" for kind in named[place - 1]}
        found.append(own | (_position(place, len(clauses)) if len(clauses) >= STORY_CLAUSES else set()))
    return found


def _position(place: int, count: int) -> set[str]:
    """Where in the story a clause stands."""
    ends = {"at:first"} if place == 0 else {"at:last"} if place == count - 1 else set()
    return ends | {f"at:{PLACES * place // count}"}


def tokens(text: str) -> list[str]:
    """The words of a text, small, with numbers and money made alike and "n't" taken apart."""
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


def _named(text: str, clause: Clause) -> list[str]:
    piece = text[clause.start : clause.end]
    return [kind for kind in KINDS if next(mentions_in(piece, kind), None)]


def _how(clause: Clause) -> str:
    return clause.agency + (" would" if clause.hypothetical else "") + (" not" if clause.negated else "")
