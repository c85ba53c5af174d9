"""The setup screen's form: who asks what, for how long, and what the evaluator does in the meantime."""

import secrets
from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, Select

from agents.library import personas, questions
from agents.library.files import Entry, EntryT
from agents.library.personas import Persona
from agents.library.questions import Question
from agents.plain import without_login
from simulator.clock import DEFAULT_MINUTES
from simulator.engines import ENGINES
from simulator.settings import Settings
from simulator.setup import Setup, parse_minutes
from simulator.store import Record
from tui.widgets.text import Text

MODES = [("silent until the end (stress)", "stress"), ("a note after each answer (learning)", "learning")]


class SetupForm(Vertical):
    """One row per choice, and the buttons."""

    def __init__(self, found: list[Persona], asked: list[Question], settings: Settings) -> None:
        super().__init__()
        self._model, self._server = settings.model or "", without_login(settings.base_url or "")
        self._personas = {persona.name: persona for persona in _default_first(found, personas.DEFAULT)}
        self._questions = {question.name: question for question in _default_first(asked, questions.DEFAULT)}

    def compose(self) -> ComposeResult:
        """The rows and the buttons."""
        with Horizontal(classes="row"):
            yield Label("Interviewer")
            yield _choice("persona", self._personas.values())
        yield Text(id="persona-summary", classes="hint summary")
        with Horizontal(classes="row"):
            yield Label("Question")
            yield _choice("question", self._questions.values())
        yield Text(id="question-summary", classes="hint summary")
        with Horizontal(classes="row"):
            yield Label("Minutes")
            yield Input(str(DEFAULT_MINUTES), id="minutes", compact=True, max_length=5)
            yield Text("10 to 20 are usual; leave it empty for no limit", classes="hint")
        with Horizontal(classes="row"):
            yield Label("Evaluator")
            yield Select(MODES, allow_blank=False, id="mode", compact=True)
        with Horizontal(classes="row"):
            yield Label("Engine")
            yield Select(
                [(engine.label, name) for name, engine in ENGINES.items()], allow_blank=False, id="engine", compact=True
            )
        with Horizontal(classes="row", id="model-row"):
            yield Label("Model")
            yield Input(self._model, placeholder="its name", id="model", compact=True)
            yield Input(self._server, placeholder="server, empty for OpenAI's", id="server", compact=True)
        with Horizontal(id="buttons"):
            yield Button("Start", id="start", variant="primary", action="screen.start")
            yield Button("Resume", id="resume", disabled=True, action="screen.resume")
            yield Button("Past interviews", id="history", action="screen.history")
        yield Text(id="kept", classes="hint")

    def show_kept(self, records: list[Record]) -> None:
        """Says how many interviews are saved, and enables Resume if any can be resumed."""
        unfinished = sum(not record.finished for record in records)
        self.query_one("#resume", Button).disabled = unfinished == 0
        kept = f"{len(records)} kept, {unfinished} unfinished." if records else "Nothing is kept yet."
        self.query_one("#kept", Text).show(kept)

    def chosen(self) -> Setup:
        """Returns the chosen setup; raises InputError, with the focus on the field that is wrong."""
        minutes = self.query_one("#minutes", Input)
        minutes.focus()
        engine = ENGINES[str(self.query_one("#engine", Select).value)]
        model, server = (self.query_one(f"#{name}", Input).value.strip() for name in ("model", "server"))
        return Setup(
            persona=self._personas[str(self.query_one("#persona", Select).value)],
            question=self._questions[str(self.query_one("#question", Select).value)],
            minutes=parse_minutes(minutes.value),
            engine=engine.name,
            model=(model if engine.takes_model and model != self._model else None) or None,
            base_url=(server if engine.takes_model and server != self._server else None) or None,
            mode="learning" if self.query_one("#mode", Select).value == "learning" else "stress",
            seed=secrets.randbelow(2**31),
        )

    @on(Select.Changed, "#engine")
    def _engine_changed(self, event: Select.Changed) -> None:
        self.query_one("#model-row").display = ENGINES[str(event.value)].takes_model

    @on(Select.Changed, "#persona")
    def _persona_changed(self, event: Select.Changed) -> None:
        persona = self._personas[str(event.value)]
        self.query_one("#persona-summary", Text).show(f"{persona.summary}\n“{persona.greetings[0]}”")

    @on(Select.Changed, "#question")
    def _question_changed(self, event: Select.Changed) -> None:
        self.query_one("#question-summary", Text).show(f"“{self._questions[str(event.value)].wordings[0]}”")


def _default_first(entries: list[EntryT], default: str) -> list[EntryT]:
    return sorted(entries, key=lambda entry: entry.name != default)


def _choice(id: str, entries: Iterable[Entry]) -> Select[str]:
    return Select([(Content(entry.title), entry.name) for entry in entries], allow_blank=False, id=id, compact=True)
