"""The engines that can play interviewer, evaluator and candidate, one row each, used by the form, commands and evals alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator

from simulator.errors import InputError

if TYPE_CHECKING:
    from simulator.agent_factory import AgentFactory, Agents
    from simulator.setup import Setup


@dataclass(frozen=True)
class Engine:
    """One way to run the agents."""

    name: str
    label: str
    """The name shown in the setup form."""
    build: "Callable[[AgentFactory, Setup], Agents]"
    takes_model: bool = False
    """Whether the user chooses a model and a server for it; a model takes time to speak, and can be stopped."""


ENGINES = {
    engine.name: engine
    for engine in (
        Engine("offline", "no model (offline)", lambda factory, _setup: factory.offline()),
        Engine("llm", "a chat model", lambda factory, setup: factory.llm(setup), takes_model=True),
    )
}
DEFAULT = "offline"
METAVAR = "|".join(ENGINES)


def engine_named(name: str) -> Engine:
    """Returns the engine with that name; raises InputError if there is none."""
    if name not in ENGINES:
        raise InputError(f"There is no engine called '{name}'. Use {' or '.join(f'--engine {known}' for known in ENGINES)}.")
    return ENGINES[name]


def _known(name: str) -> str:
    if name not in ENGINES:
        raise ValueError(f"there is no engine called '{name}'; choose from: {', '.join(ENGINES)}")
    return name


EngineName = Annotated[str, AfterValidator(_known)]
