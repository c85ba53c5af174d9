"""Agreement, seeded bootstrap intervals, and differences between two runs on the same samples."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, isnan

import numpy as np

from evals.suite import Figure, Sample

RESAMPLES = 1000
SEED = 7
MIDDLE = (0.025, 0.975)
"""Quantiles at the ends of a 95 % interval."""
LEVELS = 5


@dataclass(frozen=True)
class Measured:
    """A figure with its 95 % interval; with only one group, both ends equal the value."""

    name: str
    value: float
    low: float
    high: float
    samples: int
    better: str

    def document(self) -> dict[str, object]:
        """As JSON, with null in place of NaN."""
        return without_nan(self.__dict__)


@dataclass(frozen=True)
class Difference:
    """A figure in two runs on the same samples, with the interval of how much higher it is in the second."""

    name: str
    before: float
    after: float
    low: float
    high: float
    samples: int
    better: str

    def document(self) -> dict[str, object]:
        """As JSON, with null in place of NaN."""
        return without_nan(self.__dict__) | {"verdict": self.verdict}

    @property
    def verdict(self) -> str:
        """Whether the difference is beyond noise, and in which direction."""
        if isnan(self.low) or self.low <= 0 <= self.high:
            return "within noise"
        if self.better == "neither":
            return "changed"
        return "better" if (self.low > 0) == (self.better == "more") else "worse"


def without_nan(values: Mapping[str, object]) -> dict[str, object]:
    """The values, with None in place of NaN."""
    return {name: None if isinstance(value, float) and isnan(value) else value for name, value in values.items()}


def agreement(true: Sequence[int], guessed: Sequence[int]) -> float:
    """Quadratic weighted kappa of scores from 1 to 5: 1 is perfect agreement, 0 is chance level (Cohen 1968)."""
    if len(set(true) | set(guessed)) < 2:
        return float("nan")
    seen = np.zeros((LEVELS, LEVELS))
    np.add.at(seen, (np.asarray(true) - 1, np.asarray(guessed) - 1), 1)
    apart = np.subtract.outer(np.arange(LEVELS), np.arange(LEVELS)) ** 2
    by_chance = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    return float(1 - (apart * seen).sum() / (apart * by_chance).sum())


def groups_of(samples: Iterable[Sample]) -> list[list[Sample]]:
    """Samples by group, in a fixed order: all repeats of a case, and all cases that belong together."""
    found: dict[str, list[Sample]] = {}
    for sample in sorted(samples, key=lambda s: (s.group, s.case, s.repeat)):
        found.setdefault(sample.group, []).append(sample)
    return list(found.values())


def drawings(groups: int) -> Iterable[np.ndarray]:
    """The groups drawn in each bootstrap resample, the same for every figure and run."""
    rng = np.random.default_rng(SEED)
    return (rng.integers(groups, size=groups) for _ in range(RESAMPLES))


def measured(figure: Figure, samples: Sequence[Sample]) -> Measured:
    """A figure with its seeded bootstrap interval over groups; failed samples are left out and counted elsewhere."""
    groups = groups_of(sample for sample in samples if not sample.error)
    every = [sample for group in groups for sample in group]
    value = figure.of(every) if every else float("nan")
    low, high = _ends(lambda drawn: figure.of([s for k in drawn for s in groups[k]]), len(groups), value)
    return Measured(figure.name, value, low, high, len(every), figure.better)


def difference(figure: Figure, before: Sequence[Sample], after: Sequence[Sample]) -> Difference:
    """A figure on the samples that both runs have, with a seeded bootstrap interval over groups for the difference."""
    both = {s.id for s in before if not s.error} & {s.id for s in after if not s.error}
    old, new = (groups_of(s for s in run if s.id in both) for run in (before, after))
    values = [figure.of([s for group in run for s in group]) if both else float("nan") for run in (old, new)]

    def apart(drawn: np.ndarray) -> float:
        return figure.of([s for k in drawn for s in new[k]]) - figure.of([s for k in drawn for s in old[k]])

    low, high = _ends(apart, len(old), float("nan"))  # one group says nothing about noise
    return Difference(figure.name, values[0], values[1], low, high, len(both), figure.better)


def _ends(of: Callable[[np.ndarray], float], groups: int, value: float) -> tuple[float, float]:
    if groups < 2:
        return value, value
    found = [of(drawn) for drawn in drawings(groups)]
    if np.isnan(found).all():
        return float("nan"), float("nan")
    low, high = np.nanquantile(found, MIDDLE)
    return float(low), float(high)


def pass_k(passed: Sequence[Sequence[bool]], k: int) -> float:
    """The probability that k repeats of a case all pass, averaged over cases (tau-bench's pass^k, Yao 2024)."""
    shares = [comb(sum(case), k) / comb(len(case), k) for case in passed if len(case) >= k]
    return sum(shares) / len(shares) if shares else float("nan")
