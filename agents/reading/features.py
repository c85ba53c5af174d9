"""What the learned part of the reading sees of a clause: its words, what they mean, who acts, and the clauses around it."""

import re
from collections.abc import Sequence

from agents.reading.clauses import Clause
from agents.reading.cues import kinds_of
from agents.reading.mentions import KINDS, mentions_in

TOKEN = re.compile(r"[$€£]|\d[\d.,]*|[^\W\d_]+(?:'[^\W\d_]+)?(?:-[^\W\d_]+)*")
NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty"
    " ninety hundred thousand million dozen half".split()
)
STEM = 5
"""How many letters at the start of longer words are used to recognise them in other forms."""
STORY_CLAUSES = 6
"""How many clauses a turn needs to tell a story, in which the position of a clause means something."""
PLACES = 5
"""How many parts a story is divided into to say where in it a clause is."""


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
    return found | {f"agency:{clause.agency}", f"how:{how}"}


def in_story(own: Sequence[set[str]], told: Sequence[bool]) -> list[set[str]]:
    """The features of clauses in context: also the informative clause before, and the position among informative clauses."""
    count, place, before, found = sum(told), 0, set[str](), []
    for features, tells in zip(own, told, strict=True):
        around = {f"<{name}" for name in before if name.startswith(("k:", "m:")) and " " not in name}
        found.append(features | around | (_position(place, count) if count >= STORY_CLAUSES else set()))
        if tells:
            place, before = place + 1, features
    return found


def deduplicated(text: str, clauses: Sequence[Clause]) -> list[bool]:
    """For each clause, whether it is the first with these words."""
    before: set[tuple[str, ...]] = set()
    found = []
    for clause in clauses:
        words = tuple(tokens(text[clause.start : clause.end]))
        found.append(words not in before)
        before.add(words)
    return found


def _position(place: int, count: int) -> set[str]:
    """Where in the story a clause is."""
    ends = {"at:first"} if place == 0 else {"at:last"} if place == count - 1 else set()
    return ends | {f"at:{PLACES * place // count}"}


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
