"""The evaluator's note on the last answer, beside the conversation; learning mode only."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from agents.scorecard import Note
from tui.widgets.text import Text

EMPTY = "After each answer you read here what was heard, what a listener still misses, and why that matters."


class NotePanel(VerticalScroll):
    """What was heard, what is missing, and the passage behind it."""

    def __init__(self) -> None:
        super().__init__(id="notes", can_focus=False)

    def compose(self) -> ComposeResult:
        """Empty until the first note."""
        yield Text("Evaluator", classes="who")
        yield Text(EMPTY, id="note-heard", classes="hint")
        yield Text("", id="note-missing")
        yield Text("", id="note-passage", classes="passage")

    def show(self, note: Note) -> None:
        """Replaces the previous note with this one."""
        heard = ", ".join(note.heard) or "nothing that a listener could hold on to"
        flags = "".join(f" Careful: {flag.flag.replace('_', ' ')}." for flag in note.red_flags[:1])
        self.query_one("#note-heard", Text).show(f"Heard: {heard}.{flags}")
        self.query_one("#note-missing", Text).show(f"A listener still misses {note.missing}." if note.missing else "")
        passage = note.passage
        words = f"{passage.heading}: {passage.text} ({passage.source})" if passage else ""
        self.query_one("#note-passage", Text).show(words)
        self.scroll_home(animate=False)
