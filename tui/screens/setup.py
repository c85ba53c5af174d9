"""The setup screen: who asks, what, and for how long."""

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Footer, Input, Label, Select

from agents import personas, questions
from agents.library import Entry, load_all
from agents.personas import Persona
from agents.questions import Question
from simulator.errors import SimulatorError
from simulator.store import DEFAULT_MINUTES, Setup, parse_minutes
from tui.widgets.text import Text

if TYPE_CHECKING:
    from tui.app import InterviewApp

INTRO = "You are asked about a failure and have a few minutes. Somebody listens and digs; somebody else takes notes, silently."


class SetupScreen(Screen[None]):
    """Where everybody begins."""

    app: "InterviewApp"
    CSS_PATH = "setup.tcss"
    AUTO_FOCUS = "#start"
    BINDINGS = [
        Binding("f5", "start", "Start", tooltip="Start the interview", id="setup.start"),
        Binding("f6", "resume", "Resume", tooltip="Go on with the latest unfinished interview", id="setup.resume"),
        Binding("f7", "history", "Past interviews", tooltip="List what was kept", id="setup.history"),
    ]

    def compose(self) -> ComposeResult:
        """A form with a row each, and the buttons."""
        self._personas, bad_personas = load_all("personas", Persona, self.app.paths.library)
        self._questions, bad_questions = load_all("questions", Question, self.app.paths.library)
        self._problems = bad_personas + bad_questions
        with VerticalScroll(id="form"):
            yield Text("Interview simulator", classes="title")
            yield Text(INTRO, classes="hint intro")
            with Horizontal(classes="row"):
                yield Label("Interviewer")
                yield _choice("persona", self._personas, personas.DEFAULT)
            yield Text(id="persona-summary", classes="hint summary")
            with Horizontal(classes="row"):
                yield Label("Question")
                yield _choice("question", self._questions, questions.DEFAULT)
            yield Text(id="question-summary", classes="hint summary")
            with Horizontal(classes="row"):
                yield Label("Minutes")
                yield Input(str(DEFAULT_MINUTES), id="minutes", compact=True, max_length=5)
                yield Text("10 to 20 are usual; leave it empty for no limit", classes="hint")
            with Horizontal(classes="row"):
                yield Label("Evaluator")
                modes = [("silent until the end (stress)", "stress"), ("a note after each answer (learning)", "learning")]
                yield Select(modes, allow_blank=False, id="mode", compact=True)
            with Horizontal(id="buttons"):
                yield Button("Start", id="start", variant="primary")
                yield Button("Resume", id="resume")
                yield Button("Past interviews", id="history")
            yield Text(id="kept", classes="hint")
        yield Footer()

    def on_mount(self) -> None:
        """Says what could not be read, once."""
        for problem in self._problems:
            self.app.say(problem, severity="warning")

    def on_screen_resume(self) -> None:
        """Says what there is to resume."""
        try:
            records = self.app.store.records()
        except SimulatorError as error:
            self.app.say(str(error), severity="error")
            return
        unfinished = sum(not record.finished for record in records)
        self.query_one("#resume", Button).disabled = unfinished == 0
        kept = f"{len(records)} kept, {unfinished} unfinished." if records else "Nothing is kept yet."
        self.query_one("#kept", Text).show(kept)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Resume is offered only where there is something to resume."""
        return not self.query_one("#resume", Button).disabled if action == "resume" and self.is_mounted else True

    @on(Select.Changed, "#persona")
    def _persona_changed(self, event: Select.Changed) -> None:
        chosen = next((p for p in self._personas if p.name == event.value), None)
        self.query_one("#persona-summary", Text).show(chosen.summary if chosen else "")

    @on(Select.Changed, "#question")
    def _question_changed(self, event: Select.Changed) -> None:
        chosen = next((q for q in self._questions if q.name == event.value), None)
        self.query_one("#question-summary", Text).show(f"“{chosen.wordings[0]}”" if chosen else "")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The buttons do what the keys do."""
        self.call_later(self.run_action, str(event.button.id))

    @on(Input.Submitted)
    def action_start(self) -> None:
        """Starts an interview with what is chosen."""
        try:
            minutes = parse_minutes(self.query_one("#minutes", Input).value)
        except SimulatorError as error:
            self.app.say(str(error), severity="error")
            self.query_one("#minutes", Input).focus()
            return
        persona = self.query_one("#persona", Select).value
        question = self.query_one("#question", Select).value
        self.app.interview(
            Setup(
                persona=next(p for p in self._personas if p.name == persona),
                question=next(q for q in self._questions if q.name == question),
                minutes=minutes,
                mode="learning" if self.query_one("#mode", Select).value == "learning" else "stress",
                seed=secrets.randbelow(2**31),
            )
        )

    def action_resume(self) -> None:
        """Goes on with the latest unfinished interview."""
        try:
            self.app.interview(self.app.store.unfinished().id)
        except SimulatorError as error:
            self.app.say(str(error), severity="error")

    def action_history(self) -> None:
        """Lists what was kept."""
        self.app.show_history()


def _choice(id: str, entries: Sequence[Entry], default: str) -> Select[str]:
    """A list to choose from, the default first."""
    ranked = sorted(entries, key=lambda entry: entry.name != default)
    return Select([(Content(entry.title), entry.name) for entry in ranked], allow_blank=False, id=id, compact=True)
