"""The conversation: who said what, with the latest at the end."""

from typing import assert_never

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from simulator import events as happened
from tui.widgets.text import Text


class TurnView(Vertical):
    """One turn and who said it; its words can be changed at any time, even before it is mounted."""

    def __init__(self, who: str, text: str, kind: str) -> None:
        super().__init__(classes=f"turn -{kind}")
        self._who, self._words = Text(who, classes="who"), Text(text, classes="words")

    def compose(self) -> ComposeResult:
        """The speaker above the words."""
        yield self._who
        yield self._words

    def show(self, text: str) -> None:
        """Replaces the words."""
        self._words.show(text)


class Talk(VerticalScroll):
    """The transcript on the screen; it stays scrolled to the end unless the reader has scrolled up."""

    def __init__(self, interviewer: str) -> None:
        super().__init__(id="talk")
        self._interviewer = interviewer
        self._turns: dict[int, TurnView] = {}
        self._spoken: dict[int, str] = {}

    def on_mount(self) -> None:
        """Keeps the end in view."""
        self.anchor()

    def tell(self, event: happened.Said) -> None:
        """Shows what is said, sentence by sentence; removes it if it is withdrawn, and replaces it with the stored turn."""
        match event:
            case happened.Words(number, text):
                self._spoken[number] = self._spoken.get(number, "") + text
                self._show(number, "interviewer", self._spoken[number])
            case happened.Withdrawn(number):
                self._spoken.pop(number, None)
                if number in self._turns:
                    self._turns.pop(number).remove()
            case happened.Spoke(number, turn) | happened.Answered(number, turn):
                text = turn.text or "(nothing)"
                self._show(number, turn.speaker, f"{text} (cut)" if turn.cut else text)
            case happened.TimeWarning(text, _):
                self.mount(TurnView(self._interviewer, text, "warning"))
            case _:
                assert_never(event)

    def _show(self, number: int, speaker: str, text: str) -> None:
        if number in self._turns:
            self._turns[number].show(text)
            return
        who = self._interviewer if speaker == "interviewer" else "You"
        self._turns[number] = TurnView(who, text, speaker)
        self.mount(self._turns[number])
