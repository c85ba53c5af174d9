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
        return setup_of(self.paths, self.engine).model_copy(
            update={"minutes": minutes or None, "seed": seed} | ({"persona": persona} if persona else {})
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


def setup_of(paths: Paths, engine: Engine) -> Setup:
    """An untimed interview about a failure with the default persona; raises InputError where the engine cannot be cast."""
    setup = Setup(
        persona=load_named("personas", DEFAULT, Persona, paths.library),
        question=load_named("questions", DEFAULT_QUESTION, Question, paths.library),
        minutes=None,
        engine=engine.name,
        model=engine.model,
        base_url=engine.base_url,
    )
    return castable(paths, setup)


@asynccontextmanager
async def open_stage(paths: Paths, engine: Engine) -> AsyncIterator[Stage]:
    """The stage of an engine."""
    async with simulated_interviews(paths) as interviews:
        yield Stage(interviews, paths, engine)
