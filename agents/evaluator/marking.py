"""From findings to scores: features of the whole answer, weighted by what was learned from our labelled answers.

The weights are an immutable value, kept in a small readable file, `weights/marks.json`, which `make train` writes.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, sqrt

import numpy as np
import numpy.typing as npt

from agents.moves import Dimension
from agents.reading.features import tokens
from agents.reading.weights import IDLE, SHIPPED
from agents.rubric import NO_REAL_FAILURE

Likely = npt.NDArray[np.float64]
HowTold = npt.NDArray[np.bool_]
HOW_IT_WAS_TOLD = (
    "growth.measure",
    "growth.lesson",
    "growth.team",
    "growth.held",
    "mitigation.repair",
    "ownership.decision",
)
"""Labels for which it matters who acted, and whether it was done or only wished for."""
PAIRS = 10.0
"""How much all the words and word pairs of an answer weigh together, however many there are."""
NOTHING_REAL = "nothing real"
"""The line that decides whether a real failure was told at all; the red flags of that kind say in what way it was not."""
FAINT, FAINT_FLAG = 0.05, 0.2
"""How likely a clause must be to carry a part, or show a red flag, to count at all: in a long answer faint ones add up."""
NOT_REAL = ("flag.no_failure", "flag.non_answer")
FLAGS_FOR: dict[str, tuple[str, ...]] = {
    "impact": (*NOT_REAL, "flag.trivial", "flag.fake_failure"),
    "mitigation": NOT_REAL,
    "growth": (*NOT_REAL, "flag.hypothetical_learning", "flag.generic_learning"),
}
"""The red flags that may affect the score of a dimension; those not listed may be affected by any."""
ONLY_LEARNT = ("growth.lesson", "flag.hypothetical_learning", "flag.generic_learning")
LESSON = 2
"""The highest score of growth that depends on what was only learnt."""
MOST_SUMMED = 3.0
"""The most that a label can add up to over all clauses, because repeating something adds nothing."""


def answer_features(labels: Sequence[str], likely: Likely, how: HowTold, said: Iterable[str]) -> dict[str, float]:
    """The features of an answer, by name: each label's strongest clauses, whether any clause carries it, and the flags said.

    `likely` has one row per clause and one column per label; `how` says how each clause is told (`how_told`).
    """
    found = {f"{flag} said": 1.0 for flag in said}
    least = np.array([FAINT_FLAG if label.startswith("flag.") else FAINT for label in labels])
    likely = np.where(likely < least, 0.0, likely)
    wished, by_me, by_us = how.T
    strongest = np.partition(np.vstack([np.zeros((2, len(labels))), likely]), -2, axis=0)
    columns = {
        "most": strongest[-1],
        "next": strongest[-2],
        "any": 1 - np.prod(1 - likely, axis=0),
        "sum": np.minimum(MOST_SUMMED, np.sum(likely, axis=0)),
    }
    told = {"done": ~wished, "wished": wished, "by i": by_me, "by we": by_us}
    for place, label in enumerate(labels):
        found |= {f"{label} {name}": float(column[place]) for name, column in columns.items()}
        if label in HOW_IT_WAS_TOLD:
            found |= {f"{label} {name}": float(np.max(likely[rows, place], initial=0.0)) for name, rows in told.items()}
    return found


def word_features(text: str) -> dict[str, float]:
    """An answer's words and adjacent word pairs, each once, scaled so that a long answer weighs no more than a short one."""
    words = tokens(text.replace("’", "'"))
    found = {*words, *(f"{a} {b}" for a, b in pairwise(words))}
    return dict.fromkeys(found, PAIRS / sqrt(len(found))) if found else {}


def speaks_for(name: str, dimension: Dimension, step: int) -> bool:
    """Whether a feature may affect a step of a dimension: its own parts and red flags may, how good the rest is may not.

    By the rubric a lesson alone reaches 2, so what was only learnt neither lifts nor lowers what was changed. Everything that
    is told adds to the context, so for context it also counts whether other parts were told.
    """
    if name.startswith(tuple(IDLE)):
        return False
    if name.startswith("flag.") and not name.endswith((" most", " said")):
        return False  # faint signs of a red flag add up in a long answer, and say nothing
    if dimension == "growth" and step > LESSON and name.startswith(ONLY_LEARNT):
        return False
    flags = FLAGS_FOR.get(dimension, ("flag.",))
    return name.startswith((dimension, *flags)) or (dimension == "context" and name.endswith((" any", " said")))


@dataclass(frozen=True)
class Line:
    """A weighted sum of features."""

    bias: float
    weights: dict[str, float]

    def at(self, features: dict[str, float]) -> float:
        """The sum for these features."""
        return self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items())


@dataclass(frozen=True)
class MarkWeights:
    """The weights of the scores: for each dimension one line per step (2, 3, 4, 5), reached if it is above 0, and for each
    red flag its lines and the probability from which it is raised."""

    dimensions: dict[Dimension, tuple[Line, ...]]
    confidence: dict[Dimension, tuple[float, float]]
    """How the distance from the nearest step becomes a confidence: the intercept and slope of a logistic curve."""
    flags: dict[str, tuple[Line, Line, float]]
    """For each red flag, a line over parts, a line over words, and the threshold for both together."""

    def mark(self, dimension: Dimension, features: dict[str, float]) -> tuple[int, float]:
        """The score, 1 to 5, and the probability, 0 to 1, that a careful human scorer would give the same one."""
        values = [step.at(features) for step in self.dimensions[dimension]]
        start, slope = self.confidence[dimension]
        return 1 + sum(value > 0 for value in values), logistic(start + slope * min(abs(value) for value in values))

    def raised(self, features: dict[str, float], words: dict[str, float], fits: Callable[[str], bool]) -> set[str]:
        """The red flags that the answer as a whole raises, of those that fit its scores.

        Whether a real failure was told is decided first; only if it was not are the flags that say so raised, and then at
        least the likeliest of them.
        """
        likely = {flag: logistic((parts.at(features) + said.at(words)) / 2) for flag, (parts, said, _) in self.flags.items()}
        over = {flag for flag, (_, _, threshold) in self.flags.items() if likely[flag] >= threshold and fits(flag)}
        unreal = {flag for flag in likely.keys() & NO_REAL_FAILURE if fits(flag)}
        found = over - {NOTHING_REAL} - unreal
        if unreal and NOTHING_REAL in over:
            found |= over & unreal or {max(sorted(unreal), key=likely.__getitem__)}
        return found


def logistic(value: float) -> float:
    """The logistic function, between 0 and 1."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, value))))


@lru_cache(maxsize=1)
def shipped_mark_weights() -> MarkWeights:
    """The weights that we ship, read once per process."""
    return mark_weights((SHIPPED / "marks.json").read_text(encoding="utf-8"))


def mark_weights(text: str) -> MarkWeights:
    """The weights of the scores, from the text of their file."""
    data = json.loads(text)
    return MarkWeights(
        {
            name: tuple(Line(step["bias"], step["weights"]) for step in entry["steps"])
            for name, entry in data["dimensions"].items()
        },
        {name: tuple(entry["confidence"]) for name, entry in data["dimensions"].items()},
        {name: (Line(**entry["parts"]), Line(**entry["words"]), entry["threshold"]) for name, entry in data["flags"].items()},
    )
