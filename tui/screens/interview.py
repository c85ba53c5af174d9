"""The interview screen: the conversation, the clock and the answer box."""

from dataclasses import dataclass
from time import monotonic
from typing import assert_never

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, TextArea

from agents.plain import plain
from agents.transcript import Turn
from simulator import events as happened
from simulator.engines import ENGINES
from simulator.setup import Setup
from tui.base import BaseApp, OpenGuide, OpenReport
from tui.screens.confirm import ConfirmScreen
from tui.widgets.answer import AnswerBox
from tui.widgets.clock import ClockFace
from tui.widgets.note_panel import NotePanel
from tui.widgets.talk import Talk
from tui.widgets.text import Text

STARTING = "Starting the interview…"
THINKING = "The interviewer is thinking…"
YOUR_TURN = "Your turn."
KEPT_BACK = "Your answer is sent when the interviewer has finished."
PAUSED = "Paused: clock stopped, conversation hidden. F4 resumes."
STOPPING = "Model stopped. Press Escape again to leave."
SCORING = "The evaluator is writing the report…"
OVER = "The interview is over. Press Enter to read the report."
LOST = "What is in the box could not be saved and is lost if you leave now. Copy it first, or stay and send it again."
LONG_S = 2.0
"""How long the user waits for the first question before the screen says what is going on."""


class InterviewScreen(Screen[None]):
    """One interview, from the first question to the report."""

    app: BaseApp
    CSS_PATH = "interview.tcss"
    BINDINGS = [
        Binding("f3", "repeat", "Ask to repeat", tooltip="Ask to hear the question again", id="interview.repeat"),
        Binding("f2", "guide", "Guidance", tooltip="Look something up; the clock stands meanwhile", id="interview.guide"),
        Binding("f4", "pause", "Pause", tooltip="Stop the clock, or let it go on", id="interview.pause"),
        Binding("f9", "try_again", "Try again", tooltip="Answer that question again; both are kept", id="interview.try_again"),
        Binding("f8", "end", "End", tooltip="End the interview early and see the report", id="interview.end"),
        Binding("escape", "leave", "Leave", tooltip="Leave for now; the interview can be resumed", id="interview.leave"),
        Binding("enter", "report", "Report", tooltip="Read the report", id="interview.report"),
    ]

    @dataclass
    class Happened(Message):
        """A session event, passed over from the session's thread."""

        event: happened.Event

    def __init__(self, what: Setup | str, setup: Setup) -> None:
        """`what` is a setup to start, or the id of a session to resume; in that case `setup` is the session's setup."""
        super().__init__()
        self._what, self._setup = what, setup
        self._paused = self._begun = self._resumed = self._awaiting = self._stopped = self._failed = self._unsaved = False
        self._sending: str | None = None
        """What was sent but is not stored yet; until it is, it stays in the box."""
        self._kept_back: str | None = None
        """What was sent while the interviewer was still speaking."""
        self._finished: str | None = None
        """The session's id, once the interview is over."""
        self._since = monotonic()

    def compose(self) -> ComposeResult:
        """The conversation above the answer box."""
        setup = self._setup
        with Horizontal(id="bar"):
            yield Text(setup.persona.title, classes="title", id="persona")
            yield ClockFace(setup.limit_s)
        with Container(id="room"):
            yield Talk(setup.persona.title)
            if self.learning:
                yield NotePanel()
        yield Text(STARTING, id="status", classes="hint")
        yield AnswerBox()
        yield Footer()

    @property
    def learning(self) -> bool:
        """Whether the evaluator's notes are shown and guidance is available; a stress interview has neither."""
        return self._setup.mode == "learning"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allows guidance and second tries only in learning mode, and the report only once the interview is over."""
        if action == "report":
            return self._finished is not None
        if action in ("repeat", "pause", "end", "try_again") and (self._failed or self._finished is not None):
            return False
        if action in ("repeat", "try_again") and self._paused:
            return False
        return self.learning or action not in ("guide", "try_again")

    def on_mount(self) -> None:
        """Starts the session on its own thread."""
        self.box.focus()
        self.set_interval(0.5, self._show_clock)
        self.app.host.play(self._what, lambda event: self.post_message(self.Happened(event)))

    @property
    def box(self) -> AnswerBox:
        """The answer box."""
        return self.query_one(AnswerBox)

    def _show_clock(self) -> None:
        self.query_one(ClockFace).show(self.app.host.watch)
        waited = monotonic() - self._since
        if not self._begun and not self._failed and waited > LONG_S:
            self._status(f"{STARTING} {self.app.host.stage} ({waited:.0f} s)")

    def on_interview_screen_happened(self, message: Happened) -> None:  # noqa: C901  (one case per event)
        """Updates the screen for a session event."""
        if isinstance(message.event, happened.Said):
            self.query_one(Talk).tell(message.event)
        match message.event:
            case happened.Words():
                self._begin()
            case happened.Trouble(sentence):
                self.app.say(sentence, severity="warning")
            case happened.Answered(_, turn):
                self._answer_stored(turn)
            case happened.NotStored(sentence):
                self._not_stored(sentence)
            case happened.AwaitingAnswer(_, draft):
                self._your_turn(draft)
            case happened.TimeUp(grace_s):
                self._status(f"Time is up: finish your sentence, {grace_s:.0f} seconds.")
            case happened.Observed(note):
                self.query_one(NotePanel).show(note)
            case happened.Finished(session):
                self._over(session)
            case happened.Failed(sentence):
                self._fail(sentence)
            case happened.Spoke() | happened.Withdrawn() | happened.TimeWarning():
                pass  # the conversation shows them
            case _:
                assert_never(message.event)
        self._show_clock()

    def _status(self, text: str) -> None:
        """Shows what is going on or, during a pause, that the interview is paused."""
        self.query_one("#status", Text).show(PAUSED if self._paused else text)

    def _fail(self, sentence: str) -> None:
        """Says why the interview cannot continue; what is in the box can still be copied."""
        self._failed, self._unsaved = True, bool(self.box.text.strip())
        self._pause_is_over()
        self._status(sentence)
        self.app.say(sentence, severity="error")
        self.box.read_only = True
        self.refresh_bindings()

    def _pause_is_over(self) -> None:
        """Shows the conversation again, since there is nothing left to pause."""
        self._paused = self.query_one(ClockFace).paused = False
        self.query_one(Talk).visible = True

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._status(THINKING)

    def _your_turn(self, draft: str) -> None:
        """Lets the candidate answer, and restores what was in the box when the interview was last left."""
        if draft and not self._resumed:
            self.box.text = f"{draft}{self.box.text}"  # anything typed since then goes after it
            self.box.move_cursor(self.box.document.end)
        self._begun = self._resumed = self._awaiting = True
        self._stopped, self._sending = False, None
        kept_back, self._kept_back = self._kept_back, None
        self._draft_changed()
        self._status(YOUR_TURN)
        if kept_back is not None and not self._paused and self.box.text.startswith(kept_back):
            self._send(kept_back)

    def _send(self, text: str) -> None:
        self._sending = text
        self.app.host.do(lambda session: session.answer(text))

    def _answer_stored(self, turn: Turn) -> None:
        """Removes the stored answer from the box; anything typed since then stays."""
        sent, self._sending = self._sending, None
        self._unsaved = False
        if sent is not None and plain(sent) == turn.text:
            self.box.text = self.box.text.removeprefix(sent)
            self.box.move_cursor(self.box.document.end)
        elif turn.cut:
            self.box.text = ""
        self._awaiting = False
        self._status(THINKING)

    def _not_stored(self, sentence: str) -> None:
        """Says that the answer was not sent; it is still in the box."""
        self._sending, self._unsaved = None, True
        self.box.read_only = self._paused
        self._status(f"Not sent. {sentence}")
        self.app.say(sentence, severity="error")

    def _over(self, session: str) -> None:
        """Leaves the last words on the screen until the user opens the report, and closes any screen on top of them."""
        while self.app.screen is not self:
            self.app.pop_screen()
        self._finished = session
        self.box.display = False
        self._pause_is_over()
        self._status(OVER)
        self.set_focus(None)
        self.refresh_bindings()

    def action_report(self) -> None:
        """Opens the report in place of the interview."""
        assert self._finished is not None
        self.app.pop_screen()
        self.app.post_message(OpenReport(self._finished))

    @on(TextArea.Changed, "#answer")
    def _draft_changed(self) -> None:
        text = self.box.text
        self.app.host.do(lambda session: session.draft(text))

    @on(AnswerBox.Sent)
    def _answer_sent(self, event: AnswerBox.Sent) -> None:
        if self._awaiting and self._sending is None:
            self._send(event.text)
        elif not self._paused:
            self._kept_back = event.text.removeprefix(self._sending or "")
            self._status(KEPT_BACK)

    def action_pause(self) -> None:
        """Stops or restarts the clock; anything typed stays in the box."""
        self._paused = paused = not self._paused
        self.refresh_bindings()
        self.app.host.do(lambda session: session.pause() if paused else session.unpause())
        self.query_one(ClockFace).paused = paused
        self.query_one(Talk).visible = not paused
        self._show_clock()
        self.box.read_only = paused
        self._status(YOUR_TURN if self._awaiting else THINKING)
        if not paused:
            self.box.focus()

    def action_repeat(self) -> None:
        """Asks the interviewer to repeat the question; anything typed stays in the box."""
        self.app.host.do(lambda session: session.ask_again())

    def action_try_again(self) -> None:
        """Goes back to the last question answered; anything typed stays in the box."""
        self.app.host.do(lambda session: session.try_again())

    def action_guide(self) -> None:
        """Stops the clock and opens the guidance."""
        if not self._paused:
            self.action_pause()
        self.app.post_message(OpenGuide())

    def action_end(self) -> None:
        """Ends the interview early, after asking for confirmation."""
        question = "End the interview now? What is in the box counts as an answer, and the report is written."
        self.app.push_screen(ConfirmScreen(question, "End it", "Go on"), self._ended)

    def _ended(self, sure: bool | None) -> None:
        if sure:
            text = self.box.text
            self._status(SCORING)
            self.box.read_only = True
            self._sending = text
            self.app.host.do(lambda session: session.end(text))

    def action_leave(self) -> None:
        """Leaves the interview, which is saved as it is; while a model is speaking, the first press only stops the model."""
        if self._finished is not None:
            self.app.pop_screen()
            return
        if ENGINES[self._setup.engine].takes_model and not self._awaiting and not self._stopped:
            self._stopped = True
            self._status(STOPPING)
            self.app.host.do(lambda session: session.stop_speaking())
            return
        if self._unsaved and self.box.text.strip():
            self.app.push_screen(ConfirmScreen(LOST, "Leave", "Stay"), lambda sure: self._leave() if sure else None)
        else:
            self._leave()

    def _leave(self) -> None:
        self.app.host.leave()
        self.app.pop_screen()
        if self._resumed or isinstance(self._what, str):
            self.app.say("The interview is kept: Resume goes on with it.")
