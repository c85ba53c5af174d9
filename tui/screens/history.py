"""The history screen: saved interviews, to open, resume or delete."""

from rich.text import Text as Plain
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import DataTable, Footer

from simulator.errors import SimulatorError
from simulator.report.content import cells
from tui.base import BaseApp, OpenInterview, OpenReport
from tui.screens.confirm import ConfirmScreen
from tui.widgets.text import Text


class HistoryScreen(Screen[None]):
    """Every saved session, newest first."""

    app: BaseApp
    CSS_PATH = "history.tcss"
    BINDINGS = [
        Binding("enter", "open", "Open", tooltip="Open the report, or resume the interview", id="history.open", priority=True),
        Binding("delete,d", "delete", "Delete", tooltip="Delete the session for good", id="history.delete"),
        Binding("escape", "app.pop_screen", "Back", tooltip="Back to where you came from", id="history.back"),
    ]

    def compose(self) -> ComposeResult:
        """The table of sessions, and a line to show when it is empty."""
        yield Text("Past interviews", classes="title")
        yield DataTable(cursor_type="row", id="sessions")
        yield Text(id="none", classes="hint")
        yield Footer()

    def on_mount(self) -> None:
        """Adds the columns and focuses the table."""
        self.table.add_columns("When", "Interviewer", "Question", "Time", "Result")
        self.table.focus()

    @property
    def table(self) -> "DataTable[Plain]":
        """The table of sessions."""
        return self.query_one(DataTable)

    def on_screen_resume(self) -> None:
        """Reloads the sessions."""
        self.table.clear()
        with self.app.explaining():
            records, unreadable = self.app.store.records(), self.app.store.unreadable()
            for record in records:
                self.table.add_row(*(Plain(cell) for cell in cells(record)), key=record.id)
            for id in unreadable:
                self.table.add_row(*(Plain(cell) for cell in (id, "", "", "", "cannot be read")), key=id)
            self.query_one("#none", Text).show("" if self.table.row_count else "No saved interviews yet.")

    def _chosen(self) -> str | None:
        if self.table.row_count == 0:
            return None
        return str(self.table.coordinate_to_cell_key(self.table.cursor_coordinate).row_key.value)

    @on(DataTable.RowSelected)
    def action_open(self) -> None:
        """Opens the report, or resumes the interview if it is unfinished."""
        chosen = self._chosen()
        if chosen is None:
            return
        with self.app.explaining():
            if self.app.store.record(chosen).finished:
                self.app.post_message(OpenReport(chosen))
            else:
                self.app.post_message(OpenInterview(chosen))

    def action_delete(self) -> None:
        """Deletes the session, after asking for confirmation."""
        chosen = self._chosen()
        if chosen is not None:
            when = self.table.get_row(chosen)[0]

            def answered(sure: bool | None) -> None:
                if sure:
                    self._delete(chosen)

            self.app.push_screen(ConfirmScreen(f"Permanently delete the interview {when}?", "Delete", "Keep"), answered)

    @work(exclusive=True, thread=True)
    def _delete(self, session: str) -> None:
        from simulator.interviews import delete_session

        try:
            delete_session(self.app.paths, session)
        except SimulatorError as error:
            self.app.call_from_thread(self.app.say, str(error), severity="error")
        self.app.call_from_thread(self.on_screen_resume)
