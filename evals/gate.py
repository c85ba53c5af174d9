"""The gate: small parts of the suites on the plain runner, whose figures may not fall under floors that were measured.

`make test` runs it; `python -m evals.gate` prints every figure beside its floor.
"""

import asyncio
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from evals.kinds import KINDS
from evals.plans import chosen
from evals.runner import plain_run
from evals.stage import Engine, open_stage
from simulator.errors import SimulatorError
from simulator.paths import Paths, locate

FLOORS = Path(__file__).parent / "gate.toml"


class Floor(BaseModel):
    """A figure that may not fall under one value, or rise over another."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    figure: str
    least: float = float("-inf")
    most: float = float("inf")
    measured: float
    on: date


class Part(BaseModel):
    """How much of a suite is run, and its floors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cases: int
    floors: tuple[Floor, ...]


@dataclass(frozen=True)
class Held:
    """A floor, and the figure as it is now."""

    suite: str
    floor: Floor
    value: float

    @property
    def kept(self) -> bool:
        """Whether the figure is where it has to be; what is no number is not."""
        return self.floor.least <= self.value <= self.floor.most

    def __str__(self) -> str:
        low, high = self.floor.least, self.floor.most
        bound = f"at least {low:g}" if low > float("-inf") else f"at most {high:g}"
        return f"{self.suite}, {self.floor.figure}: {self.value:.3f}, {bound} ({self.floor.measured:g} on {self.floor.on})"


def parts() -> dict[str, Part]:
    """The parts of the file by suite."""
    return TypeAdapter(dict[str, Part]).validate_python(tomllib.loads(FLOORS.read_text(encoding="utf-8")))


async def held(paths: Paths, suite: str, part: Part) -> list[Held]:
    """Runs a part of a suite and holds its figures against the floors."""
    (plan,) = chosen([suite], paths.library)
    plan = plan.model_copy(update={"most": part.cases, "repeats": 1, "weights": "shipped"})
    async with open_stage(paths, Engine()) as stage:
        samples = [sample async for sample in plain_run(plan, stage)]
    if failed := [sample for sample in samples if sample.error]:
        raise SimulatorError(f"{suite}: {len(failed)} samples failed, the first, {failed[0].id}: {failed[0].error}")
    values = {figure.name: figure.of(samples) for figure in KINDS[plan.kind].figures(plan)}
    return [Held(suite, floor, values[floor.figure]) for floor in part.floors]


def main() -> None:
    """Prints every figure beside its floor."""
    for suite, part in parts().items():
        for one in asyncio.run(held(locate(), suite, part)):
            print("" if one.kept else "NOT KEPT ", one, sep="")


if __name__ == "__main__":
    main()
