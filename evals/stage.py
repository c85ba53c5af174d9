"""Where cases are played: the program's own interviews and evaluator, on the engine that is measured."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from agents.candidates import Ledger
from agents.engine import Judge
from agents.library import load_all, load_named
from agents.personas import DEFAULT, Persona
from agents.questions import DEFAULT as DEFAULT_QUESTION
from agents.questions import Question
from simulator.engines import castable
from simulator.interviews import Interviews, simulated_interviews
from simulator.paths import Paths
from simulator.store import EngineName, Setup


@dataclass(frozen=True)
class Engine:
    """What is measured: no model, or which one."""

    name: EngineName = "offline"
    model: str | None = None
    base_url: str | None = None


@dataclass(frozen=True)
class Stage:
    """Interviews that are not kept, and the evaluator."""

    interviews: Interviews
    paths: Paths
    engine: Engine

    def setup(self, persona: Persona | None = None, minutes: float = 0, seed: int = 0) -> Setup:
        """An interview about a failure with that persona; 0 minutes are untimed."""
        return Setup(
            persona=persona or load_named("personas", DEFAULT, Persona, self.paths.library),
            question=load_named("questions", DEFAULT_QUESTION, Question, self.paths.library),
            minutes=minutes or None,
            engine=self.engine.name,
            model=self.engine.model,
            base_url=self.engine.base_url,
            seed=seed,
        )

    @property
    def judge(self) -> Judge:
        """The evaluator."""
        return self.interviews.cast(self.setup()).judge

    def personas(self, names: tuple[str, ...]) -> list[Persona]:
        """Interviewers by name, all where none is named; raises DataError."""
        if names:
            return [load_named("personas", name, Persona, self.paths.library) for name in names]
        return load_all("personas", Persona, self.paths.library)[0]

    def candidates(self, names: tuple[str, ...]) -> list[Ledger]:
        """Simulated candidates by name, all where none is named; raises DataError."""
        if names:
            return [load_named("candidates", name, Ledger, self.paths.library) for name in names]
        return load_all("candidates", Ledger, self.paths.library)[0]


@asynccontextmanager
async def open_stage(paths: Paths, engine: Engine) -> AsyncIterator[Stage]:
    """The stage, where the engine can be cast; raises InputError saying what to set."""
    async with simulated_interviews(paths) as interviews:
        stage = Stage(interviews, paths, engine)
        castable(paths, stage.setup())
        yield stage
