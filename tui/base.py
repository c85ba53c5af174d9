"""What every screen can use from the app: the file locations, the host that runs interviews, and notifications.

Screens know this module and its messages, not the app that opens them.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import App
from textual.css.query import NoMatches
from textual.message import Message
from textual.worker import WorkerFailed

from agents.plain import plain
from simulator.errors import PROBLEM, explained
from simulator.paths import Paths

if TYPE_CHECKING:
    from simulator.host import Host
    from simulator.setup import Setup
    from simulator.store import Store

log = logging.getLogger(__name__)


@dataclass
class OpenInterview(Message):
    """Start an interview with this setup, or resume the session with this id."""

    what: "Setup | str"


@dataclass
class OpenReport(Message):
    """Open the report of a finished session."""

    session: str


class OpenHistory(Message):
    """Open the list of past sessions."""


class OpenGuide(Message):
    """Open the guidance reader."""


class BaseApp(App[None]):
    """The app without its screens."""

    def __init__(self, paths: Paths, host: "Host | None" = None) -> None:
        super().__init__()
        self.paths = paths
        self._host = host
        self._store: Store | None = None
        self.failure: BaseException | None = None
        """The error that ended the app, if there was one."""

    @property
    def host(self) -> "Host":
        """The host that runs the interviews."""
        if self._host is None:
            from simulator.host import Host

            self._host = Host(self.paths)
        return self._host

    @property
    def store(self) -> "Store":
        """The saved sessions; this connection belongs to the screens' thread."""
        if self._store is None:
            from simulator.store import Store

            self._store = Store(self.paths.sessions)
        return self._store

    def say(self, sentence: str, *, severity: str = "information") -> None:
        """Shows a brief notification, which is never interpreted as markup."""
        self.notify(plain(sentence), severity=severity, markup=False)  # type: ignore[arg-type]

    @contextmanager
    def explaining(self) -> Iterator[None]:
        """Turns an expected error inside into a notification and leaves the screen as it is; any other error is raised."""
        try:
            yield
        except Exception as error:
            told = explained(error)
            if not told.expected:
                raise
            log.warning("%s", told.sentence, exc_info=error)
            self.say(told.sentence, severity="error")

    def _handle_exception(self, error: Exception) -> None:
        """Ends the app and leaves it to `open_app` to explain the error: Textual would print all local variables, even keys."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self._exit and isinstance(cause, NoMatches):  # the user has quit while a worker was still building the screen
            log.info("the app closed before a screen was ready: %s", cause)
            return
        if self._exception is None:
            self._exception = error
            self._exception_event.set()  # for tests, which raise it
            self.failure = cause
        self._return_code = PROBLEM
        self._close_messages_no_wait()

    def on_unmount(self) -> None:
        """Closes a running interview cleanly, so that it can be resumed."""
        if self._host is not None:
            self._host.close()
        if self._store is not None:
            self._store.close()
