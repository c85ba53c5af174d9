"""Runs cases one after another in this process, without Inspect; the adapter runs the same cases through it."""

import resource
import sys
import time
from collections.abc import AsyncIterator

from agents.errors import DataError
from evals.kinds import KINDS
from evals.sample import Case, Plan, Sample, Seen
from evals.stage import Stage
from simulator.errors import SimulatorError


def chosen_cases(plan: Plan, stage: Stage) -> list[Case]:
    """The plan's cases, spread over all of them where it takes only some; raises DataError where there are none."""
    cases = KINDS[plan.kind].cases(plan, stage)
    if not cases:
        raise DataError(f"The suite '{plan.name}' has no cases: its candidates tell nothing, or its answers are empty.")
    if plan.most and plan.most < len(cases):
        cases = [cases[place * len(cases) // plan.most] for place in range(plan.most)]
    return cases


async def sample_of(plan: Plan, case: Case, repeat: int, stage: Stage) -> Sample:
    """What came of a case; what goes wrong in it becomes its error, and costs no other case."""
    began, seen, error = time.monotonic(), Seen(), ""
    try:
        seen = await KINDS[plan.kind].observe(plan, case, repeat, stage)
    except (SimulatorError, DataError) as problem:
        error = str(problem)
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    return Sample(
        suite=plan.name,
        case=case.id,
        group=case.group,
        repeat=repeat,
        error=error,
        seconds=round(time.monotonic() - began, 3),
        memory_mb=round(memory(), 1),
        **seen.model_dump(),
    )


async def plain_run(plan: Plan, stage: Stage) -> AsyncIterator[Sample]:
    """Every repeat of every case."""
    for case in chosen_cases(plan, stage):
        for repeat in range(plan.repeats):
            yield await sample_of(plan, case, repeat, stage)


def memory() -> float:
    """The most memory that this process has used, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
