"""The report screen: what was heard, what was missing, and what to do about it."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from simulator.report.content import CardReport, Quote, Report, cite, duration
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
        Binding("m", "mark", "Own marks", tooltip="Keep the marks that you would give, as a labelled answer", id="report.mark"),
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

    def action_mark(self) -> None:
        """Asks for the user's own marks and keeps them."""
        from tui.screens.own_marks import OwnMarksScreen

        card = self._report.card
        if card is None or not card.scored:
            self.app.say("There are no marks to compare yours with.")
            return
        marks = {"Overall": card.overall, **{dimension.title: dimension.score for dimension in card.dimensions}}
        self.app.push_screen(OwnMarksScreen(marks), self._marked)

    def _marked(self, marks: dict[str, int] | None) -> None:
        from simulator.own_marks import keep

        card = self._report.card
        if marks is None or card is None:
            return
        own = {dimension.name: marks[dimension.title] for dimension in card.dimensions}
        with self.app.explaining():
            flags = [flag.flag for flag in card.flags]
            file = keep(self.app.paths.library, self._report.session, self._report.turns, own, marks["Overall"], flags)
            self.app.say(f"Kept in {file}. interview-evals run own-marks measures the evaluator against it.")

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
    for line in filter(None, (card.fallback, *card.left_out)):
        yield Text(line, classes="hint")
    for title, text in card.advice:
        yield Text(title, classes="work")
        yield Text(text, classes="reason")
    for dimension in card.dimensions:
        yield MarkBar(dimension)
        yield Text(dimension.reason, classes="reason")
        yield from _quotes(dimension.unquoted)
        if dimension.missing:
            yield Text(f"Missing: {dimension.missing}.", classes="reason")
        if dimension.passage:
            yield Text(f"{dimension.passage.text} ({cite(dimension.passage)})", classes="passage")
    yield from _flags(card)
    if card.reading:
        yield Text("To read", classes="heading")
    for passage in card.reading:
        yield Text(f"{passage.text} ({cite(passage)})", classes="passage")


def _flags(card: CardReport) -> Iterator[Widget]:
    if card.flags:
        yield Text("Red flags", classes="heading")
    for flag in card.flags:
        yield Text(f"{flag.name}: {flag.meaning}", classes="flag")
        yield from _quotes(flag.quotes)
        if flag.question:
            yield Text(f"You were asked: “{flag.question}”", classes="quote")


def _quotes(quotes: tuple[Quote, ...]) -> Iterator[Widget]:
    for quote in quotes:
        yield Text(f"“{quote.words}”", classes="quote")
