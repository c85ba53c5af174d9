"""What a suite is made of: cases, their results (samples), and figures over samples; how they are run is elsewhere."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from agents.library.files import Entry
from evals.environment import Environment


class Suite(Entry):
    """A suite as defined in its TOML file."""

    kind: str
    """What to measure: one of the built-in kinds."""
    personas: tuple[str, ...] = ()
    """Interviewer personas by name; all if none are named."""
    candidates: tuple[str, ...] = ()
    """Simulated candidates by name; all if none are named."""
    minutes: tuple[float, ...] = (15.0,)
    """Interview lengths in minutes, used in turn; 0 is untimed."""
    repeats: int = Field(default=1, ge=1, le=10_000)
    """How many times to run each case, each time with a different seed."""
    limit: int = Field(default=0, ge=0, validation_alias=AliasChoices("limit", "most"))
    """Maximum number of cases, sampled evenly; 0 for all."""
    answers: str = ""
    """Your own labelled answers: a JSONL file next to this one."""
    part: Literal["training", "test"] = "training"
    """Which part of our labelled answers to use; every look at the test part is logged."""
    weights: Literal["unseen", "shipped"] = "unseen"
    """Weights the offline evaluator scores the training part with: learned without the answer's writer, or the shipped ones."""


@dataclass(frozen=True)
class Case:
    """One thing to try; cases in a group belong together and are resampled together."""

    id: str
    group: str
    given: Any = None


class Result(BaseModel):
    """The result of running a case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: dict[str, Any] = {}
    """JSON values from which the kind's figures are computed."""
    turns: tuple[dict[str, Any], ...] = ()
    """The transcript, for anyone who wants to read it."""
    scorecard: dict[str, Any] | None = None
    tokens: int = 0


class Sample(Result):
    """The result of one repeat of a case, or the error that prevented it."""

    suite: str
    case: str
    group: str
    repeat: int = 0
    error: str = ""
    seconds: float = 0.0
    memory_mb: float = 0.0
    """Peak memory of its process up to then."""

    @property
    def id(self) -> str:
        """Its name within a suite's run."""
        return f"{self.case} #{self.repeat}"


@dataclass(frozen=True)
class Table:
    """A lookup table shown with the figures; the first row is the header."""

    title: str
    rows: list[tuple[str, ...]]


Better = Literal["more", "less", "neither"]


@dataclass(frozen=True)
class Figure:
    """A number computed over samples; NaN if it applies to none of them."""

    name: str
    of: Callable[[Sequence[Sample]], float]
    better: Better = "more"


@dataclass(frozen=True)
class Kind:
    """A kind of measurement: which cases a suite has, how each one is run, and the figures."""

    cases: Callable[[Suite, Environment], list[Case]]
    observe: Callable[[Suite, Case, int, Environment], Awaitable[Result]]
    figures: Callable[[Suite], Sequence[Figure]]
    tables: Callable[[Sequence[Sample]], list[Table]] = lambda _samples: []


def mean_of(name: str) -> Callable[[Sequence[Sample]], float]:
    """The mean of a value in the samples' data, over the samples that have it."""

    def mean(samples: Sequence[Sample]) -> float:
        values = [sample.data[name] for sample in samples if sample.data.get(name) is not None]
        return sum(values) / len(values) if values else float("nan")

    return mean


def share(part: str, whole: str) -> Callable[[Sequence[Sample]], float]:
    """The sum of one value in the samples' data as a share of the sum of another."""

    def ratio(samples: Sequence[Sample]) -> float:
        of = sum(sample.data.get(whole, 0) for sample in samples)
        return sum(sample.data.get(part, 0) for sample in samples) / of if of else float("nan")

    return ratio


def per_hundred(code: str | None, of: str) -> Callable[[Sequence[Sample]], float]:
    """How many of the samples' faults have this code (None: any), per hundred of the count named by `of`."""

    def rate(samples: Sequence[Sample]) -> float:
        count = sum(sample.data[of] for sample in samples)
        found = sum(code in (None, fault["code"]) for sample in samples for fault in sample.data["faults"])
        return 100 * found / count if count else float("nan")

    return rate


def by_case(samples: Sequence[Sample]) -> list[list[Sample]]:
    """The repeats of each case together; a case that the bootstrap drew twice counts as two."""
    drawn: Counter[str] = Counter()
    found: dict[tuple[str, int], list[Sample]] = {}
    for sample in samples:
        found.setdefault((sample.case, drawn[sample.id]), []).append(sample)
        drawn[sample.id] += 1
    return list(found.values())
