"""Creates the agents for an interview; each chat model is created once and belongs to the event loop that uses it."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from agents.candidate.offline import OfflineCandidate
from agents.engine import Candidate, Evaluator, Voice
from agents.evaluator.offline import OfflineEvaluator
from agents.interviewer.hooks import Hooks, hooks_of
from agents.interviewer.offline import OfflineVoice
from agents.library.candidates import Ledger
from agents.plain import without_login
from agents.reading.answer import Reader, shipped_reader
from agents.rubric import Rubric, load_rubric
from simulator.engines import ENGINES
from simulator.errors import InputError
from simulator.paths import Paths
from simulator.settings import Role, Settings, check_url, load_settings
from simulator.setup import Setup

if TYPE_CHECKING:
    from agents.model.client import ChatModel, Connection

TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
MODEL_SETTINGS = ("interviewer_model", "evaluator_model", "candidate_model")
JUDGING = 0.0
"""The evaluator's temperature."""


@dataclass(frozen=True)
class Agents:
    """The agents for an interview, and what they share."""

    rubric: Rubric
    reader: Reader
    hooks: Hooks
    voice: Voice
    evaluator: Evaluator
    candidate: Callable[[Ledger], Candidate] = OfflineCandidate
    """Plays a ledger in a simulation."""


class AgentFactory:
    """Creates the agents that a setup asks for."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._models: dict[Connection, ChatModel] = {}

    def agents(self, setup: Setup) -> Agents:
        """Returns the agents that a setup asks for; raises InputError if no chat model is set, and DataError."""
        return ENGINES[setup.engine].build(self, setup)

    def offline(self) -> Agents:
        """Returns agents that need no model."""
        rubric, reader, hooks = load_rubric(self._paths.library), shipped_reader(), hooks_of(self._paths.library)
        return Agents(rubric, reader, hooks, OfflineVoice(reader, hooks, self._paths.library), OfflineEvaluator.shipped(rubric))

    def llm(self, setup: Setup) -> Agents:
        """Returns agents that use chat models, with the offline interviewer and evaluator to fall back on."""
        from agents.candidate.llm import ModelCandidate
        from agents.evaluator.llm import ModelEvaluator
        from agents.interviewer.llm import ModelVoice
        from agents.library.prompts import Prompts

        settings, prompts = chosen(self._paths, setup), Prompts(self._paths.library)
        rubric, reader, hooks = load_rubric(self._paths.library), shipped_reader(), hooks_of(self._paths.library)
        voice, evaluator = OfflineVoice(reader, hooks, self._paths.library), OfflineEvaluator.shipped(rubric)
        return Agents(
            rubric,
            reader,
            hooks,
            ModelVoice(self.model(settings, "interviewer"), prompts, voice),
            ModelEvaluator(self.model(settings, "evaluator"), prompts, rubric, evaluator),
            lambda ledger: ModelCandidate(self.model(settings, "candidate"), prompts, ledger),
        )

    async def close(self) -> None:
        """Closes the models."""
        for model in self._models.values():
            await model.close()

    def model(self, settings: Settings, role: Role) -> "ChatModel":
        """Returns the model for a role; raises InputError saying what to set."""
        from agents.model.client import ChatModel

        to = connection(settings, role)
        if to not in self._models:
            self._models[to] = ChatModel(to)
        return self._models[to]


def playable(paths: Paths, setup: Setup) -> Setup:
    """Returns the setup if its agents can be created; raises InputError before an interview rather than during it."""
    if setup.base_url is not None:
        try:
            check_url(setup.base_url)
        except ValueError as error:
            raise InputError(f"--base-url: {error}.") from None
    if ENGINES[setup.engine].takes_model:
        for role in get_args(Role):
            connection(chosen(paths, setup), role)
    elif setup.model or setup.base_url:
        raise InputError("A model or base URL only works with the llm engine. Add --engine llm.")
    return setup


def chosen(paths: Paths, setup: Setup) -> Settings:
    """Returns the settings, overridden by what was chosen for this one interview."""
    settings, url = load_settings(paths), setup.base_url
    if url and url == without_login(settings.base_url or ""):
        url = None  # it was saved without the user name and password that are in the settings
    said = {"base_url": url, "model": setup.model} | dict.fromkeys(MODEL_SETTINGS, setup.model)
    return settings.model_copy(update={name: value for name, value in said.items() if value})


def connection(settings: Settings, role: Role) -> "Connection":
    """Says how to reach the model for a role; raises InputError saying what to set."""
    from agents.model.client import VENDOR, Connection

    model = settings.model_of(role)
    if not model:
        raise InputError("The llm engine needs a model. Use --model NAME or set INTERVIEW_MODEL.")
    if settings.base_url is None and not settings.api_key.get_secret_value().strip():
        raise InputError(
            "The llm engine needs an API key or a server. Set OPENAI_API_KEY, or point OPENAI_BASE_URL at your own server."
        )
    return Connection(
        model=model,
        base_url=settings.base_url or VENDOR,
        key=settings.api_key,
        temperature=JUDGING if role == "evaluator" else settings.temperature,
        timeout_s=settings.timeout_s,
        deadline_s=settings.deadline_s,
        max_tokens=settings.max_tokens,
    )


@asynccontextmanager
async def agent_factory(paths: Paths) -> AsyncIterator[AgentFactory]:
    """Opens a factory for an event loop, with LangChain's and LangGraph's own tracing off unless our setting asks for it."""
    if not load_settings(paths).langsmith:
        os.environ.update(dict.fromkeys(TRACING, "false"))
    opened = AgentFactory(paths)
    try:
        yield opened
    finally:
        await opened.close()
