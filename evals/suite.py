"""What a suite is made of: cases, what came of each (a sample), and figures over samples; not how they are run."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from agents.library.files import Entry
from evals.environment import Environment


class Suite(Entry):
    """A suite as its TOML file has it."""

    kind: str
    """What is measured; one of the built-in kinds."""
    personas: tuple[str, ...] = ()
    """Interviewers by name; all where none is named."""
    candidates: tuple[str, ...] = ()
    """Simulated candidates by name; all where none is named."""
    minutes: tuple[float, ...] = (15.0,)
    """How long interviews may take, in turn; 0 is untimed."""
    repeats: int = Field(default=1, ge=1, le=10_000)
    """How often each case is run, each time with another seed."""
    limit: int = Field(default=0, ge=0, validation_alias=AliasChoices("limit", "most"))
    """Maximum number of cases, sampled evenly; 0 for all."""
    answers: str = ""
    """Labelled answers of one's own: a JSONL file beside this one."""
    part: Literal["training", "test"] = "training"
    """Which of our labelled answers; every look at the test part is logged."""
    weights: Literal["unseen", "shipped"] = "unseen"
    """Those that the offline evaluator judges the training part with: without the writer, or those that are shipped."""


@dataclass(frozen=True)
class Case:
    """One thing to try; cases of a group hang together and are resampled together."""

    id: str
    group: str
    given: Any = None


class Result(BaseModel):
    """What came of a case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: dict[str, Any] = {}
    """What the figures of its kind are made of; JSON values."""
    turns: tuple[dict[str, Any], ...] = ()
    """What was said, for whoever wants to read it."""
    scorecard: dict[str, Any] | None = None
    tokens: int = 0


class Sample(Result):
    """What came of one repeat of a case, or why nothing did."""

    suite: str
    case: str
    group: str
    repeat: int = 0
    error: str = ""
    seconds: float = 0.0
    memory_mb: float = 0.0
    """The most that its process had used by then."""

    @property
    def id(self) -> str:
        """What it is called in one run."""
        return f"{self.case} #{self.repeat}"


@dataclass(frozen=True)
class Table:
    """Something to look up beside the figures; the first row is its head."""

    title: str
    rows: list[tuple[str, ...]]


Better = Literal["more", "less", "neither"]


@dataclass(frozen=True)
class Figure:
    """A number over samples; not a number where it does not apply to any of them."""

    name: str
    of: Callable[[Sequence[Sample]], float]
    better: Better = "more"


@dataclass(frozen=True)
class Kind:
    """A way to measure: which cases a suite has, what is done with one, and the figures."""

    cases: Callable[[Suite, Environment], list[Case]]
    observe: Callable[[Suite, Case, int, Environment], Awaitable[Result]]
    figures: Callable[[Suite], Sequence[Figure]]
    tables: Callable[[Sequence[Sample]], list[Table]] = lambda _samples: []


def mean_of(name: str) -> Callable[[Sequence[Sample]], float]:
    """The mean of a number in the samples' data, over those that have it."""

    def mean(samples: Sequence[Sample]) -> float:
        values = [sample.data[name] for sample in samples if sample.data.get(name) is not None]
        return sum(values) / len(values) if values else float("nan")

    return mean


def share(part: str, whole: str) -> Callable[[Sequence[Sample]], float]:
    """A sum of the samples' data as a share of another."""

    def ratio(samples: Sequence[Sample]) -> float:
        of = sum(sample.data.get(whole, 0) for sample in samples)
        return sum(sample.data.get(part, 0) for sample in samples) / of if of else float("nan")

    return ratio


def per_hundred(code: str | None, of: str) -> Callable[[Sequence[Sample]], float]:
    """How many of the samples' faults have that code (None: any), per hundred of what they count."""

    def rate(samples: Sequence[Sample]) -> float:
        count = sum(sample.data[of] for sample in samples)
        found = sum(code in (None, fault["code"]) for sample in samples for fault in sample.data["faults"])
        return 100 * found / count if count else float("nan")

    return rate


def by_case(samples: Sequence[Sample]) -> list[list[Sample]]:
    """The repeats of each case together; a case that a bootstrap has drawn twice is two."""
    drawn: Counter[str] = Counter()
    found: dict[tuple[str, int], list[Sample]] = {}
    for sample in samples:
        found.setdefault((sample.case, drawn[sample.id]), []).append(sample)
        drawn[sample.id] += 1
    return list(found.values())
