"""The terminal app: setup, interview, report, history.

Anything that the first screen does not need is imported on demand, so that it does not delay the first paint.
"""

import asyncio
import signal
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import on
from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from simulator.paths import Paths
from tui.base import BaseApp, OpenGuide, OpenHistory, OpenInterview, OpenReport
from tui.screens.setup import SetupScreen

if TYPE_CHECKING:
    from simulator.host import Host
    from simulator.setup import Setup

SIGNALS = ("SIGHUP", "SIGINT", "SIGTERM")
"""Signals that end the app cleanly, with the terminal restored and the interview saved; Windows lacks some of them."""


class InterviewApp(BaseApp):
    """Opens on the setup screen, or straight into an interview."""

    TITLE = "Interview"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    CSS_PATH = "app.tcss"
    BINDINGS = [
        Binding("ctrl+q", "quit", "Quit", tooltip="Leave the program; an interview is kept and can be resumed", id="quit"),
        Binding("f1", "toggle_help", "Help", tooltip="Show or hide the keys of this screen", id="help", priority=True),
    ]

    def __init__(self, paths: Paths, launch: "Setup | str | None" = None, host: "Host | None" = None) -> None:
        """`launch` is a setup to start right away, or the id of a session to resume."""
        super().__init__(paths, host)
        self._launch = launch

    def on_mount(self) -> None:
        """Shows the first screen, which starts the host once it has been painted."""
        if not self.is_headless:
            for name in SIGNALS:
                with suppress(AttributeError, NotImplementedError, ValueError):
                    number = getattr(signal, name)
                    asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)
        self.push_screen(SetupScreen())
        if self._launch is not None:
            self._interview(OpenInterview(self._launch))

    @on(OpenInterview)
    def _interview(self, asked: OpenInterview) -> None:
        from tui.screens.interview import InterviewScreen

        with self.explaining():
            setup = self.store.record(asked.what).setup if isinstance(asked.what, str) else asked.what
            self.push_screen(InterviewScreen(asked.what, setup))

    @on(OpenReport)
    def _report(self, asked: OpenReport) -> None:
        from agents.rubric import load_rubric
        from simulator.report.content import report_of
        from tui.screens.report import ReportScreen

        with self.explaining():
            rubric = load_rubric(self.paths.library)
            record, turns = self.store.record(asked.session), self.store.transcript(asked.session)
            self.push_screen(ReportScreen(report_of(record, turns, self.store.provenance(record.id), rubric)))

    @on(OpenHistory)
    def _history(self) -> None:
        from tui.screens.history import HistoryScreen

        self.push_screen(HistoryScreen())

    @on(OpenGuide)
    def _guide(self) -> None:
        from tui.screens.guide import GuideScreen

        self.push_screen(GuideScreen())

    def action_toggle_help(self) -> None:
        """Shows or hides the help panel."""
        if self.screen.query("HelpPanel"):
            self.action_hide_help_panel()
        else:
            self.action_show_help_panel()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette: what this screen's keys do, then Textual's own commands."""
        for active in screen.active_bindings.values():
            binding = active.binding
            if active.node is screen and binding.show and active.enabled:
                action = binding.action
                yield SystemCommand(
                    binding.description, binding.tooltip, lambda action=action: self.call_later(screen.run_action, action)
                )
        yield from super().get_system_commands(screen)
