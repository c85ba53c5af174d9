"""Runs cases one after another in this process, without Inspect; the Inspect adapter runs its cases through it too."""

import resource
import sys
import time
from collections.abc import AsyncIterator

from agents.errors import DataError
from evals.environment import Environment
from evals.kinds import KINDS
from evals.suite import Case, Result, Sample, Suite
from simulator.errors import SimulatorError


def chosen_cases(suite: Suite, env: Environment) -> list[Case]:
    """The suite's cases, sampled evenly if it has a limit; raises DataError if there are none."""
    cases = KINDS[suite.kind].cases(suite, env)
    if not cases:
        raise DataError(f"The suite '{suite.name}' has no cases: its candidates say nothing, or its answers are empty.")
    if suite.limit and suite.limit < len(cases):
        cases = [cases[place * len(cases) // suite.limit] for place in range(suite.limit)]
    return cases


async def sample_of(suite: Suite, case: Case, repeat: int, env: Environment) -> Sample:
    """Runs one repeat of a case; anything that goes wrong becomes the sample's error and affects no other case."""
    began, seen, error = time.monotonic(), Result(), ""
    try:
        seen = await KINDS[suite.kind].observe(suite, case, repeat, env)
    except (SimulatorError, DataError) as problem:
        error = str(problem)
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    return Sample(
        suite=suite.name,
        case=case.id,
        group=case.group,
        repeat=repeat,
        error=error,
        seconds=round(time.monotonic() - began, 3),
        memory_mb=round(memory(), 1),
        **seen.model_dump(),
    )


async def plain_run(suite: Suite, env: Environment) -> AsyncIterator[Sample]:
    """Runs every repeat of every case."""
    for case in chosen_cases(suite, env):
        for repeat in range(suite.repeats):
            yield await sample_of(suite, case, repeat, env)


def memory() -> float:
    """Peak memory of this process so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
