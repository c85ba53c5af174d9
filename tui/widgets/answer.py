"""The answer box: as many lines as wanted; enter sends."""

from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import TextArea

PLACEHOLDER = "Your answer. Enter sends it; ctrl+j or shift+enter begins a new line."


class AnswerBox(TextArea):
    """Where the candidate types."""

    BINDINGS = [
        Binding("enter", "send", "Send", tooltip="Send the answer", id="answer.send"),
        Binding("ctrl+j,shift+enter", "line", "New line", tooltip="Begin a new line", id="answer.line"),
    ]

    @dataclass
    class Sent(Message):
        """The candidate sends what is in the box."""

        text: str

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=False, placeholder=PLACEHOLDER, id="answer", tab_behavior="focus")

    async def _on_key(self, event: events.Key) -> None:
        """Takes the keys of the bindings in their turn: priority bindings overtake letters that are still on their way."""
        for binding, action in (("enter", self.action_send), ("ctrl+j", self.action_line), ("shift+enter", self.action_line)):
            if event.key == binding:
                event.stop()
                event.prevent_default()
                action()

    def action_send(self) -> None:
        """Sends the answer, unless there is none."""
        if self.read_only:
            return
        if self.text.strip():
            self.post_message(self.Sent(self.text))
        else:
            self.app.bell()

    def action_line(self) -> None:
        """Begins a new line."""
        if not self.read_only:
            self.replace("\n", *self.selection, maintain_selection_offset=False)

    async def _on_paste(self, event: events.Paste) -> None:
        """Makes other systems' line ends ours; Textual then calls the handler of TextArea by itself."""
        event.text = event.text.replace("\r\n", "\n").replace("\r", "\n")
