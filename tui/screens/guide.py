"""The guidance reader: browse by subject, or search in your own words."""

import logging
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Input, OptionList
from textual.widgets.option_list import Option

from simulator.errors import explained
from tui.base import BaseApp
from tui.widgets.text import Text

if TYPE_CHECKING:
    from knowledge.chroma import Store
    from knowledge.passages import Passage

FOUND = 12
"""How many passages a search lists."""
OPENING = "Opening the guidance…"
log = logging.getLogger(__name__)


class GuideScreen(Screen[None]):
    """The list of passages, next to the selected one."""

    app: BaseApp
    CSS_PATH = "guide.tcss"
    BINDINGS = [Binding("escape", "app.pop_screen", "Back", tooltip="Back to where you came from", id="guide.back")]

    def __init__(self) -> None:
        super().__init__()
        self._store: Store | None = None
        self._listed: list[Passage] = []

    def compose(self) -> ComposeResult:
        """The search box above the list and the passage."""
        yield Input(placeholder="Search in your own words, or browse below", id="query")
        with Horizontal(id="shelf"):
            yield OptionList(id="passages", markup=False)
            with VerticalScroll(id="page", can_focus=False):
                yield Text(OPENING, id="heading", classes="title")
                yield Text("", id="about", classes="hint")
                yield Text("", id="words")
        yield Footer()

    def on_mount(self) -> None:
        """Opens the store in the background."""
        self._open()

    @work(thread=True)
    def _open(self) -> None:
        from simulator.guidance import guidance_store

        try:
            self._store = guidance_store(self.app.paths)
        except Exception as error:
            log.warning("the guidance cannot be opened", exc_info=True)
            self.app.call_from_thread(self.app.say, explained(error).sentence, severity="error")
            return
        self._search("")

    def on_unmount(self) -> None:
        """Closes the store."""
        if self._store is not None:
            self._store.close()

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        if self._store is not None:
            self._look_up(event.value)

    @work(thread=True, exclusive=True)
    def _look_up(self, query: str) -> None:
        self._search(query)

    def _search(self, query: str) -> None:
        """Lists what is closest to the query, or everything in reading order; on a thread, as the store may take a while."""
        from simulator.guide import in_reading_order

        assert self._store is not None
        if query.strip():
            found = [hit.passage for hit in self._store.search(query, k=FOUND)]
        else:
            found = in_reading_order(self._store.all())
        self.app.call_from_thread(self._show, query, found)

    def _show(self, query: str, found: "list[Passage]") -> None:
        if query != self.query_one("#query", Input).value:
            return  # the query has changed in the meantime
        self._listed = found
        choices = self.query_one("#passages", OptionList)
        choices.clear_options()
        choices.add_options(
            [Option(f"{'yours' if p.own else p.dimension or 'whole'}: {p.heading}", id=str(n)) for n, p in enumerate(found)]
        )
        choices.highlighted = 0 if found else None

    @on(OptionList.OptionHighlighted, "#passages")
    def _read(self, event: OptionList.OptionHighlighted) -> None:
        passage = self._listed[int(event.option.id or 0)]
        self.query_one("#heading", Text).show(passage.heading)
        self.query_one("#about", Text).show(f"{passage.source}; {passage.kind}, {passage.dimension or 'the whole question'}")
        self.query_one("#words", Text).show(passage.text)
        self.query_one("#page").scroll_home(animate=False)

    @on(Input.Submitted, "#query")
    def _to_the_list(self) -> None:
        self.query_one("#passages").focus()
