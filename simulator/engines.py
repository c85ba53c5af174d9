"""Who plays the parts: one entry an engine."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from agents.candidates import Ledger
from agents.engine import Candidate, Judge, Voice
from agents.offline.candidate import OfflineCandidate
from agents.offline.judge import OfflineJudge
from agents.offline.voice import OfflineVoice
from agents.plain import without_login
from agents.rubric import Rubric, load_rubric
from simulator.errors import InputError
from simulator.paths import Paths
from simulator.settings import Role, Settings, check_url, load_settings
from simulator.store import Setup

if TYPE_CHECKING:
    from agents.llm.model import ChatModel, Connection

TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
OF_A_ROLE = ("interviewer_model", "evaluator_model", "candidate_model")
JUDGING = 0.0
"""The temperature of an evaluator."""


@dataclass(frozen=True)
class Cast:
    """The agents of an interview."""

    rubric: Rubric
    voice: Voice
    judge: Judge
    candidate: Callable[[Ledger], Candidate] = OfflineCandidate
    """Plays a ledger in a simulation."""


class Engines:
    """Casts interviews; each chat model is made once, and belongs to the loop that uses it."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._models: dict[Connection, ChatModel] = {}

    def cast(self, setup: Setup) -> Cast:
        """The agents that a setup asks for; raises InputError where no chat model is set, and DataError."""
        rubric = load_rubric(self._paths.library)
        voice, judge = OfflineVoice(self._paths.library), OfflineJudge(rubric)
        if setup.engine == "offline":
            return Cast(rubric, voice, judge)
        from agents.llm.candidate import ModelCandidate
        from agents.llm.judge import ModelJudge
        from agents.llm.prompts import Prompts
        from agents.llm.voice import ModelVoice

        settings, prompts = chosen(self._paths, setup), Prompts(self._paths.library)
        return Cast(
            rubric,
            ModelVoice(self.model(settings, "interviewer"), prompts, voice),
            ModelJudge(self.model(settings, "evaluator"), prompts, rubric, judge),
            lambda ledger: ModelCandidate(self.model(settings, "candidate"), prompts, ledger),
        )

    async def close(self) -> None:
        """Lets go of the models."""
        for model in self._models.values():
            await model.close()

    def model(self, settings: Settings, role: Role) -> "ChatModel":
        """The model that plays a part; raises InputError saying what to set."""
        from agents.llm.model import ChatModel

        to = connection(settings, role)
        if to not in self._models:
            self._models[to] = ChatModel(to)
        return self._models[to]


def castable(paths: Paths, setup: Setup) -> Setup:
    """The setup, where its engine can be cast; raises InputError before an interview rather than inside it."""
    if setup.base_url is not None:
        try:
            check_url(setup.base_url)
        except ValueError as error:
            raise InputError(f"--base-url: {error}.") from None
    if setup.engine == "llm":
        for role in get_args(Role):
            connection(chosen(paths, setup), role)
    elif setup.model or setup.base_url:
        raise InputError("A model and a base URL go with the llm engine: say --engine llm.")
    return setup


def chosen(paths: Paths, setup: Setup) -> Settings:
    """The settings with what was said for this one interview over them."""
    settings, url = load_settings(paths), setup.base_url
    if url and url == without_login(settings.base_url or ""):
        url = None  # it was kept without the user and password that the settings have
    said = {"base_url": url, "model": setup.model} | dict.fromkeys(OF_A_ROLE, setup.model)
    return settings.model_copy(update={name: value for name, value in said.items() if value})


def connection(settings: Settings, role: Role) -> "Connection":
    """How a part's model is reached; raises InputError saying what to set."""
    from agents.llm.model import VENDOR, Connection

    model = settings.model_of(role)
    if not model:
        raise InputError("The llm engine needs to know its model: say --model NAME, or set INTERVIEW_MODEL.")
    if settings.base_url is None and not settings.api_key.get_secret_value().strip():
        raise InputError("The llm engine needs a key or a server: set OPENAI_API_KEY, or OPENAI_BASE_URL to one of your own.")
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
async def engines(paths: Paths) -> AsyncIterator[Engines]:
    """The engines of a loop, with LangChain's and LangGraph's own tracing turned off where our setting does not ask for it."""
    if not load_settings(paths).langsmith:
        os.environ.update(dict.fromkeys(TRACING, "false"))
    opened = Engines(paths)
    try:
        yield opened
    finally:
        await opened.close()
