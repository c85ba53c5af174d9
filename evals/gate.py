"""The gate: runs small parts of the suites on the plain runner and checks that no figure falls below its measured floor.

`make test` runs it; `python -m evals.gate` prints every figure next to its floor.
"""

import asyncio
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from evals.environment import EngineChoice, open_environment
from evals.kinds import KINDS
from evals.running.cases import plain_run
from evals.suite_files import chosen
from simulator.errors import SimulatorError
from simulator.paths import Paths, locate

FLOORS = Path(__file__).parent / "gate.toml"


class Floor(BaseModel):
    """A figure's bounds: it may not fall below `least` or rise above `most`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    figure: str
    least: float = float("-inf")
    most: float = float("inf")
    measured: float
    on: date


class Part(BaseModel):
    """How many of a suite's cases to run, and its floors."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cases: int
    floors: tuple[Floor, ...]


@dataclass(frozen=True)
class Check:
    """A floor and the figure's current value."""

    suite: str
    floor: Floor
    value: float

    @property
    def passed(self) -> bool:
        """Whether the figure is within its bounds; NaN never is."""
        return self.floor.least <= self.value <= self.floor.most

    def __str__(self) -> str:
        low, high = self.floor.least, self.floor.most
        bound = f"at least {low:g}" if low > float("-inf") else f"at most {high:g}"
        return f"{self.suite}, {self.floor.figure}: {self.value:.3f}, {bound} ({self.floor.measured:g} on {self.floor.on})"


def parts() -> dict[str, Part]:
    """The parts in `gate.toml`, by suite."""
    return TypeAdapter(dict[str, Part]).validate_python(tomllib.loads(FLOORS.read_text(encoding="utf-8")))


async def check(paths: Paths, name: str, part: Part) -> list[Check]:
    """Runs part of a suite and checks its figures against the floors."""
    (whole,) = chosen([name], paths.library)
    suite = whole.model_copy(update={"limit": part.cases, "repeats": 1, "weights": "shipped"})
    async with open_environment(paths, EngineChoice()) as env:
        samples = [sample async for sample in plain_run(suite, env)]
    if failed := [sample for sample in samples if sample.error]:
        raise SimulatorError(f"{name}: {len(failed)} samples failed; the first was {failed[0].id}: {failed[0].error}")
    values = {figure.name: figure.of(samples) for figure in KINDS[suite.kind].figures(suite)}
    return [Check(name, floor, values[floor.figure]) for floor in part.floors]


def main() -> None:
    """Prints every figure next to its floor."""
    for name, part in parts().items():
        for one in asyncio.run(check(locate(), name, part)):
            print("" if one.passed else "BELOW ", one, sep="")


if __name__ == "__main__":
    main()
