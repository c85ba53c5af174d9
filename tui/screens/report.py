"""The report screen: what was heard, what was not, and what to do about it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from agents.moves import DIMENSIONS
from agents.rubric import Rubric
from agents.scorecard import Evidence, Scorecard
from agents.transcript import Transcript
from simulator import report
from simulator.store import Record
from tui.widgets.bar import MarkBar
from tui.widgets.text import Text

if TYPE_CHECKING:
    from tui.app import InterviewApp


class ReportScreen(Screen[None]):
    """The evaluator's notebook, opened."""

    app: "InterviewApp"
    CSS_PATH = "report.tcss"
    BINDINGS = [
        Binding("escape", "app.pop_screen", "Back", tooltip="Back to where you came from", id="report.back"),
        Binding("f2", "guide", "Guidance", tooltip="Read on about what is missing", id="report.guide"),
        Binding("ctrl+s", "save", "Save", tooltip="Write the report as Markdown beside you", id="report.save"),
    ]

    def __init__(self, record: Record, transcript: Transcript, rubric: Rubric) -> None:
        super().__init__()
        self._record, self._transcript, self._rubric = record, transcript, rubric

    def compose(self) -> ComposeResult:
        """One page to scroll."""
        rubric = self._rubric
        with VerticalScroll(id="report"):
            yield Text(self._record.setup.question.title, classes="title")
            yield Text(f"{self._record.setup.persona.title}, {report.duration(self._record.seconds)}", classes="hint")
            if self._record.scorecard is None:
                yield Text("This interview is not finished.")
            else:
                yield from _card(self._record.scorecard, rubric)
                if spent := report.cost(self._transcript, self._record.scorecard):
                    yield Text(spent, classes="hint")
            yield Text("Transcript", classes="heading")
            for number, turn in enumerate(self._transcript):
                yield Text(f"{number}. {turn.speaker}, {report.duration(turn.at_s)}", classes="hint who")
                yield Text(turn.text or "(nothing)", classes="said")
        yield Footer()

    def on_mount(self) -> None:
        """The keys scroll the page."""
        self.query_one("#report").focus()

    def action_guide(self) -> None:
        """Opens the guidance."""
        self.app.show_guide()

    def action_save(self) -> None:
        """Writes the report to the current folder, never over a file that is there."""
        from pathlib import Path

        path = Path.cwd() / f"interview-{self._record.id}.md"
        if path.exists():
            self.app.say(f"{path} is there already.")
            return
        with self.app.telling():
            with path.open("x", encoding="utf-8") as file:
                file.write(report.markdown(self._record, self._transcript, self._rubric))
            self.app.say(f"Written to {path}.")


def _card(card: Scorecard, rubric: Rubric) -> Iterator[Widget]:
    """The scorecard from the overall mark down to what to work on."""
    yield Text(report.headline(card), classes="headline")
    if card.fallback:
        yield Text(card.fallback, classes="hint")
    for dimension in DIMENSIONS:
        mark = card.dimensions[dimension]
        yield MarkBar(rubric.dimensions[dimension].title, mark)
        yield Text(mark.reason, classes="reason")
        yield from _quotes(tuple(piece for piece in mark.evidence if piece.quote.strip(" .,;:!") not in mark.reason))
        if mark.missing:
            yield Text(f"Missing: {mark.missing}.", classes="reason")
        if mark.passage:
            yield Text(f"{mark.passage.text} ({report.cite(mark.passage)})", classes="passage")
    if card.red_flags:
        yield Text("Red flags", classes="heading")
    for flag in card.red_flags:
        yield Text(f"{flag.flag.replace('_', ' ')}: {report.flag_text(flag, rubric)}", classes="flag")
        yield from _quotes(flag.evidence)
    yield from _work(card, rubric)


def _quotes(evidence: tuple[Evidence, ...]) -> Iterator[Widget]:
    for piece in evidence:
        yield Text(f"“{piece.quote}”", classes="quote")


def _work(card: Scorecard, rubric: Rubric) -> Iterator[Widget]:
    chosen = report.to_work_on(card, rubric)
    if chosen:
        yield Text("What to work on", classes="heading")
    for dimension in chosen:
        mark = card.dimensions[dimension]
        yield Text(f"{rubric.dimensions[dimension].title}: bring in {mark.missing or 'more'}.", classes="work")
        if mark.question:
            yield Text(f"It would have come out with: {mark.question}", classes="reason")
    if card.reading:
        yield Text("To read", classes="heading")
    for passage in card.reading:
        yield Text(f"{passage.text} ({report.cite(passage)})", classes="passage")
