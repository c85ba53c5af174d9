"""Asks for confirmation before something that cannot be undone."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from tui.widgets.text import Text


class ConfirmScreen(ModalScreen[bool]):
    """A yes-or-no question."""

    CSS_PATH = "confirm.tcss"
    BINDINGS = [
        Binding("y", "answer(True)", "Yes", tooltip="Do it", id="confirm.yes"),
        Binding("n,escape", "answer(False)", "No", tooltip="Leave everything as it is", id="confirm.no"),
    ]

    def __init__(self, question: str, yes: str, no: str = "No") -> None:
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        """The question above two buttons."""
        with Vertical(id="confirm"):
            yield Text(self._question)
            with Horizontal():
                yield Button(self._yes, id="yes", variant="warning", action="screen.answer(True)")
                yield Button(self._no, id="no", variant="primary", action="screen.answer(False)")

    def on_mount(self) -> None:
        """Focuses the harmless answer."""
        self.query_one("#no", Button).focus()

    def action_answer(self, yes: bool) -> None:
        """Closes the dialog with the answer, given by key or by click."""
        self.dismiss(yes)
