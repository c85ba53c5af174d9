"""Runs suites: splits them into parts, runs those in parallel here or on a cluster, enforces limits and reports progress."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from subprocess import Popen
from threading import Lock
from typing import Any

from filelock import FileLock, Timeout

from agents.plain import without_login
from evals.environment import EngineChoice, setup_of
from evals.labels.answers import log_look
from evals.running.results import SAMPLES, Asked, Run, folder_of, read_samples
from evals.running.shard import SPEC, Spec, cases_of, run_elsewhere, run_shard
from evals.suite import Suite
from simulator.errors import InputError, SimulatorError
from simulator.paths import Paths

SHARD = 200
"""Samples per part when there is more than one worker."""
TRIES = 3
"""How many times a part is started, each time resuming where it stopped."""
TOLD_EVERY_S = 0.5
LOOKED_EVERY_S = 1.0
"""How often limits are checked while no sample arrives."""
WHOLE = "whole"
"""The file that marks a part as complete."""


@dataclass(frozen=True)
class Limits:
    """When to stop; None means no limit."""

    minutes: float | None = None
    tokens: int | None = None
    cost: float | None = None
    price: float = 0.0
    """Per million tokens, in the currency of `cost`."""


@dataclass
class Progress:
    """How far a suite has got; reaching a limit stops whatever is running."""

    suite: str
    asked: int
    limits: Limits
    run_began: float
    began: float
    tokens: int = 0
    """Used by the whole run so far."""
    done: int = 0
    failed: int = 0
    stopped: str = ""
    """Why nothing more should run."""
    parts: list[Popen[str]] = field(default_factory=list)
    """The processes that were started."""
    _told: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def line(self, line: str) -> None:
        """Counts a sample that a worker reports; raises Stopped if a limit is reached."""
        tokens, failed = map(int, line.split())
        with self._lock:
            self.tokens, self.done, self.failed = self.tokens + tokens, self.done + 1, self.failed + failed
            self.tell()
            self.check()

    def check(self) -> None:
        """Raises Stopped if a limit is reached or already was."""
        minutes, cost = (time.monotonic() - self.run_began) / 60, self.tokens * self.limits.price / 1e6
        if self.stopped:
            raise Stopped(self.stopped)
        if self.limits.minutes is not None and minutes >= self.limits.minutes:
            self.stopped = f"the limit of {self.limits.minutes:g} minutes was reached"
        elif self.limits.tokens is not None and self.tokens >= self.limits.tokens:
            self.stopped = f"the limit of {self.limits.tokens} tokens was reached"
        elif self.limits.cost is not None and cost >= self.limits.cost:
            self.stopped = f"the limit of {self.limits.cost:g} was reached"
        if self.stopped:
            raise Stopped(self.stopped)

    def tell(self, *, last: bool = False) -> None:
        """Prints progress and the estimated time left to standard error."""
        now = time.monotonic()
        tty = sys.stderr.isatty()
        if not last and (not tty or now - self._told < TOLD_EVERY_S):
            return
        self._told = now
        seconds = now - self.began
        left = seconds / self.done * (self.asked - self.done) if self.done else 0
        rest = (
            "" if last or not self.done else f", about {left / 60:.0f} min left" if left >= 90 else f", about {left:.0f} s left"
        )
        failed = f", {self.failed} failed" if self.failed else ""
        tokens = f", {self.tokens} tokens" if self.tokens else ""
        words = f"{self.suite}: {min(self.done, self.asked)} of {self.asked} in {seconds:.0f} s{failed}{tokens}{rest}"
        print(f"\r{words:<78}" if tty else words, end="\n" if last or not tty else "", file=sys.stderr, flush=True)


class Stopped(Exception):
    """A limit was reached."""


def begin(paths: Paths, suites: list[Suite], engine: EngineChoice) -> Run:
    """Creates a new run in its own folder; raises InputError if its agents cannot be created."""
    setup_of(paths, engine)
    if engine.base_url and engine.base_url != without_login(engine.base_url):
        raise InputError("A base URL with a username and password is not saved with a run. Put it in OPENAI_BASE_URL instead.")
    name = f"{datetime.now():%Y%m%d-%H%M%S}-{token_hex(2)}"
    folder = folder_of(paths) / name
    folder.mkdir(parents=True)
    asked = Asked(id=name, created=datetime.now(UTC), engine=engine, suites=tuple(suites))
    (folder / "run.json").write_text(asked.model_dump_json(indent=1), encoding="utf-8")
    return Run(folder)


def go_on(run: Run, paths: Paths, limits: Limits, workers: int = 1, dask: str | None = None, at_once: int = 8) -> Run:
    """Runs the unfinished rest of a run; raises SimulatorError if a part keeps crashing or the run is in progress elsewhere."""
    try:
        with FileLock(run.folder / "lock", timeout=0):
            return _go_on(run, paths, limits, workers, dask, at_once)
    except Timeout:
        raise SimulatorError(f"Run {run.asked.id} is still going in another window. Wait for it to finish there.") from None


def _go_on(run: Run, paths: Paths, limits: Limits, workers: int, dask: str | None, at_once: int) -> Run:
    began, spent, stopped = time.monotonic(), 0, ""
    for suite in run.asked.suites:
        cases = cases_of(suite, run.asked.engine, paths)
        run.keep(asked=run.asked.asked | {suite.name: len(cases) * suite.repeats}, stopped="")
        folders = list(_parts(run, suite, len(cases), 0 if dask else workers, at_once))
        progress = Progress(suite.name, run.asked.asked[suite.name], limits, began, time.monotonic(), spent)
        try:
            progress.check()
            (_elsewhere if dask else _here)(folders, progress, dask or workers)
        except Stopped as reason:
            stopped = str(reason)
        spent = progress.tokens
        progress.tell(last=True)
        if stopped:
            break
    run.keep(stopped=stopped, seconds=round(run.asked.seconds + time.monotonic() - began, 1))
    done = Run(run.folder)
    for suite in done.asked.suites:
        if suite.part == "test" and (seen := len(done.done(suite.name))):
            figures = ", ".join(f"{one.name} {one.value:.2f}" for one in done.figures(suite))
            log_look(f"{suite.name}, {seen} samples", figures)
    return done


def _parts(run: Run, suite: Suite, cases: int, workers: int, at_once: int) -> Iterator[Path]:
    """Yields the folders of unfinished parts, each with its spec; 0 workers means an unknown number of them."""
    size = cases if workers == 1 else max(1, min(SHARD // suite.repeats, -(-cases // workers) if workers else cases))
    begun = list((run.folder / suite.name).glob(f"*/{SPEC}"))
    for first in range(0, 0 if begun else cases, size):
        last = min(cases, first + size)
        folder = run.folder / suite.name / f"{first:05}-{last:05}"
        folder.mkdir(parents=True)
        spec = Spec(suite=suite, engine=run.asked.engine, first=first, last=last, at_once=at_once)
        (folder / SPEC).write_text(spec.model_dump_json(), encoding="utf-8")
    for spec_file in sorted((run.folder / suite.name).glob(f"*/{SPEC}")):
        if not (spec_file.parent / WHOLE).exists():
            yield spec_file.parent


def _here(folders: list[Path], progress: Progress, workers: Any) -> None:
    """Runs the parts as processes on this machine; one that dies is restarted where it stopped."""

    def until_whole(folder: Path) -> None:
        for _ in range(TRIES):
            progress.check()
            if run_shard(folder, progress.line, progress.parts.append) == 0:
                (folder / WHOLE).touch()
                return
        raise _died(folder, (folder / "errors.txt").read_text(encoding="utf-8"))

    with ThreadPoolExecutor(workers) as pool:
        parts = [pool.submit(until_whole, folder) for folder in folders]
        try:
            running = set(parts)
            while running:
                ended, running = wait(running, timeout=LOOKED_EVERY_S, return_when=FIRST_EXCEPTION)
                for part in ended:
                    part.result()
                if running:
                    progress.check()
        except BaseException:
            progress.stopped = progress.stopped or "it was interrupted"  # so that no part is restarted
            pool.shutdown(wait=False, cancel_futures=True)
            for process in progress.parts:
                process.terminate()
            raise


def _elsewhere(folders: list[Path], progress: Progress, address: Any) -> None:
    """Runs the parts on the workers of a Dask cluster, which hands a lost worker's parts to another."""
    from distributed import Client
    from distributed import as_completed as as_they_come

    with Client(address) as client:
        waiting = {
            client.submit(run_elsewhere, (folder / SPEC).read_text(encoding="utf-8"), retries=TRIES - 1, pure=False): folder
            for folder in folders
        }
        for future in as_they_come(waiting):
            folder = waiting[future]
            if future.status != "finished":
                raise _died(folder, str(future.exception()))
            (folder / SAMPLES).write_text(future.result(), encoding="utf-8")
            (folder / WHOLE).touch()
            for sample in read_samples(folder / SAMPLES):
                progress.line(f"{sample.tokens} {int(bool(sample.error))}")


def _died(folder: Path, why: str) -> SimulatorError:
    last = (why.strip().splitlines() or ["no output"])[-1]
    return SimulatorError(f"Part of the run crashed {TRIES} times ({last}). See {folder / 'errors.txt'} for the details.")
