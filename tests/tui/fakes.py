"""A host that plays what a test tells it, and remembers what the app asked of it."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from textual.pilot import Pilot

from agents.evaluator.offline import OfflineEvaluator
from agents.moves import Move
from agents.transcript import Transcript, Turn
from simulator.clock import SimulatedClock, Stopwatch
from simulator.events import AwaitingAnswer, Event, Spoke
from simulator.host import Host
from simulator.paths import Paths
from simulator.setup import Setup
from simulator.store import Store
from tests.conftest import until
from tests.fakes import CHANGE, REPAIR, RUBRIC, STORY, setup
from tui.app import InterviewApp

QUESTION = Turn(speaker="interviewer", text="Hello. Tell me about a time you failed.", move=Move(kind="open"))


class ScriptedSession:
    """Writes down what the app has a session do."""

    def __init__(self) -> None:
        self.history: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *words: self.history.append((name, *words))


class ScriptedHost(Host):
    """Delivers its queue of events when an interview starts."""

    def __init__(self, paths: Paths, queue: Iterable[Event] = ()) -> None:
        super().__init__(paths)
        self.queue = list(queue)
        self.session = ScriptedSession()
        self.history: list[object] = []
        self.clock = SimulatedClock()
        self._watch = Stopwatch(self.clock, 900, used=65)
        self.deliver: Callable[[Event], object] = lambda event: None

    def start(self) -> None:
        self.history.append("start")

    def play(self, what: Setup | str, deliver: Callable[[Event], object]) -> None:
        self.history.append(what)
        self.deliver = deliver
        for event in self.queue:
            deliver(event)

    def do(self, action: Callable[[Any], object]) -> None:
        action(self.session)

    @property
    def watch(self) -> Stopwatch:
        return self._watch

    def leave(self) -> None:
        self.history.append("leave")

    def close(self) -> None:
        self._loop.close()


def asked(text: str = QUESTION.text) -> list[Event]:
    """The opening question, and the candidate's turn."""
    return [Spoke(0, QUESTION.model_copy(update={"text": text})), AwaitingAnswer(1)]


@asynccontextmanager
async def opened(
    paths: Paths, *queue: Event, size: tuple[int, int] = (80, 24), launch: Setup | str | None = None
) -> AsyncIterator[tuple[Pilot[None], InterviewApp, ScriptedHost]]:
    """The app on a scripted host."""
    host = ScriptedHost(paths, queue)
    app = InterviewApp(paths, launch, host)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(lambda: "start" in host.history)
        await pilot.pause()
        yield pilot, app, host


def keep_finished(paths: Paths, *texts: str, session: str = "20260203-101500-abcd") -> Transcript:
    """Puts a finished interview into the store."""
    turns: list[Turn] = [QUESTION]
    probe = Move(kind="dig", dimension="growth", part="measure", why="growth is missing")
    for text in texts or (STORY, REPAIR, CHANGE):
        turns.append(Turn(speaker="candidate", text=text, at_s=60))
        turns.append(Turn(speaker="interviewer", text="Go on?", move=probe, at_s=90))
    store = Store(paths.sessions)
    store.create(session, setup())
    for number, turn in enumerate(turns):
        store.add_turn(session, number, turn)
    card = OfflineEvaluator.shipped(RUBRIC).scorecard(tuple(turns), session)
    store.finish(session, "covered", card, 312)
    _date(store, session)
    store.close()
    return tuple(turns)


def keep_unfinished(paths: Paths, session: str = "20260204-091500-beef") -> None:
    """Puts an interview into the store that stands at its first question."""
    store = Store(paths.sessions)
    store.create(session, setup())
    store.add_turn(session, 0, QUESTION)
    store.save_progress(session, 65, "I was about to")
    _date(store, session)
    store.close()


def _date(store: Store, session: str) -> None:
    created = datetime.strptime(session[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    store._db.execute("UPDATE sessions SET created = ? WHERE id = ?", (created.isoformat(), session))
