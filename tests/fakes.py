"""Fakes that are queues with a history, and setups to play with."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.engine import Brief
from agents.evaluator.marking import shipped_mark_weights
from agents.evaluator.offline import OfflineEvaluator
from agents.interviewer.hooks import hooks_of
from agents.interviewer.offline import OfflineVoice
from agents.library import personas, questions
from agents.library.files import load_named
from agents.library.personas import Persona
from agents.library.questions import Question
from agents.reading.answer import shipped_reader
from agents.rubric import load_rubric
from agents.scorecard import Note, Scorecard
from agents.transcript import Transcript, Turn
from simulator.agent_factory import Agents
from simulator.clock import Clock, SimulatedClock
from simulator.events import AwaitingAnswer, Event
from simulator.guidance import NoGuidance
from simulator.interviews import Interviews
from simulator.paths import Paths
from simulator.session import Session
from simulator.setup import Mode, Setup
from simulator.store import Store

RUBRIC = load_rubric()
STORY = (
    "In 2021 I led the billing team at a small bank. I decided to skip the load test because we were late. "
    "4,000 customers could not pay for two days and we lost 80,000 euros."
)
REPAIR = "I rolled it back within the hour, told my boss and called the largest customers myself."
CHANGE = "Since then every release in the team goes through a load test, and the last five went out without an outage."


def persona(name: str = personas.DEFAULT) -> Persona:
    return load_named("personas", name, Persona, None)


def setup(minutes: float | None = 15, *, mode: Mode = "stress", seed: int = 1, persona_name: str = personas.DEFAULT) -> Setup:
    question = load_named("questions", questions.DEFAULT, Question, None)
    return Setup(persona=persona(persona_name), question=question, minutes=minutes, mode=mode, seed=seed)


def said(*texts: str) -> Transcript:
    """A transcript of the candidate's turns only."""
    return tuple(Turn(speaker="candidate", text=text) for text in texts)


class ScriptedEvaluator(OfflineEvaluator):
    """Judges as the offline one does, after doing what its queue says: a number of seconds to wait, or an error to raise."""

    def __init__(self, queue: Iterable[float | Exception] = ()) -> None:
        super().__init__(RUBRIC, shipped_reader(), shipped_mark_weights())
        self.queue, self.history = list(queue), list[str]()

    async def note(self, transcript: Transcript, turn: int) -> Note:
        self.history.append(f"begins {turn}")
        step = self.queue.pop(0) if self.queue else 0
        if isinstance(step, Exception):
            raise step
        await asyncio.sleep(step)
        self.history.append(f"noted {turn}")
        return await super().note(transcript, turn)

    async def score(self, transcript: Transcript, notes: tuple[Note, ...], card_id: str) -> Scorecard:
        self.history.append(f"scores with {len(notes)} notes")
        return await super().score(transcript, notes, card_id)


class RecordingVoice(OfflineVoice):
    """Speaks as the offline one does and remembers every brief."""

    def __init__(self) -> None:
        super().__init__(shipped_reader(), hooks_of())
        self.history: list[Brief] = []

    async def say(self, brief: Brief) -> AsyncIterator[str]:
        self.history.append(brief)
        async for sentence in super().say(brief):
            yield sentence


@dataclass
class Environment:
    """Interviews whose parts a test can look at."""

    paths: Paths
    evaluator: ScriptedEvaluator = field(default_factory=ScriptedEvaluator)
    voice: RecordingVoice = field(default_factory=RecordingVoice)
    clock: SimulatedClock = field(default_factory=SimulatedClock)
    database: Path | None = None

    @asynccontextmanager
    async def session(self, chosen: Setup, clock: Clock | None = None) -> AsyncIterator[Session]:
        store = Store(self.database)
        try:
            agents = Agents(RUBRIC, shipped_reader(), hooks_of(), self.voice, self.evaluator)
            interviews = Interviews(self.paths, lambda _setup: agents, NoGuidance(), store)
            async with interviews.new(chosen, clock or self.clock) as session:
                yield session
        finally:
            store.close()


async def play_through(session: Session, answers: Iterable[str], seen: list[Event] | None = None) -> list[Event]:
    """Answers until the interview is over; ends it when the answers run out."""
    left, seen = list(answers), [] if seen is None else seen
    async for event in session.events():
        seen.append(event)
        if isinstance(event, AwaitingAnswer):
            if left:
                session.answer(left.pop(0))
            else:
                session.end()
    return seen


def of_type(events: Iterable[Event], kind: Any) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]
