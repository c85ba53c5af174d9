"""Starts and resumes sessions: opened once a process, with one compiled graph and one store."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver

from simulator.checkpoints import Checkpoints, open_checkpoints
from simulator.clock import Clock, WallClock
from simulator.engines import Cast, engines
from simulator.graph import compile_graph
from simulator.guidance import NoGuidance, guidance_in
from simulator.lock import only_here
from simulator.paths import Paths
from simulator.session import Session
from simulator.state import Guidance
from simulator.store import Record, Setup, Store


class Interviews:
    """All that sessions share."""

    def __init__(
        self,
        paths: Paths,
        cast: Callable[[Setup], Cast],
        guidance: Guidance,
        store: Store,
        saver: BaseCheckpointSaver[str],
    ) -> None:
        self._paths, self.cast, self._guidance, self._saver = paths, cast, guidance, saver
        self.store = store
        self._graph = compile_graph(saver)

    @asynccontextmanager
    async def new(self, setup: Setup, clock: Clock | None = None, session: str | None = None) -> AsyncIterator[Session]:
        """A new session, kept from its first moment on."""
        record = self.store.create(session or new_id(), setup)
        async with self._open(record, clock) as opened:
            yield opened

    @asynccontextmanager
    async def resumed(self, session: str | None = None, clock: Clock | None = None) -> AsyncIterator[Session]:
        """An unfinished session, the latest without an id; raises InputError, and SessionBusy where it is open elsewhere."""
        async with self._open(self.store.unfinished(session), clock) as opened:
            yield opened

    @asynccontextmanager
    async def _open(self, record: Record, clock: Clock | None) -> AsyncIterator[Session]:
        kept = isinstance(self._saver, Checkpoints)
        with only_here(self._paths, record.id) if kept else nullcontext():
            record = self.store.record(record.id)  # as it is now that nobody else can change it
            session = Session(record, self._graph, self.cast(record.setup), self._guidance, self.store, clock or WallClock())
            try:
                yield session
            finally:
                await session.close()
                if isinstance(self._saver, Checkpoints):
                    await self._saver.settle()
                else:
                    self.store.delete(record.id)


def new_id() -> str:
    """An id that sorts by time and can be typed: date, time and four letters."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


async def delete_session(paths: Paths, session: str) -> str:
    """Forgets a session and its checkpoints, and gives its whole id; raises InputError and SessionBusy."""
    store = Store(paths.sessions)
    try:
        record = store.record(session)
        with only_here(paths, record.id):
            async with open_checkpoints(paths) as saver:
                await saver.adelete_thread(record.id)
            store.delete(record.id)
        (paths.locks / f"{record.id}.lock").unlink(missing_ok=True)
        return record.id
    finally:
        store.close()


@asynccontextmanager
async def open_interviews(paths: Paths) -> AsyncIterator[Interviews]:
    """Kept interviews, on disk."""
    store = Store(paths.sessions)
    try:
        async with open_checkpoints(paths) as saver, engines(paths) as parts:
            yield Interviews(paths, parts.cast, guidance_in(paths), store, saver)
    finally:
        store.close()


@asynccontextmanager
async def simulated_interviews(paths: Paths, *, guided: bool = True) -> AsyncIterator[Interviews]:
    """Interviews that are not kept, with guidance or without."""
    store = Store(None)
    try:
        async with engines(paths) as parts:
            yield Interviews(paths, parts.cast, guidance_in(paths) if guided else NoGuidance(), store, InMemorySaver())
    finally:
        store.close()
