"""Runs one part of a suite in its own process: `python -m evals.running.shard FOLDER`; FOLDER/spec.json says which part.

Each sample is saved as it finishes and reported on standard output; if killed and run again, it resumes where it stopped.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from evals.environment import EngineChoice, open_environment
from evals.running.cases import chosen_cases
from evals.running.results import SAMPLES, read_samples
from evals.suite import Case, Sample, Suite
from simulator.paths import Paths, locate

SPEC = "spec.json"
Tell = Callable[[str], None]
Started = Callable[["subprocess.Popen[str]"], None]


class Spec(BaseModel):
    """Which cases of which suite to run, on which engine."""

    model_config = ConfigDict(frozen=True)

    suite: Suite = Field(validation_alias=AliasChoices("suite", "plan"))
    engine: EngineChoice
    first: int
    last: int
    """One past the last case."""
    at_once: int = 8


def cases_of(suite: Suite, engine: EngineChoice, paths: Paths) -> list[Case]:
    """All the cases of a suite; raises InputError or DataError."""

    async def listed() -> list[Case]:
        async with open_environment(paths, engine) as env:
            return chosen_cases(suite, env)

    return asyncio.run(listed())


def run_shard(folder: Path, tell: Tell = lambda _line: None, started: Started = lambda _process: None) -> int:
    """Runs the part in another process, passes on its output line by line, and returns its exit code."""
    errors = (folder / "errors.txt").open("w", encoding="utf-8")
    with (
        errors,
        subprocess.Popen(
            [sys.executable, "-m", "evals.running.shard", str(folder)],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C goes to the parent, which then stops this
        ) as process,
    ):
        assert process.stdout is not None
        started(process)
        try:
            for line in process.stdout:
                tell(line)
            return process.wait()
        finally:
            process.terminate()


def run_elsewhere(spec: str) -> str:
    """Runs a part wherever this is called and returns its samples; raises RuntimeError if the part did not finish."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / SPEC).write_text(spec, encoding="utf-8")
        if run_shard(folder) != 0:
            raise RuntimeError((folder / "errors.txt").read_text(encoding="utf-8")[-2000:])
        return (folder / SAMPLES).read_text(encoding="utf-8")


def main() -> None:
    """Runs the part described by the folder's spec."""
    folder, paths = Path(sys.argv[1]), locate()
    spec = Spec.model_validate_json((folder / SPEC).read_text(encoding="utf-8"))
    os.environ |= {"XDG_DATA_HOME": str(paths.data), "XDG_CACHE_HOME": str(paths.cache)}  # Inspect's own files go here
    from evals.running import on_inspect

    def done(sample: Sample) -> None:
        file.write(sample.model_dump_json() + "\n")
        file.flush()
        try:
            print(sample.tokens, int(bool(sample.error)), flush=True)
        except BrokenPipeError:
            os._exit(1)  # the parent is gone: nobody wants the rest, and Inspect would count this sample as failed

    cases = cases_of(spec.suite, spec.engine, paths)[spec.first : spec.last]
    with (folder / SAMPLES).open("a", encoding="utf-8") as file:
        file.write("\n" if file.tell() else "")  # keeps a last line cut off by a kill separate
        on_inspect.run(spec.suite, cases, paths, spec.engine, folder / "log", spec.at_once, done)
    seen = {sample.id for sample in read_samples(folder / SAMPLES)}
    if len(seen) < len(cases) * spec.suite.repeats:
        sys.exit(f"{len(seen)} of {len(cases) * spec.suite.repeats} samples were run.")


if __name__ == "__main__":
    main()
