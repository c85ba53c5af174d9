"""The learned part of the reading: weights over features, one small readable file, loaded once a process."""

import json
from dataclasses import dataclass
from functools import lru_cache
from math import exp

from agents.library import BUILT_IN

READING = BUILT_IN / "weights" / "reading.json"
"""Written by `make train` from our labelled answers."""
IDLE = frozenset({"flag.off_topic", "flag.keyword_stuffing", "flag.gibberish"})
"""Labels of clauses that tell nothing."""


@dataclass(frozen=True)
class Weights:
    """A logistic model a label: how much each feature speaks for it, where it starts, and from where on it is a finding."""

    telling: tuple[float, dict[str, float]]
    """A start and how much each feature speaks for it that a clause tells anything; above 0 it does."""
    labels: tuple[str, ...]
    biases: tuple[float, ...]
    thresholds: tuple[float, ...]
    features: dict[str, tuple[tuple[int, float], ...]]

    def tells(self, features: set[str]) -> bool:
        """Whether a clause with these features tells anything of a failure at all."""
        bias, weights = self.telling
        return bias + sum(weights.get(feature, 0.0) for feature in features) > 0

    def of_idle(self, features: set[str]) -> tuple[float, ...]:
        """How likely a clause that tells nothing carries each label: only those that mean just that."""
        found = self.probabilities(features)
        return tuple(p if label in IDLE else 0.0 for label, p in zip(self.labels, found, strict=True))

    def probabilities(self, features: set[str]) -> tuple[float, ...]:
        """How likely each label is, 0 to 1, in the order of `labels`."""
        sums = list(self.biases)
        for feature in features:
            for place, weight in self.features.get(feature, ()):
                sums[place] += weight
        return tuple(1 / (1 + exp(-max(-30.0, min(30.0, total)))) for total in sums)


@lru_cache(maxsize=1)
def reading_weights() -> Weights:
    """The weights of the reading."""
    data = json.loads(READING.read_text(encoding="utf-8"))
    labels = tuple(data["labels"])
    place = {label: number for number, label in enumerate(labels)}
    return Weights(
        (data["telling"]["bias"], data["telling"]["weights"]),
        labels,
        tuple(data["labels"][label]["bias"] for label in labels),
        tuple(data["labels"][label]["threshold"] for label in labels),
        {
            feature: tuple((place[label], weight) for label, weight in weights.items())
            for feature, weights in data["features"].items()
        },
    )
