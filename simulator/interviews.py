"""Starts and resumes sessions; opened once per process, with one compiled graph and one store.

Only the transcript of an interview is saved. The graph's own checkpoints stay in memory while a session is open and are rebuilt
from the transcript on resume, so they can never contradict what was said.
"""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, nullcontext
from datetime import datetime

from langgraph.checkpoint.memory import InMemorySaver

from simulator.agent_factory import Agents, agent_factory
from simulator.clock import Clock, WallClock
from simulator.graph import compile_graph
from simulator.guidance import ArrivingGuidance, Guidance, NoGuidance, guidance_in
from simulator.lock import only_here
from simulator.paths import Paths
from simulator.session import Session
from simulator.setup import Setup
from simulator.store import Record, Store


class Interviews:
    """Everything that sessions share."""

    def __init__(
        self, paths: Paths, agents: Callable[[Setup], Agents], guidance: Guidance, store: Store, *, kept: bool = False
    ) -> None:
        self._paths, self.agents, self._guidance, self._kept = paths, agents, guidance, kept
        self.store, self._saver = store, InMemorySaver()
        self._graph = compile_graph(self._saver)

    @asynccontextmanager
    async def new(self, setup: Setup, clock: Clock | None = None, session: str | None = None) -> AsyncIterator[Session]:
        """Opens a new session, which is stored from the very start."""
        agents = self.agents(setup)  # first, so that nothing is stored for an interview that cannot start
        async with self._open(self.store.create(session or new_id(), setup), agents, clock) as opened:
            yield opened

    @asynccontextmanager
    async def resumed(self, session: str | None = None, clock: Clock | None = None) -> AsyncIterator[Session]:
        """Reopens an unfinished session, by default the latest; raises InputError, or SessionBusy if it is open elsewhere."""
        record = self.store.unfinished(session)
        async with self._open(record, self.agents(record.setup), clock) as opened:
            yield opened

    @asynccontextmanager
    async def _open(self, record: Record, agents: Agents, clock: Clock | None) -> AsyncIterator[Session]:
        with only_here(self._paths, record.id) if self._kept else nullcontext():
            record = self.store.record(record.id)  # read again now that nobody else can change it
            before = self.store.said_before(record) if self._kept else ""
            session = Session(
                record, self._graph, self._saver, agents, self._guidance, self.store, clock or WallClock(), before
            )
            try:
                yield session
            finally:
                await session.close()
                if not self._kept:
                    self.store.delete(record.id)


def new_id() -> str:
    """Returns an id that sorts by time and is easy to type: date, time and four hex digits."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def delete_session(paths: Paths, session: str) -> str:
    """Permanently deletes a session and returns its full id; raises InputError, SessionBusy and StorageError."""
    with closing(Store(paths.sessions)) as store:
        whole = store.id_of(session)
        with only_here(paths, whole):
            store.delete(whole)
        (paths.locks / f"{whole}.lock").unlink(missing_ok=True)
        return whole


@asynccontextmanager
async def open_interviews(paths: Paths) -> AsyncIterator[Interviews]:
    """Opens interviews that are saved to disk; guidance loads while the first question is asked."""
    with closing(Store(paths.sessions)) as store, closing(ArrivingGuidance(paths)) as guidance:
        async with agent_factory(paths) as factory:
            yield Interviews(paths, factory.agents, guidance, store, kept=True)


@asynccontextmanager
async def simulated_interviews(paths: Paths, *, guided: bool = True) -> AsyncIterator[Interviews]:
    """Opens interviews that are not saved, with or without guidance."""
    with closing(Store(None)) as store, closing(guidance_in(paths) if guided else NoGuidance()) as guidance:
        async with agent_factory(paths) as factory:
            yield Interviews(paths, factory.agents, guidance, store)
