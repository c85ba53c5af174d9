"""The talk: who said what, growing at its end."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from agents.transcript import Turn
from tui.widgets.text import Text


class TurnView(Vertical):
    """One turn, with who said it."""

    def __init__(self, who: str, text: str, kind: str) -> None:
        super().__init__(classes=f"turn -{kind}")
        self._who, self._text = who, text

    def compose(self) -> ComposeResult:
        """The speaker above the words."""
        yield Text(self._who, classes="who")
        yield Text(self._text, classes="words")

    def show(self, text: str) -> None:
        """Replaces the words."""
        self._text = text
        if self.is_mounted:
            self.query_one(".words", Text).show(text)


class Talk(VerticalScroll):
    """The transcript on the screen; it stays at its end unless the reader has scrolled up."""

    def __init__(self, interviewer: str) -> None:
        super().__init__(id="talk")
        self._interviewer = interviewer
        self._turns: dict[int, TurnView] = {}
        self._spoken: dict[int, str] = {}

    def on_mount(self) -> None:
        """Keeps the end in view."""
        self.anchor()

    def add_words(self, number: int, text: str) -> None:
        """The interviewer says another sentence of a turn."""
        self._spoken[number] = self._spoken.get(number, "") + text
        self._show(number, "interviewer", self._spoken[number])

    def add_turn(self, number: int, turn: Turn) -> None:
        """A whole turn; words that were shown before are replaced by it."""
        text = turn.text or "(nothing)"
        self._show(number, turn.speaker, f"{text} (cut)" if turn.cut else text)

    def add_line(self, text: str, kind: str, who: str = "") -> None:
        """Something that is no turn: a warning, a note."""
        self.mount(TurnView(who, text, kind))

    def _show(self, number: int, speaker: str, text: str) -> None:
        if number in self._turns:
            self._turns[number].show(text)
            return
        who = self._interviewer if speaker == "interviewer" else "You"
        self._turns[number] = TurnView(who, text, speaker)
        self.mount(self._turns[number])
