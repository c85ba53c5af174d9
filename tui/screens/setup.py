"""The setup screen: start, resume, past interviews.

The introduction is painted first; the form follows a moment later, once its files are read and its modules imported.
"""

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer

from simulator.errors import SimulatorError
from tui.base import BaseApp, OpenGuide, OpenHistory, OpenInterview
from tui.widgets.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widgets import Input

    from tui.widgets.setup_form import SetupForm

INTRO = "You are asked about a failure and have a few minutes. Somebody listens and digs; somebody else takes notes, silently."


class SetupScreen(Screen[None]):
    """The screen that the app opens on."""

    app: BaseApp
    CSS_PATH = "setup.tcss"
    BINDINGS = [
        Binding("f2", "guide", "Guidance", tooltip="What to know about the question, to read or search", id="setup.guide"),
        Binding("f5", "start", "Start", tooltip="Start the interview", id="setup.start"),
        Binding("f6", "resume", "Resume", tooltip="Go on with the latest unfinished interview", id="setup.resume"),
        Binding("f7", "history", "Past interviews", tooltip="List what was kept", id="setup.history"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._form: SetupForm | None = None
        self._ready = asyncio.Event()

    def compose(self) -> ComposeResult:
        """The introduction; the form is added below it later."""
        with VerticalScroll(id="setup", can_focus=False):
            yield Text("Interview simulator", classes="title")
            yield Text(INTRO, classes="hint intro")
        yield Footer()

    def on_mount(self) -> None:
        """Loads what the form needs once the introduction is painted."""
        self.call_after_refresh(self._read)

    @work(thread=True)
    def _read(self) -> None:
        """Reads the files and imports what this screen and the next one need, while the user reads the introduction."""
        from agents.library.files import load_all
        from agents.library.personas import Persona
        from agents.library.questions import Question
        from simulator.settings import Settings, load_settings
        from tui.screens import interview  # noqa: F401
        from tui.widgets.setup_form import SetupForm

        personas, bad_personas = load_all("personas", Persona, self.app.paths.library)
        questions, bad_questions = load_all("questions", Question, self.app.paths.library)
        problems = bad_personas + bad_questions
        try:
            settings = load_settings(self.app.paths)
        except SimulatorError as error:
            settings = Settings.model_construct()
            problems.append(str(error))
        self.app.call_from_thread(self._show_form, lambda: SetupForm(personas, questions, settings), problems)

    @work
    async def _show_form(self, make: "Callable[[], SetupForm]", problems: list[str]) -> None:
        self._form = form = make()
        await self.query_one("#setup").mount(form)
        for problem in problems:
            self.app.say(problem, severity="warning")
        self.on_screen_resume()
        form.query_one("#start").focus()
        self._ready.set()
        self.app.host.start()  # does the heavy imports, on its own thread

    def on_screen_resume(self) -> None:
        """Updates what there is to resume."""
        if self._form is not None:
            with self.app.explaining():
                self._form.show_kept(self.app.store.records())
            self.refresh_bindings()

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        """Starts the interview when Enter is pressed in the form."""
        self.call_later(self.run_action, "start")

    async def action_start(self) -> None:
        """Starts an interview with the chosen setup."""
        from simulator.agent_factory import playable

        await self._ready.wait()
        assert self._form is not None
        with self.app.explaining():
            self.app.post_message(OpenInterview(playable(self.app.paths, self._form.chosen())))

    async def action_resume(self) -> None:
        """Resumes the latest unfinished interview."""
        await self._ready.wait()
        with self.app.explaining():
            self.app.post_message(OpenInterview(self.app.store.unfinished().id))

    def action_guide(self) -> None:
        """Opens the guidance."""
        self.app.post_message(OpenGuide())

    def action_history(self) -> None:
        """Opens the list of past interviews."""
        self.app.post_message(OpenHistory())
