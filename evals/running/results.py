"""A saved run: its suites, its samples, and the figures over them; reading it does not need Inspect."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from agents.errors import DataError
from evals.environment import EngineChoice
from evals.kinds import KINDS
from evals.statistics import Difference, Measured, difference, measured
from evals.suite import Sample, Suite, Table
from simulator.errors import InputError
from simulator.paths import Paths

SAMPLES = "samples.jsonl"


class Asked(BaseModel):
    """What a run was asked to do."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    id: str
    created: datetime
    engine: EngineChoice
    suites: tuple[Suite, ...] = Field(validation_alias=AliasChoices("suites", "plans"))
    asked: dict[str, int] = {}
    """Number of samples per suite."""
    stopped: str = ""
    """Why it was stopped early."""
    seconds: float = 0.0


class Run:
    """A saved run and its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._samples: dict[str, list[Sample]] = {}
        self._figures: dict[str, list[Measured]] = {}
        try:
            self.asked = Asked.model_validate_json((folder / "run.json").read_text(encoding="utf-8"))
        except (OSError, ValidationError) as error:
            raise DataError(f"{folder / 'run.json'}: this run cannot be read ({type(error).__name__}). Run it again.") from None

    def keep(self, **changed: object) -> None:
        """Saves changes to the run's record."""
        self.asked = self.asked.model_copy(update=changed)
        (self.folder / "run.json").write_text(self.asked.model_dump_json(indent=1) + "\n", encoding="utf-8")

    def samples(self, suite: str) -> list[Sample]:
        """The samples of a suite, each once, in a fixed order whichever process made them."""
        if suite not in self._samples:
            files = sorted((self.folder / suite).rglob(SAMPLES))
            found: dict[str, Sample] = {}
            for sample in (sample for file in files for sample in read_samples(file)):
                if not sample.error or sample.id not in found:  # a failure never replaces a success
                    found[sample.id] = sample
            self._samples[suite] = sorted(found.values(), key=lambda s: (s.case, s.repeat))
        return self._samples[suite]

    def done(self, suite: str) -> list[Sample]:
        """The samples that did not fail."""
        return [sample for sample in self.samples(suite) if not sample.error]

    def missing(self) -> dict[str, tuple[int, int]]:
        """For each incomplete suite, how many samples failed and how many were never run."""
        found = {}
        for suite in self.asked.suites:
            seen = self.samples(suite.name)
            failed = sum(bool(sample.error) for sample in seen)
            absent = max(0, self.asked.asked.get(suite.name, 0) - len(seen))
            if failed or absent or suite.name not in self.asked.asked:
                found[suite.name] = failed, absent
        return found

    def figures(self, suite: Suite) -> list[Measured]:
        """The figures of a suite with their intervals, leaving out any that apply to none of its samples."""
        if suite.name not in self._figures:  # a bootstrap takes seconds, and both table and page need it
            found = [measured(figure, self.samples(suite.name)) for figure in KINDS[suite.kind].figures(suite)]
            self._figures[suite.name] = [one for one in found if one.value == one.value]
        return self._figures[suite.name]

    def tables(self, suite: Suite) -> list[Table]:
        """The lookup tables shown with the figures."""
        done = self.done(suite.name)
        return KINDS[suite.kind].tables(done) if done else []


def read_samples(file: Path) -> Iterable[Sample]:
    """Yields the samples in a file, skipping a last line cut off by a kill."""
    for line in file.read_text(encoding="utf-8").split("\n"):  # not splitlines: people write U+2028 too
        try:
            yield Sample.model_validate_json(line)
        except ValidationError:
            continue


def folder_of(paths: Paths) -> Path:
    """Where runs are saved."""
    return paths.data / "evals"


def runs(paths: Paths) -> list[Run]:
    """Every run, oldest first."""
    return [Run(path.parent) for path in sorted(folder_of(paths).glob("*/run.json"))]


def run_named(paths: Paths, name: str) -> Run:
    """The run with this ID or start of an ID, or 'latest'; raises InputError unless exactly one matches."""
    every = runs(paths)
    found = every[-1:] if name == "latest" else [run for run in every if run.asked.id.startswith(name)]
    if len(found) != 1:
        what = "No run matches" if not found else "More than one run matches"
        raise InputError(f"{what} '{name}'. Use 'interview-evals list' to see them all.")
    return found[0]


def compared(before: Run, after: Run) -> dict[str, list[Difference]]:
    """For each suite in both runs, the difference in each figure on the samples that both have."""
    theirs = {suite.name: suite for suite in before.asked.suites}
    found = {}
    for suite in after.asked.suites:
        if suite.name in theirs and theirs[suite.name].kind == suite.kind:
            one, other = before.samples(suite.name), after.samples(suite.name)
            every = [difference(figure, one, other) for figure in KINDS[suite.kind].figures(suite)]
            found[suite.name] = [d for d in every if d.before == d.before or d.after == d.after]
    return found
