"""The answer box: takes any number of lines, and Enter sends."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.binding import Binding
from textual.message import Message
from textual.timer import Timer
from textual.widgets import TextArea

PLACEHOLDER = "Your answer. Enter sends it; ctrl+j or shift+enter begins a new line."
RIGHT_BEHIND_S = 0.06
"""How soon input must follow Enter to make it a pasted line break: nobody types that fast, and nobody notices the wait."""

# Terminals without a keyboard protocol send this for alt+enter (some for shift+enter, too); Textual would read plain enter.
cast(dict[str, Any], ANSI_SEQUENCES_KEYS)["\x1b\r"] = (SimpleNamespace(value="alt+enter"),)


class AnswerBox(TextArea):
    """Where the candidate types.

    Its keys are handled where letters are, so that they act in the order pressed: Textual runs bindings a message later.
    """

    BINDINGS = [
        Binding("enter", "send", "Send", tooltip="Send the answer", id="answer.send"),
        Binding("ctrl+j,shift+enter,alt+enter", "line", "New line", tooltip="Begin a new line", id="answer.line"),
        Binding("ctrl+enter", "line", "New line", show=False, id="answer.line"),
    ]

    @dataclass
    class Sent(Message):
        """The candidate has sent what is in the box."""

        text: str

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=False, placeholder=PLACEHOLDER, id="answer", tab_behavior="focus")
        self._entered: Timer | None = None

    async def _on_key(self, event: events.Key) -> None:
        """Runs the box's bindings in the order the keys were pressed; TextArea handles all other keys."""
        key = _named(event.key)
        if self._entered is not None and (key == "enter" or key in KEYS or event.is_printable):
            self._no_longer_alone()
            if key == "ctrl+j":  # the second half of a CR LF line ending
                event.stop()
                event.prevent_default()
                return
        if key in KEYS:
            event.stop()
            event.prevent_default()
            await self.run_action(KEYS[key])

    def action_send(self) -> None:
        """Sends the answer, if there is one, unless more input follows right away: then Enter was a pasted line break."""
        if self.read_only or not self.text.strip():
            self.app.bell()
        else:
            self._entered = self.set_timer(RIGHT_BEHIND_S, self._alone)

    def _alone(self) -> None:
        if self.app.message_queue_size or self.screen.message_queue_size or self.message_queue_size:
            self._entered = self.set_timer(RIGHT_BEHIND_S, self._alone)  # a busy machine may not have got to the next input yet
            return
        self._entered = None
        self.post_message(self.Sent(self.text))

    def _no_longer_alone(self) -> None:
        assert self._entered is not None
        self._entered.stop()
        self._entered = None
        self.action_line()

    def action_line(self) -> None:
        """Starts a new line."""
        if not self.read_only:
            self.replace("\n", *self.selection, maintain_selection_offset=False)

    async def _on_paste(self, event: events.Paste) -> None:
        """Converts other systems' line endings to ours; Textual then calls TextArea's handler by itself."""
        event.text = event.text.replace("\r\n", "\n").replace("\r", "\n")


def _named(key: str) -> str:
    """The name of a key, even if xterm's modifyOtherKeys (CSI 27;2;13~) reports the character instead."""
    return {"\r": "alt+enter"}.get(key, key.replace("\r", "enter"))


KEYS = {binding.key: binding.action for binding in Binding.make_bindings([*TextArea.BINDINGS, *AnswerBox.BINDINGS])}
"""The single table of the box's keys, ours overriding Textual's; the footer shows the same bindings."""
