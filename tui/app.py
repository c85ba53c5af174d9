"""The terminal app: setup, interview, report, history.

What the first screen does not need is imported when it is needed, so that the first paint does not wait for it.
"""

import asyncio
import logging
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen
from textual.worker import WorkerFailed

from agents.plain import plain
from simulator.errors import PROBLEM, explained
from simulator.paths import Paths
from tui.screens.setup import SetupScreen

if TYPE_CHECKING:
    from simulator.host import Host
    from simulator.store import Setup, Store

SIGNALS = ("SIGHUP", "SIGINT", "SIGTERM")
"""What ends the app in order, with a clean terminal and a kept interview; Windows has not all of them."""
log = logging.getLogger(__name__)


class InterviewApp(App[None]):
    """Opens on the setup screen, or straight in an interview."""

    TITLE = "Interview"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    CSS_PATH = "app.tcss"
    BINDINGS = [
        Binding("ctrl+q", "quit", "Quit", tooltip="Leave the program; an interview is kept and can be resumed", id="quit"),
        Binding("f1", "toggle_help", "Help", tooltip="Show or hide the keys of this screen", id="help", priority=True),
    ]

    def __init__(self, paths: Paths, launch: "Setup | str | None" = None, host: "Host | None" = None) -> None:
        """`launch`: a setup to start with at once, or the id of a session to resume."""
        super().__init__()
        self.paths = paths
        self._launch = launch
        self._host = host
        self._store: Store | None = None
        self.failure: BaseException | None = None
        """What ended the app before its time."""

    @property
    def host(self) -> "Host":
        """Where interviews run."""
        if self._host is None:
            from simulator.host import Host

            self._host = Host(self.paths)
        return self._host

    @property
    def store(self) -> "Store":
        """The kept sessions; this connection belongs to the screen's thread."""
        if self._store is None:
            from simulator.store import Store

            self._store = Store(self.paths.sessions)
        return self._store

    def on_mount(self) -> None:
        """Shows the first screen, which calls `begin` when it is painted."""
        if not self.is_headless:
            for name in SIGNALS:
                with suppress(AttributeError, NotImplementedError, ValueError):
                    number = getattr(signal, name)
                    asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)
        self.push_screen(SetupScreen())
        if self._launch is not None:
            self.interview(self._launch)

    def begin(self) -> None:
        """Begins the heavy imports, on the host's thread."""
        self.host.start()

    def interview(self, what: "Setup | str") -> None:
        """Starts an interview, or resumes the session of that id."""
        from tui.screens.interview import InterviewScreen

        with self.telling():
            setup = self.store.record(what).setup if isinstance(what, str) else what
            self.push_screen(InterviewScreen(what, setup))

    def show_report(self, session: str) -> None:
        """Opens the report of a finished session."""
        from agents.rubric import load_rubric
        from tui.screens.report import ReportScreen

        with self.telling():
            rubric = load_rubric(self.paths.library)
            self.push_screen(ReportScreen(self.store.record(session), self.store.transcript(session), rubric))

    def show_history(self) -> None:
        """Opens the list of past sessions."""
        from tui.screens.history import HistoryScreen

        self.push_screen(HistoryScreen())

    def show_guide(self) -> None:
        """Opens the guidance to read."""
        from tui.screens.guide import GuideScreen

        self.push_screen(GuideScreen())

    def say(self, sentence: str, *, severity: str = "information") -> None:
        """Tells the person something in passing; never as markup."""
        self.notify(plain(sentence), severity=severity, markup=False)  # type: ignore[arg-type]

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tells what goes wrong inside where it is nobody's fault in here; the screen stays as it is."""
        try:
            yield
        except Exception as error:
            told = explained(error)
            if not told.expected:
                raise
            log.warning("%s", told.sentence, exc_info=error)
            self.say(told.sentence, severity="error")

    def _handle_exception(self, error: Exception) -> None:
        """Ends the app by what was raised in it; `open_app` explains it: Textual would print all local variables, keys too."""
        if self._exception is None:
            self._exception = error
            self._exception_event.set()  # for tests, which raise it
            self.failure = error.error if isinstance(error, WorkerFailed) else error
        self._return_code = PROBLEM
        self._close_messages_no_wait()

    def action_toggle_help(self) -> None:
        """Shows or hides the help panel."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: what the screen's keys do, then Textual's own commands."""
        for active in screen.active_bindings.values():
            binding = active.binding
            if active.node is screen and binding.show and active.enabled:
                action = binding.action
                yield SystemCommand(
                    binding.description, binding.tooltip, lambda action=action: self.call_later(screen.run_action, action)
                )
        yield from super().get_system_commands(screen)

    def on_unmount(self) -> None:
        """Leaves an interview in order, so that it can be resumed."""
        if self._host is not None:
            self._host.close()
        if self._store is not None:
            self._store.close()
