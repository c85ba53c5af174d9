"""Where cases run: the program's own interviews and evaluator, on the engine being measured."""

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
    """The engine to measure: offline, or a chat model."""

    name: EngineName = DEFAULT_ENGINE
    model: str | None = None
    base_url: str | None = None


@dataclass(frozen=True)
class Environment:
    """Interviews that are not saved, and the evaluator."""

    interviews: Interviews
    paths: Paths
    engine: EngineChoice

    def setup(self, persona: Persona | None = None, minutes: float = 0, seed: int = 0) -> Setup:
        """The setup of an interview about a failure with this persona; 0 minutes means untimed."""
        return setup_of(self.paths, self.engine).model_copy(
            update={"minutes": minutes or None, "seed": seed} | ({"persona": persona} if persona else {})
        )

    @property
    def agents(self) -> Agents:
        """The engine's agents."""
        return self.interviews.agents(self.setup())

    @property
    def evaluator(self) -> Evaluator:
        """The engine's evaluator."""
        return self.agents.evaluator

    def personas(self, names: tuple[str, ...]) -> list[Persona]:
        """Interviewer personas by name, or all if none are named; raises DataError."""
        if names:
            return [load_named("personas", name, Persona, self.paths.library) for name in names]
        return load_all("personas", Persona, self.paths.library)[0]

    def candidates(self, names: tuple[str, ...]) -> list[Ledger]:
        """Simulated candidates by name, or all if none are named; raises DataError."""
        if names:
            return [load_named("candidates", name, Ledger, self.paths.library) for name in names]
        return load_all("candidates", Ledger, self.paths.library)[0]


def setup_of(paths: Paths, engine: EngineChoice) -> Setup:
    """The setup of an untimed failure interview with the default persona; raises InputError if its agents cannot be created."""
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
    """Opens an environment on an engine."""
    async with simulated_interviews(paths) as interviews:
        yield Environment(interviews, paths, engine)
