"""Runs a suite's cases as an Inspect task, with Inspect's limits, resume and logs; the only module that knows Inspect.

For each sample, Inspect gets what people look for in its viewer: the conversation, every number by name, and the reasons.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from inspect_ai import Task, eval_set
from inspect_ai import dataset as inspect_dataset
from inspect_ai.model import ChatMessageAssistant, ChatMessageUser
from inspect_ai.scorer import Metric, Score, Scorer, Target, metric, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from evals.environment import EngineChoice, Environment, open_environment
from evals.kinds import KINDS
from evals.running.cases import sample_of
from evals.suite import Case, Sample, Suite
from simulator.paths import Paths

LONGEST_SAMPLE_S = 1800
"""Inspect stops any sample that takes longer, and it counts as not run."""
OURS = "sample"
"""The key under which our sample is stored in Inspect's metadata."""


class Opened:
    """The environment for Inspect's event loop, opened with the first case."""

    def __init__(self, paths: Paths, engine: EngineChoice) -> None:
        self._paths, self._engine = paths, engine
        self._lock, self._doors = asyncio.Lock(), AsyncExitStack()
        self._env: Environment | None = None

    async def env(self) -> Environment:
        """The one shared environment."""
        async with self._lock:
            if self._env is None:
                self._env = await self._doors.enter_async_context(open_environment(self._paths, self._engine))
        return self._env


def run(
    suite: Suite,
    cases: Sequence[Case],
    paths: Paths,
    engine: EngineChoice,
    folder: Path,
    at_once: int,
    done: Callable[[Sample], None],
) -> None:
    """Runs every repeat of the cases, except those already in a killed run's logs; reports each sample as it finishes."""
    opened = Opened(paths, engine)
    eval_set(
        [_task(suite, list(cases), opened, done)],
        log_dir=str(folder),
        model=None,
        epochs=suite.repeats,
        max_samples=at_once,
        fail_on_error=False,
        retry_on_error=1,
        retry_attempts=0,
        retry_immediate=False,
        display="none",
        log_realtime=False,
        log_buffer=8,
        ctl_server=False,
        log_dir_allow_dirty=True,
    )


def _task(suite: Suite, cases: list[Case], opened: Opened, done: Callable[[Sample], None]) -> Task:
    known = {case.id: case for case in cases}
    return Task(
        name=suite.name,
        dataset=[inspect_dataset.Sample(id=case.id, input=case.id, metadata={"group": case.group}) for case in cases],
        solver=_playing(suite, known, opened, done),
        scorer=_scores(suite),
        time_limit=LONGEST_SAMPLE_S,
    )


@solver
def _playing(suite: Suite, cases: dict[str, Case], opened: Opened, done: Callable[[Sample], None]) -> Solver:
    """Runs a case; Inspect's epoch is our repeat."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        sample = await sample_of(suite, cases[str(state.sample_id)], state.epoch - 1, await opened.env())
        done(sample)
        if sample.error:
            raise RuntimeError(sample.error)
        state.metadata[OURS] = sample.model_dump(mode="json")
        state.messages = [
            ChatMessageAssistant(content=turn["text"])
            if turn["speaker"] == "interviewer"
            else ChatMessageUser(content=turn["text"])
            for turn in sample.turns
        ]
        return state

    return solve


def _scores(suite: Suite) -> Scorer:
    """A scorer that gives each number of a sample as a named score, with our figures over all samples as the metrics."""
    figures = [_metric(suite, place) for place in range(len(KINDS[suite.kind].figures(suite)))]

    @scorer(metrics=figures, name=suite.kind)
    def by_name() -> Scorer:
        async def score(state: TaskState, target: Target) -> Score:
            if OURS not in state.metadata:
                return Score.unscored(explanation="It came to no end within its time.")
            sample = Sample.model_validate(state.metadata[OURS])
            counted = sample.model_dump(mode="json", exclude={"turns", "scorecard"})
            return Score(value=dict(numbers(sample.data)), explanation=explanation(sample), metadata={OURS: counted})

        return score

    return by_name()


def numbers(data: dict[str, Any], within: str = "") -> Iterator[tuple[str, float]]:
    """Yields a sample's numbers by name, including those nested one level down; None becomes NaN."""
    for name, value in data.items():
        if isinstance(value, dict) and not within:
            yield from numbers(value, f"{name} ")
        elif value is None or isinstance(value, bool | int | float):
            yield f"{within}{name}", float("nan") if value is None else float(value)


def explanation(sample: Sample) -> str:
    """What is wrong with a sample and the reasons on its scorecard, one per line."""
    faults = [": ".join(str(word) for word in fault.values()) for fault in sample.data.get("faults", ())]
    marks = (sample.scorecard or {}).get("dimensions", {})
    reasons = [f"{name} {mark['score'] or 'unscored'}: {mark['reason']}" for name, mark in marks.items()]
    return "\n".join([*faults, *sample.data.get("broken", ()), *reasons])


def _metric(suite: Suite, place: int) -> Metric:
    figure = KINDS[suite.kind].figures(suite)[place]

    @metric(name=figure.name, scores="unreduced")
    def of_all() -> Metric:
        def compute(scores: list[Any]) -> float:
            samples = [Sample.model_validate(one.score.metadata[OURS]) for one in scores if one.score.metadata]
            return figure.of(samples) if samples else float("nan")

        return compute

    return of_all()
