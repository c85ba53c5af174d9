"""Reads clauses again in the light of the story around them, which settles much that no clause says on its own.

What comes before and after is taken from the clauses that tell something only, so that idle words change little.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

NEAR = (-2, -1, 1, 2)
"""Which clauses around one are looked at one by one."""
FAR = -6.0
"""What stands, as log odds, for a clause before the first or after the last."""
SMALLEST = 1e-4


@dataclass(frozen=True)
class StoryWeights:
    """For each label of a part: its weights over a clause's context, and from which likelihoods it is found and is sure."""

    labels: tuple[str, ...]
    biases: Matrix
    weights: Matrix
    """One row per feature of `in_context`, one column per label."""
    thresholds: dict[str, float]
    sure: dict[str, float]

    def again(self, likely: Matrix, labels: tuple[str, ...]) -> Matrix:
        """The likelihoods of a whole story's clauses, in order, in the light of each other; labels that are no parts stay."""
        columns = np.array([labels.index(label) for label in self.labels])
        told = np.flatnonzero(likely[:, columns].any(axis=1))
        found = likely.copy()
        if len(told):
            own = likely[np.ix_(told, columns)]
            found[np.ix_(told, columns)] = together(own, in_context(own) @ self.weights + self.biases)
        return found


def in_context(likely: Matrix) -> Matrix:
    """The features of clauses in their story: each one's log odds, those of its neighbours, and the most before and after."""
    own = log_odds(likely)
    nothing = np.full((1, own.shape[1]), FAR)
    padded = np.vstack([nothing, nothing, own, nothing, nothing])
    near = [padded[2 + step : 2 + step + len(own)] for step in NEAR]
    before = np.vstack([nothing, np.maximum.accumulate(own)[:-1]])
    after = np.vstack([np.maximum.accumulate(own[::-1])[::-1][1:], nothing])
    return np.hstack([own, *near, before, after])


def together(likely: Matrix, in_story: Matrix) -> Matrix:
    """The likelihoods from the clauses themselves and from their context, as the mean of both in log odds."""
    mean: Matrix = 1 / (1 + np.exp(-(log_odds(likely) + in_story) / 2))
    return mean


def log_odds(likely: Matrix) -> Matrix:
    """Likelihoods as log odds, kept finite."""
    kept = np.clip(likely, SMALLEST, 1 - SMALLEST)
    odds: Matrix = np.log(kept / (1 - kept))
    return odds


def story_weights(text: str) -> StoryWeights:
    """The weights, from the text of their file."""
    labels = json.loads(text)["labels"]

    def column(name: str) -> Iterable[float]:
        return (entry[name] for entry in labels.values())

    return StoryWeights(
        tuple(labels),
        np.array([*column("bias")]),
        np.array([entry["weights"] for entry in labels.values()]).T,
        dict(zip(labels, column("threshold"), strict=True)),
        dict(zip(labels, column("sure"), strict=True)),
    )
