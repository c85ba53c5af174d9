"""The learned part of the reading as one immutable value: weights over features, kept in readable files.

`make train` writes the files from our labelled answers and talks; measurements pass in other weights.
"""

import json
from collections.abc import Container, Mapping, Set
from dataclasses import dataclass, replace
from math import exp
from pathlib import Path
from typing import Any

from agents.library.files import BUILT_IN
from agents.reading.borders import BorderWeights
from agents.reading.story import StoryWeights, story_weights

SHIPPED = BUILT_IN / "weights"
ASIDE = "flag.aside"
"""The label of a clause that is said to the interviewer about the talk."""
IDLE = frozenset({"flag.off_topic", "flag.keyword_stuffing", "flag.gibberish", ASIDE})
"""Labels for clauses that are not informative."""


@dataclass(frozen=True)
class Logistic:
    """One logistic model per label: how strongly each feature suggests it, and its bias."""

    labels: tuple[str, ...]
    biases: tuple[float, ...]
    features: dict[str, tuple[tuple[int, float], ...]]
    """For each feature, its weight for the labels that it matters to, by their place."""

    def sums(self, features: Set[str]) -> list[float]:
        """The sum of bias and weights for each label, in the order of `labels`."""
        sums = list(self.biases)
        for feature in features:
            for place, weight in self.features.get(feature, ()):
                sums[place] += weight
        return sums

    def probabilities(self, features: set[str]) -> tuple[float, ...]:
        """How likely each label is, 0 to 1, in the order of `labels`."""
        return tuple(1 / (1 + exp(-max(-30.0, min(30.0, total)))) for total in self.sums(features))


@dataclass(frozen=True)
class FindingWeights(Logistic):
    """The models of the labels of a clause, with a threshold for each, and a model of which clauses are informative."""

    informative: tuple[float, dict[str, float]]
    """A bias and how strongly each feature suggests that a clause is informative; it is if the sum is above 0."""
    thresholds: tuple[float, ...]
    sure: tuple[float, ...]
    """How likely a clause must be to carry each label to be quoted for it."""

    def is_informative(self, features: set[str]) -> bool:
        """Whether a clause with these features tells anything about a failure at all."""
        bias, weights = self.informative
        return bias + sum(weights.get(feature, 0.0) for feature in features) > 0

    def of_idle(self, features: set[str]) -> tuple[float, ...]:
        """How likely a clause that is not informative is to carry each label, which is 0 for all labels but those in `IDLE`."""
        found = self.probabilities(features)
        return tuple(p if label in IDLE else 0.0 for label, p in zip(self.labels, found, strict=True))


INFINITE = float("inf")
SHOWN = -0.4
"""How far from the border a hook may lie of which one of the ways matches."""
NONE = "none"
"""The label of a sentence that holds no hook."""


@dataclass(frozen=True)
class HookWeights(Logistic):
    """The model that tells hooks apart, with how far from the border each must lie to be heard."""

    thresholds: dict[str, float]

    def distances(self, features: Set[str]) -> dict[str, float]:
        """How far a sentence with these features is from the border of each hook and of "none"; more than 0 is inside."""
        return dict(zip(self.labels, self.sums(features), strict=True))

    def heard(self, distances: Mapping[str, float], shown: Container[str] = ()) -> str:
        """The hook that a sentence most likely says, or "none"; less is enough for those that are shown."""
        name = max(distances, key=distances.__getitem__, default=NONE)
        least = self.thresholds.get(name, INFINITE)
        return name if distances.get(name, -INFINITE) > (min(least, SHOWN) if name in shown else least) else NONE

    def only(self, names: set[str]) -> "HookWeights":
        """The same, with nothing heard but these; the others still keep sentences from being taken for them."""
        return replace(self, thresholds={name: least for name, least in self.thresholds.items() if name in names})


def load_hook_weights(folder: Path = SHIPPED) -> HookWeights:
    """The weights of the hooks, from their file."""
    data = json.loads((folder / "hooks.json").read_text(encoding="utf-8"))
    model = logistic(data)
    thresholds = {label: values["threshold"] for label, values in data["labels"].items() if label != NONE}
    return HookWeights(model.labels, model.biases, model.features, thresholds)


@dataclass(frozen=True)
class ReadingWeights:
    """Everything that the reading has learned."""

    borders: BorderWeights
    findings: FindingWeights
    acts: Logistic
    """What the candidate does in a turn: the label with the highest sum."""
    telling: Logistic
    """Which dimensions a turn tells about."""
    story: StoryWeights
    """What clauses carry in the light of their story, for the evaluator."""

    @property
    def in_story(self) -> FindingWeights:
        """The models of the labels with the thresholds that hold once a clause was read in its story."""
        labels = self.findings.labels
        thresholds = (
            self.story.thresholds.get(label, least) for label, least in zip(labels, self.findings.thresholds, strict=True)
        )
        sure = (self.story.sure.get(label, least) for label, least in zip(labels, self.findings.sure, strict=True))
        return replace(self.findings, thresholds=tuple(thresholds), sure=tuple(sure))


def load_reading_weights(folder: Path = SHIPPED) -> ReadingWeights:
    """The weights of the reading, from their files."""
    return ReadingWeights(
        border_weights((folder / "borders.json").read_text(encoding="utf-8")),
        finding_weights((folder / "reading.json").read_text(encoding="utf-8")),
        *load_turn_weights(folder),
        story_weights((folder / "story.json").read_text(encoding="utf-8")),
    )


def load_turn_weights(folder: Path = SHIPPED) -> tuple[Logistic, Logistic]:
    """The weights for what a turn does and what it tells, from their files."""
    acts, telling = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("acts", "telling"))
    return logistic(acts), logistic(telling)


def border_weights(text: str) -> BorderWeights:
    """The weights of the borders, from the text of their file."""
    data = json.loads(text)
    return BorderWeights(data["bias"], data["weights"])


def finding_weights(text: str) -> FindingWeights:
    """The weights of the findings, from the text of their file."""
    data = json.loads(text)
    model = logistic(data)
    return FindingWeights(
        model.labels,
        model.biases,
        model.features,
        (data["informative"]["bias"], data["informative"]["weights"]),
        tuple(label["threshold"] for label in data["labels"].values()),
        tuple(label["sure"] for label in data["labels"].values()),
    )


def logistic(data: dict[str, Any]) -> Logistic:
    """A model from what its file holds: {"labels": {label: {"bias"}}, "features": {feature: {label: weight}}}."""
    place = {label: number for number, label in enumerate(data["labels"])}
    return Logistic(
        tuple(data["labels"]),
        tuple(label["bias"] for label in data["labels"].values()),
        {
            feature: tuple((place[label], weight) for label, weight in weights.items())
            for feature, weights in data["features"].items()
        },
    )
