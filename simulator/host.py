"""Runs sessions on a thread and a loop of its own, so that nothing in them stalls a screen.

Importing this module is cheap: LangGraph and Chroma are imported on the thread.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.clock import Stopwatch
from simulator.errors import SimulatorError
from simulator.events import Event, Failed
from simulator.paths import Paths
from simulator.store import Setup

if TYPE_CHECKING:
    from simulator.interviews import Interviews
    from simulator.session import Session

Deliver = Callable[[Event], object]
log = logging.getLogger(__name__)


class Host:
    """One thread for all sessions of a front end, one session at a time."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._loop = asyncio.new_event_loop()
        self._jobs: asyncio.Queue[tuple[Setup | str, Deliver] | None] = asyncio.Queue()
        self._session: Session | None = None
        self._playing: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._main, name="interviews", daemon=True)

    def start(self) -> None:
        """Begins the heavy imports; call it after the first paint."""
        self._thread.start()

    def play(self, what: Setup | str, deliver: Deliver) -> None:
        """Starts an interview, or resumes the one of that id; its events go to `deliver`, on the host's thread."""
        self._loop.call_soon_threadsafe(self._jobs.put_nowait, (what, deliver))

    def do(self, action: "Callable[[Session], object]") -> None:
        """Has the session that is playing do something; nothing happens where none is."""

        def act() -> None:
            if self._session is not None:
                action(self._session)

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)

    @property
    def watch(self) -> Stopwatch | None:
        """The clock of the session that is playing, to read from."""
        session = self._session
        return session.watch if session is not None else None

    def leave(self) -> None:
        """Stops playing; the session is kept and can be resumed."""

        def cancel() -> None:
            if self._playing is not None:
                self._playing.cancel()

        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(cancel)

    def close(self) -> None:
        """Leaves, and ends the thread."""
        if self._thread.is_alive():
            self.leave()
            self._loop.call_soon_threadsafe(self._jobs.put_nowait, None)
            self._thread.join(timeout=10)
        elif not self._loop.is_closed():
            self._loop.close()

    def _main(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        """Opens the interviews once, then plays what is asked for until None comes."""
        try:
            from simulator.interviews import open_interviews

            async with open_interviews(self._paths) as interviews:
                while job := await self._jobs.get():
                    self._playing = asyncio.create_task(self._play(interviews, *job))
                    await asyncio.gather(self._playing, return_exceptions=True)
        except Exception as error:
            log.exception("interviews cannot be opened")
            sentence = str(error) if isinstance(error, SimulatorError) else f"Interviews cannot run here: {error}"
            while job := await self._jobs.get():
                job[1](Failed(f"{sentence} ('interview doctor' says more.)"))

    async def _play(self, interviews: "Interviews", what: Setup | str, deliver: Deliver) -> None:
        opened = interviews.resumed(what) if isinstance(what, str) else interviews.new(what)
        try:
            async with opened as self._session:
                async for event in self._session.events():
                    deliver(event)
        except SimulatorError as error:
            deliver(Failed(str(error)))
        finally:
            self._session = None
