"""Where cases are played: the program's own interviews and evaluator, on the engine that is measured."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from agents.engine import Evaluator
from agents.library.candidates import Ledger
from agents.library.files import load_all, load_named
from agents.library.personas import DEFAULT, Persona
from agents.library.questions import DEFAULT as DEFAULT_QUESTION
from agents.library.questions import Question
from simulator.agent_factory import Agents, playable
from simulator.engines import DEFAULT as DEFAULT_ENGINE
from simulator.engines import EngineName
from simulator.interviews import Interviews, simulated_interviews
from simulator.paths import Paths
from simulator.setup import Setup


@dataclass(frozen=True)
class EngineChoice:
    """What is measured: no model, or which one."""

    name: EngineName = DEFAULT_ENGINE
    model: str | None = None
    base_url: str | None = None


@dataclass(frozen=True)
class Environment:
    """Interviews that are not kept, and the evaluator."""

    interviews: Interviews
    paths: Paths
    engine: EngineChoice

    def setup(self, persona: Persona | None = None, minutes: float = 0, seed: int = 0) -> Setup:
        """An interview about a failure with that persona; 0 minutes are untimed."""
        return setup_of(self.paths, self.engine).model_copy(
            update={"minutes": minutes or None, "seed": seed} | ({"persona": persona} if persona else {})
        )

    @property
    def agents(self) -> Agents:
        """The agents of the engine."""
        return self.interviews.agents(self.setup())

    @property
    def evaluator(self) -> Evaluator:
        """The evaluator."""
        return self.agents.evaluator

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


def setup_of(paths: Paths, engine: EngineChoice) -> Setup:
    """An untimed interview about a failure with the default persona; raises InputError where its agents cannot be made."""
    setup = Setup(
        persona=load_named("personas", DEFAULT, Persona, paths.library),
        question=load_named("questions", DEFAULT_QUESTION, Question, paths.library),
        minutes=None,
        engine=engine.name,
        model=engine.model,
        base_url=engine.base_url,
    )
    return playable(paths, setup)


@asynccontextmanager
async def open_environment(paths: Paths, engine: EngineChoice) -> AsyncIterator[Environment]:
    """The environment of an engine."""
    async with simulated_interviews(paths) as interviews:
        yield Environment(interviews, paths, engine)
