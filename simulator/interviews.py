"""Starts and resumes sessions: opened once a process, with one compiled graph, one store and one cast."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from filelock import FileLock, Timeout
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from simulator.clock import Clock, WallClock
from simulator.engines import Cast, offline_cast
from simulator.errors import InputError, SessionBusy
from simulator.graph import compile_graph
from simulator.guidance import guidance_in
from simulator.paths import Paths
from simulator.session import Session
from simulator.state import Guidance
from simulator.store import Record, Setup, Store


class Interviews:
    """All that sessions share."""

    def __init__(self, paths: Paths, cast: Cast, guidance: Guidance, store: Store, saver: BaseCheckpointSaver[str]) -> None:
        self._paths, self._cast, self._guidance, self._saver = paths, cast, guidance, saver
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
        async with self._open(unfinished(self.store, session), clock) as opened:
            yield opened

    @asynccontextmanager
    async def _open(self, record: Record, clock: Clock | None) -> AsyncIterator[Session]:
        self._paths.locks.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self._paths.locks / f"{record.id}.lock", timeout=0):
                record = self.store.record(record.id)  # as it is now that nobody else can change it
                yield Session(record, self._graph, self._cast, self._guidance, self.store, clock or WallClock())
        except Timeout:
            raise SessionBusy(f"The interview {record.id} is open in another window: close it there, then try again.") from None


def new_id() -> str:
    """An id that sorts by time and can be typed: date, time and four letters."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def unfinished(store: Store, session: str | None) -> Record:
    """The session to resume; raises InputError where there is none."""
    if session is not None:
        record = store.record(session)
        if record.finished:
            raise InputError(f"The interview {record.id} is finished: 'interview report {record.id} --format md' shows it.")
        return record
    for record in store.records():
        if not record.finished:
            return record
    raise InputError("There is no unfinished interview: 'interview start' begins one.")


@asynccontextmanager
async def open_interviews(paths: Paths) -> AsyncIterator[Interviews]:
    """Kept interviews, on disk."""
    store = Store(paths.sessions)
    try:
        async with AsyncSqliteSaver.from_conn_string(str(paths.checkpoints)) as saver:
            cast = offline_cast(paths.library)
            yield Interviews(paths, cast, guidance_in(paths.knowledge), store, saver)
    finally:
        store.close()


@asynccontextmanager
async def simulated_interviews(paths: Paths) -> AsyncIterator[Interviews]:
    """Interviews that are not kept."""
    store = Store(None)
    try:
        yield Interviews(paths, offline_cast(paths.library), guidance_in(paths.knowledge), store, InMemorySaver())
    finally:
        store.close()
