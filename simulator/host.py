"""Runs sessions on their own thread and event loop, so that nothing in them blocks the screen.

Importing this module is cheap, because LangGraph and Chroma are imported on the thread.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from simulator.clock import Stopwatch
from simulator.errors import explained
from simulator.events import Event, Failed
from simulator.paths import Paths
from simulator.setup import Setup

if TYPE_CHECKING:
    from simulator.interviews import Interviews
    from simulator.session import Session

Deliver = Callable[[Event], object]
LOADING, OPENING, ASKING = "Loading the interviewer", "Opening your interviews", "Preparing the question"
"""What the user is waiting for, in this order."""
LONGEST_END_S = 60.0
"""How long closing may take, because an import in progress cannot be stopped and a program that exits inside Chroma crashes."""
log = logging.getLogger(__name__)


class Host:
    """Runs all of a front end's sessions on one thread, one session at a time.

    Any exception on it becomes an event with a sentence, and goes to the log with its traceback.
    """

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._loop = asyncio.new_event_loop()
        self._jobs: asyncio.Queue[tuple[Setup | str, Deliver] | None] = asyncio.Queue()
        self._session: Session | None = None
        self._interviews: Interviews | None = None
        self._playing: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._main, name="interviews", daemon=True)
        self.stage = LOADING
        """What is happening before the first question; can be read from any thread."""

    def start(self) -> None:
        """Starts the heavy imports; call it after the first paint."""
        self._thread.start()

    def play(self, what: Setup | str, deliver: Deliver) -> None:
        """Starts an interview, or resumes the one with that id; its events go to `deliver`, on the host's thread."""
        self._loop.call_soon_threadsafe(self._jobs.put_nowait, (what, deliver))

    def do(self, action: "Callable[[Session], object]") -> None:
        """Runs an action on the active session, which reports any failure; does nothing if no session is active."""

        def act() -> None:
            session = self._session
            if session is None:
                return
            try:
                action(session)
            except Exception as error:
                log.exception("session %s could not do what it was asked", session.record.id)
                session.not_stored(error)

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)

    @property
    def watch(self) -> Stopwatch | None:
        """The active session's clock, for reading only."""
        session = self._session
        return session.watch if session is not None else None

    def leave(self) -> None:
        """Stops the active session, which is saved and can be resumed."""

        def cancel() -> None:
            while not self._jobs.empty():  # a queued interview must not start once nobody is watching
                self._jobs.get_nowait()
            if self._playing is not None:
                self._playing.cancel()

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(cancel)

    def close(self) -> None:
        """Stops the active session and ends the thread."""
        if self._thread.is_alive():
            self.leave()
            self._loop.call_soon_threadsafe(self._jobs.put_nowait, None)
            self._thread.join(timeout=LONGEST_END_S)
        elif not self._loop.is_closed():
            self._loop.close()

    def _main(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        """Opens the interviews, then plays what is requested until None arrives; if opening fails, each request tries again."""
        async with AsyncExitStack() as opened:
            try:
                await self._open(opened)
            except Exception:
                log.warning("interviews cannot be opened yet", exc_info=True)
            while job := await self._jobs.get():
                self._playing = asyncio.create_task(self._play(opened, *job))
                await asyncio.gather(self._playing, return_exceptions=True)

    async def _open(self, opened: AsyncExitStack) -> "Interviews":
        if self._interviews is None:
            self.stage = LOADING
            from simulator.interviews import open_interviews

            self.stage = OPENING
            self._interviews = await opened.enter_async_context(open_interviews(self._paths))
        self.stage = ASKING
        return self._interviews

    async def _play(self, opened: AsyncExitStack, what: Setup | str, deliver: Deliver) -> None:
        try:
            interviews = await self._open(opened)
            async with interviews.resumed(what) if isinstance(what, str) else interviews.new(what) as session:
                self._session = session
                async for event in session.events():
                    deliver(_resumable(event, session.record.id))
        except Exception as error:
            log.exception("an interview could not be held")
            deliver(Failed(explained(error).sentence))
        finally:
            self._session = None


def _resumable(event: Event, session: str) -> Event:
    """Adds to a failure how to resume the session."""
    if not isinstance(event, Failed):
        return event
    return Failed(f"{event.sentence} What you sent is kept: 'interview resume {session}' goes on.")
