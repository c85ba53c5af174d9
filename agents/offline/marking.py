"""From findings to marks: what the whole answer holds, weighed by what our labelled answers taught.

The weights are a small readable file, `weights/marks.json`; `make train` writes it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, sqrt

from agents.clauses import Clause
from agents.features import tokens
from agents.library import BUILT_IN
from agents.moves import Dimension
from agents.rubric import NO_REAL_FAILURE
from agents.weights import IDLE

MARKS = BUILT_IN / "weights" / "marks.json"
HOW_IT_WAS_TOLD = (
    "growth.measure",
    "growth.lesson",
    "growth.team",
    "growth.held",
    "mitigation.repair",
    "ownership.decision",
)
"""Labels for which it matters who acted and whether it was done or only wished."""
PAIRS = 10.0
"""How much all words and pairs of words of an answer weigh together, however many there are."""
NOTHING_REAL = "nothing real"
"""The line that says whether a real failure was told at all; the red flags of that kind say which way it was not."""
MOST_SUMMED = 3.0
"""What a label can add up to over the clauses: more of the same says nothing more."""


def answer_features(
    labels: Sequence[str], clauses: Sequence[Clause], likely: Sequence[Sequence[float]], said: Iterable[str]
) -> dict[str, float]:
    """What an answer holds, by name: the strongest clauses of each label, whether any carries it, and the flags it says."""
    found = {f"{flag} said": 1.0 for flag in said}
    for place, label in enumerate(labels):
        column = [row[place] for row in likely]
        strongest = sorted(column, reverse=True)
        none = 1.0
        for probability in column:
            none *= 1 - probability
        found[f"{label} most"] = strongest[0] if strongest else 0.0
        found[f"{label} next"] = strongest[1] if len(strongest) > 1 else 0.0
        found[f"{label} any"] = 1 - none if column else 0.0
        found[f"{label} sum"] = min(MOST_SUMMED, sum(column))
        if label in HOW_IT_WAS_TOLD:
            told = list(zip(column, clauses, strict=True))
            found[f"{label} done"] = max((p for p, clause in told if not clause.hypothetical), default=0.0)
            found[f"{label} wished"] = max((p for p, clause in told if clause.hypothetical), default=0.0)
            found[f"{label} by i"] = max((p for p, clause in told if clause.agency == "i"), default=0.0)
            found[f"{label} by we"] = max((p for p, clause in told if clause.agency == "we"), default=0.0)
    return found


def word_features(text: str) -> dict[str, float]:
    """The words of an answer and its pairs of neighbours, each once; a long answer weighs no more than a short one."""
    words = tokens(text.replace("’", "'"))
    found = {*words, *(f"{a} {b}" for a, b in pairwise(words))}
    return dict.fromkeys(found, PAIRS / sqrt(len(found))) if found else {}


def speaks_for(name: str, dimension: Dimension) -> bool:
    """Whether a feature may weigh in a dimension's mark: its own parts and red flags, never how good the rest is.

    Context is told by all that is told, so there whether other parts are told counts too.
    """
    if name.startswith(tuple(IDLE)):
        return False
    return name.startswith((dimension, "flag.")) or (dimension == "context" and name.endswith((" any", " said")))


@dataclass(frozen=True)
class Line:
    """A sum of weighted features."""

    bias: float
    weights: dict[str, float]

    def at(self, features: dict[str, float]) -> float:
        """The sum."""
        return self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())


@dataclass(frozen=True)
class MarkWeights:
    """For each dimension a line a step (2, 3, 4, 5), which is taken where it is above 0; a line a red flag, with the
    probability from which on it is raised."""

    dimensions: dict[Dimension, tuple[Line, ...]]
    surety: dict[Dimension, tuple[float, float]]
    """How the distance from the nearest step turns into confidence: a logistic curve's start and slope."""
    flags: dict[str, tuple[Line, Line, float]]
    """By its parts, by its words, and the threshold of both together."""

    def mark(self, dimension: Dimension, features: dict[str, float]) -> tuple[int, float]:
        """The mark, 1 to 5, and how likely it is the one that a careful marker gives, 0 to 1."""
        values = [step.at(features) for step in self.dimensions[dimension]]
        start, slope = self.surety[dimension]
        return 1 + sum(value > 0 for value in values), logistic(start + slope * min(abs(value) for value in values))

    def raised(self, features: dict[str, float], words: dict[str, float]) -> set[str]:
        """The red flags that the whole answer raises.

        Whether anything real was told is decided first; the flags that say it was not are raised only then, the likeliest
        in any case.
        """
        over = {
            flag: logistic((parts.at(features) + said.at(words)) / 2) - threshold
            for flag, (parts, said, threshold) in self.flags.items()
        }
        unreal = {flag: value for flag, value in over.items() if flag in NO_REAL_FAILURE}
        found = {flag for flag, value in over.items() if value >= 0} - {NOTHING_REAL} - set(unreal)
        if unreal and over.get(NOTHING_REAL, -1.0) >= 0:
            found |= {flag for flag, value in unreal.items() if value >= 0} or {max(unreal, key=lambda flag: unreal[flag])}
        return found


def logistic(value: float) -> float:
    """Between 0 and 1."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))


@lru_cache(maxsize=1)
def mark_weights() -> MarkWeights:
    """The weights of the marks."""
    data = json.loads(MARKS.read_text(encoding="utf-8"))
    return MarkWeights(
        {
            name: tuple(Line(step["bias"], step["weights"]) for step in entry["steps"])
            for name, entry in data["dimensions"].items()
        },
        {name: tuple(entry["surety"]) for name, entry in data["dimensions"].items()},
        {name: (Line(**entry["parts"]), Line(**entry["words"]), entry["threshold"]) for name, entry in data["flags"].items()},
    )
