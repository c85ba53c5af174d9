"""The report screen: what was heard, what was missing, and what to do about it."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from agents.scorecard import Evidence
from simulator.report.content import CardReport, Report, cite, duration
from simulator.report.markdown import markdown
from tui.base import BaseApp, OpenGuide
from tui.widgets.bar import MarkBar
from tui.widgets.text import Text


class ReportScreen(Screen[None]):
    """The evaluator's report on one interview."""

    app: BaseApp
    CSS_PATH = "report.tcss"
    BINDINGS = [
        Binding("escape", "app.pop_screen", "Back", tooltip="Back to where you came from", id="report.back"),
        Binding("f2", "guide", "Guidance", tooltip="Read on about what is missing", id="report.guide"),
        Binding("ctrl+s", "save", "Save", tooltip="Write the report as Markdown beside you", id="report.save"),
    ]

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._report = report

    def compose(self) -> ComposeResult:
        """A single scrolling page."""
        report = self._report
        with VerticalScroll(id="report"):
            yield Text(report.question, classes="title")
            yield Text(f"{report.persona}, {report.duration}", classes="hint")
            if report.card is None:
                yield Text("This interview is not finished.")
            else:
                yield from _card(report.card)
                if report.cost:
                    yield Text(report.cost, classes="hint")
            yield Text("Transcript", classes="heading")
            for number, turn in enumerate(report.turns):
                yield Text(f"{number}. {turn.speaker}, {duration(turn.at_s)}", classes="hint who")
                yield Text(turn.text or "(nothing)", classes="said")
        yield Footer()

    def on_mount(self) -> None:
        """Focuses the page, so that the keys scroll it."""
        self.query_one("#report").focus()

    def action_guide(self) -> None:
        """Opens the guidance."""
        self.app.post_message(OpenGuide())

    def action_save(self) -> None:
        """Saves the report in the current folder, without ever overwriting a file."""
        from pathlib import Path

        path = Path.cwd() / f"interview-{self._report.session}.md"
        if path.exists():
            self.app.say(f"{path} is there already.")
            return
        with self.app.explaining():
            with path.open("x", encoding="utf-8") as file:
                file.write(markdown(self._report))
            self.app.say(f"Written to {path}.")


def _card(card: CardReport) -> Iterator[Widget]:
    """The scorecard from the overall mark down to what to work on."""
    yield Text(card.headline, classes="headline")
    if card.fallback:
        yield Text(card.fallback, classes="hint")
    for dimension in card.dimensions:
        yield MarkBar(dimension)
        yield Text(dimension.reason, classes="reason")
        yield from _quotes(dimension.unquoted)
        if dimension.missing:
            yield Text(f"Missing: {dimension.missing}.", classes="reason")
        if dimension.passage:
            yield Text(f"{dimension.passage.text} ({cite(dimension.passage)})", classes="passage")
    if card.flags:
        yield Text("Red flags", classes="heading")
    for flag in card.flags:
        yield Text(f"{flag.name}: {flag.meaning}", classes="flag")
        yield from _quotes(flag.evidence)
    yield from _work(card)


def _quotes(evidence: tuple[Evidence, ...]) -> Iterator[Widget]:
    for piece in evidence:
        yield Text(f"“{piece.quote}”", classes="quote")


def _work(card: CardReport) -> Iterator[Widget]:
    if card.to_work_on:
        yield Text("What to work on", classes="heading")
    for dimension in card.to_work_on:
        yield Text(f"{dimension.title}: bring in {dimension.missing or 'more'}.", classes="work")
        if dimension.question:
            yield Text(f"It would have come out with: {dimension.question}", classes="reason")
    if card.reading:
        yield Text("To read", classes="heading")
    for passage in card.reading:
        yield Text(f"{passage.text} ({cite(passage)})", classes="passage")
