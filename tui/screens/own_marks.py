"""Asks for the marks that the candidate, or a coach, would give instead of the evaluator's."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid, Vertical
from textual.screen import ModalScreen
from textual.validation import Integer
from textual.widgets import Input, Label

from tui.widgets.text import Text

Marks = dict[str, int]


class OwnMarksScreen(ModalScreen[Marks | None]):
    """One field for each mark, filled with the evaluator's."""

    CSS_PATH = "own_marks.tcss"
    BINDINGS = [Binding("escape", "dismiss(None)", "Cancel", tooltip="Keep nothing", id="own-marks.cancel")]

    def __init__(self, marks: dict[str, int | None]) -> None:
        super().__init__()
        self._marks = marks

    def compose(self) -> ComposeResult:
        """The names of the marks beside their fields."""
        with Vertical(id="own-marks"):
            yield Text("Your own marks, 1 to 5. Enter keeps them as a labelled answer, Escape keeps nothing.")
            with Grid():
                for name, mark in self._marks.items():
                    yield Label(name, markup=False)
                    yield Input(
                        str(mark or ""), id=name.lower(), type="integer", max_length=1, compact=True, validators=[Integer(1, 5)]
                    )

    def on_input_submitted(self) -> None:
        """Closes the dialog if every field has a mark, or else goes to the first that has none."""
        fields = {name: self.query_one(f"#{name.lower()}", Input) for name in self._marks}
        wrong = next((field for field in fields.values() if field.value not in set("12345")), None)
        if wrong is not None:
            wrong.focus()
            return
        self.dismiss({name: int(field.value) for name, field in fields.items()})
