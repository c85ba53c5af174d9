"""The history screen: what was kept; open a report, resume, delete."""

from typing import TYPE_CHECKING

from rich.text import Text as Plain
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import DataTable, Footer

from simulator.errors import SimulatorError
from simulator.report import cells
from simulator.store import Record
from tui.screens.confirm import ConfirmScreen
from tui.widgets.text import Text

if TYPE_CHECKING:
    from tui.app import InterviewApp


class HistoryScreen(Screen[None]):
    """Every kept session, the newest first."""

    app: "InterviewApp"
    CSS_PATH = "history.tcss"
    BINDINGS = [
        Binding("enter", "open", "Open", tooltip="Open the report, or resume the interview", id="history.open", priority=True),
        Binding("delete,d", "delete", "Delete", tooltip="Delete the session for good", id="history.delete"),
        Binding("escape", "app.pop_screen", "Back", tooltip="Back to where you came from", id="history.back"),
    ]

    def compose(self) -> ComposeResult:
        """A table."""
        yield Text("Past interviews", classes="title")
        yield DataTable(cursor_type="row", id="sessions")
        yield Text(id="none", classes="hint")
        yield Footer()

    def on_mount(self) -> None:
        """Names the columns."""
        self.table.add_columns("When", "Interviewer", "Question", "Time", "Result")
        self.table.focus()

    @property
    def table(self) -> "DataTable[Plain]":
        """The table of sessions."""
        return self.query_one(DataTable)

    def on_screen_resume(self) -> None:
        """Reads the sessions anew."""
        self.table.clear()
        records = self.app.store.records()
        for record in records:
            self.table.add_row(*(Plain(cell) for cell in cells(record)), key=record.id)
        self.query_one("#none", Text).show("" if records else "Nothing is kept yet.")

    def _chosen(self) -> Record | None:
        if self.table.row_count == 0:
            return None
        key = self.table.coordinate_to_cell_key(self.table.cursor_coordinate).row_key.value
        return self.app.store.record(str(key))

    @on(DataTable.RowSelected)
    def action_open(self) -> None:
        """Opens the report, or goes on with the interview."""
        record = self._chosen()
        if record is None:
            return
        if record.finished:
            self.app.show_report(record.id)
        else:
            self.app.interview(record.id)

    def action_delete(self) -> None:
        """Deletes the session, after a question."""
        record = self._chosen()
        if record is not None:
            question = f"Delete the interview of {record.created.astimezone():%Y-%m-%d %H:%M} for good?"

            def answered(sure: bool | None) -> None:
                if sure:
                    self._delete(record.id)

            self.app.push_screen(ConfirmScreen(question, "Delete", "Keep"), answered)

    @work(exclusive=True, thread=True)
    def _delete(self, session: str) -> None:
        from simulator.interviews import delete_session

        try:
            delete_session(self.app.paths, session)
        except SimulatorError as error:
            self.app.call_from_thread(self.app.say, str(error), severity="error")
        self.app.call_from_thread(self.on_screen_resume)
