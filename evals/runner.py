"""Runs cases one after another in this process, without Inspect; the adapter runs the same cases through it."""

import time
from collections.abc import AsyncIterator
from typing import Any

from agents.library import DataError
from evals.kinds import KINDS
from evals.sample import Case, Plan, Sample
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
    began = time.monotonic()
    known: dict[str, Any] = {"suite": plan.name, "case": case.id, "group": case.group, "repeat": repeat}
    try:
        seen = await KINDS[plan.kind].observe(plan, case, repeat, stage)
    except (SimulatorError, DataError) as error:
        return Sample(**known, error=str(error), seconds=round(time.monotonic() - began, 3))
    except Exception as error:
        return Sample(**known, error=f"{type(error).__name__}: {error}", seconds=round(time.monotonic() - began, 3))
    return Sample(**known, **seen.model_dump(), seconds=round(time.monotonic() - began, 3))


async def plain_run(plan: Plan, stage: Stage) -> AsyncIterator[Sample]:
    """Every repeat of every case."""
    for case in chosen_cases(plan, stage):
        for repeat in range(plan.repeats):
            yield await sample_of(plan, case, repeat, stage)
