"""Starts and resumes sessions: opened once a process, with one compiled graph and one store.

What is kept of an interview is its transcript; the graph's own checkpoints live in memory while a session is open, and are laid
anew from the transcript when it is resumed. So nothing can say otherwise than what was said.
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
    """All that sessions share."""

    def __init__(
        self, paths: Paths, agents: Callable[[Setup], Agents], guidance: Guidance, store: Store, *, kept: bool = False
    ) -> None:
        self._paths, self.agents, self._guidance, self._kept = paths, agents, guidance, kept
        self.store, self._saver = store, InMemorySaver()
        self._graph = compile_graph(self._saver)

    @asynccontextmanager
    async def new(self, setup: Setup, clock: Clock | None = None, session: str | None = None) -> AsyncIterator[Session]:
        """A new session, kept from its first moment on."""
        agents = self.agents(setup)  # before anything is kept of an interview that cannot be held
        async with self._open(self.store.create(session or new_id(), setup), agents, clock) as opened:
            yield opened

    @asynccontextmanager
    async def resumed(self, session: str | None = None, clock: Clock | None = None) -> AsyncIterator[Session]:
        """An unfinished session, the latest without an id; raises InputError, and SessionBusy where it is open elsewhere."""
        record = self.store.unfinished(session)
        async with self._open(record, self.agents(record.setup), clock) as opened:
            yield opened

    @asynccontextmanager
    async def _open(self, record: Record, agents: Agents, clock: Clock | None) -> AsyncIterator[Session]:
        with only_here(self._paths, record.id) if self._kept else nullcontext():
            record = self.store.record(record.id)  # as it is now that nobody else can change it
            session = Session(record, self._graph, self._saver, agents, self._guidance, self.store, clock or WallClock())
            try:
                yield session
            finally:
                await session.close()
                if not self._kept:
                    self.store.delete(record.id)


def new_id() -> str:
    """An id that sorts by time and can be typed: date, time and four letters."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def delete_session(paths: Paths, session: str) -> str:
    """Forgets a session and gives its whole id; raises InputError, SessionBusy and StorageError."""
    with closing(Store(paths.sessions)) as store:
        whole = store.id_of(session)
        with only_here(paths, whole):
            store.delete(whole)
        (paths.locks / f"{whole}.lock").unlink(missing_ok=True)
        return whole


@asynccontextmanager
async def open_interviews(paths: Paths) -> AsyncIterator[Interviews]:
    """Kept interviews, on disk; guidance arrives while the first question is asked."""
    with closing(Store(paths.sessions)) as store, closing(ArrivingGuidance(paths)) as guidance:
        async with agent_factory(paths) as factory:
            yield Interviews(paths, factory.agents, guidance, store, kept=True)


@asynccontextmanager
async def simulated_interviews(paths: Paths, *, guided: bool = True) -> AsyncIterator[Interviews]:
    """Interviews that are not kept, with guidance or without."""
    with closing(Store(None)) as store, closing(guidance_in(paths) if guided else NoGuidance()) as guidance:
        async with agent_factory(paths) as factory:
            yield Interviews(paths, factory.agents, guidance, store)
