"""The learned part of the reading as one immutable value: weights over features, kept in small readable files.

`make train` writes the files from our labelled answers; measurements pass in other weights.
"""

import json
from dataclasses import dataclass
from math import exp
from pathlib import Path

from agents.library.files import BUILT_IN
from agents.reading.borders import BorderWeights

SHIPPED = BUILT_IN / "weights"
IDLE = frozenset({"flag.off_topic", "flag.keyword_stuffing", "flag.gibberish"})
"""Labels for clauses that are not informative."""


@dataclass(frozen=True)
class FindingWeights:
    """One logistic model per label: how strongly each feature suggests it, its bias, and the threshold for a finding."""

    informative: tuple[float, dict[str, float]]
    """A bias and how strongly each feature suggests that a clause is informative; it is if the sum is above 0."""
    labels: tuple[str, ...]
    biases: tuple[float, ...]
    thresholds: tuple[float, ...]
    features: dict[str, tuple[tuple[int, float], ...]]

    def is_informative(self, features: set[str]) -> bool:
        """Whether a clause with these features tells anything about a failure at all."""
        bias, weights = self.informative
        return bias + sum(weights.get(feature, 0.0) for feature in features) > 0

    def of_idle(self, features: set[str]) -> tuple[float, ...]:
        """How likely a clause that is not informative is to carry each label, which is 0 for all labels but those in `IDLE`."""
        found = self.probabilities(features)
        return tuple(p if label in IDLE else 0.0 for label, p in zip(self.labels, found, strict=True))

    def probabilities(self, features: set[str]) -> tuple[float, ...]:
        """How likely each label is, 0 to 1, in the order of `labels`."""
        sums = list(self.biases)
        for feature in features:
            for place, weight in self.features.get(feature, ()):
                sums[place] += weight
        return tuple(1 / (1 + exp(-max(-30.0, min(30.0, total)))) for total in sums)


@dataclass(frozen=True)
class ReadingWeights:
    """Everything that the reading has learned."""

    borders: BorderWeights
    findings: FindingWeights


def load_reading_weights(folder: Path = SHIPPED) -> ReadingWeights:
    """The weights of the reading, from their files."""
    return ReadingWeights(
        border_weights((folder / "borders.json").read_text(encoding="utf-8")),
        finding_weights((folder / "reading.json").read_text(encoding="utf-8")),
    )


def border_weights(text: str) -> BorderWeights:
    """The weights of the borders, from the text of their file."""
    data = json.loads(text)
    return BorderWeights(data["bias"], data["weights"])


def finding_weights(text: str) -> FindingWeights:
    """The weights of the findings, from the text of their file."""
    data = json.loads(text)
    labels = tuple(data["labels"])
    place = {label: number for number, label in enumerate(labels)}
    return FindingWeights(
        (data["informative"]["bias"], data["informative"]["weights"]),
        labels,
        tuple(data["labels"][label]["bias"] for label in labels),
        tuple(data["labels"][label]["threshold"] for label in labels),
        {
            feature: tuple((place[label], weight) for label, weight in weights.items())
            for feature, weights in data["features"].items()
        },
    )
