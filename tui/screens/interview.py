"""The interview screen: the talk, the clock and the answer box."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, TextArea

from simulator import events as happened
from simulator.store import Setup
from tui.screens.confirm import ConfirmScreen
from tui.widgets.answer import AnswerBox
from tui.widgets.clock import ClockFace
from tui.widgets.note_panel import NotePanel
from tui.widgets.talk import Talk
from tui.widgets.text import Text

if TYPE_CHECKING:
    from tui.app import InterviewApp

PREPARING = "The interviewer is on the way …"
THINKING = "The interviewer is thinking …"
YOUR_TURN = "Your turn."
PAUSED = "Paused: the clock stands, and the talk is hidden. F4 goes on."
STOPPING = "The model is stopped; escape again leaves."
SCORING = "The evaluator is writing the report …"


class InterviewScreen(Screen[None]):
    """One interview, from the first question to the report."""

    app: "InterviewApp"
    CSS_PATH = "interview.tcss"
    BINDINGS = [
        Binding("f3", "repeat", "Ask to repeat", tooltip="Ask to hear the question again", id="interview.repeat"),
        Binding("f2", "guide", "Guidance", tooltip="Look something up; the clock stands meanwhile", id="interview.guide"),
        Binding("f4", "pause", "Pause", tooltip="Stop the clock, or let it go on", id="interview.pause"),
        Binding("f9", "try_again", "Try again", tooltip="Answer that question again; both are kept", id="interview.try_again"),
        Binding("f8", "end", "End", tooltip="End the interview early and see the report", id="interview.end"),
        Binding("escape", "leave", "Leave", tooltip="Leave for now; the interview can be resumed", id="interview.leave"),
    ]

    @dataclass
    class Happened(Message):
        """An event of the session, brought over from its thread."""

        event: happened.Event

    def __init__(self, what: Setup | str) -> None:
        super().__init__()
        self._what = what
        self._session: str | None = what if isinstance(what, str) else None
        self._paused = False
        self._awaiting = self._stopped = False

    def compose(self) -> ComposeResult:
        """The talk over the answer box."""
        setup = self._setup
        with Horizontal(id="bar"):
            yield Text(setup.persona.title, classes="title", id="persona")
            yield ClockFace("--:--", id="clock")
        with Container(id="room"):
            yield Talk(setup.persona.title)
            if self.learning:
                yield NotePanel()
        yield Text(PREPARING, id="status", classes="hint")
        yield AnswerBox()
        yield Footer()

    @cached_property
    def _setup(self) -> Setup:
        return self._what if isinstance(self._what, Setup) else self.app.store.record(self._what).setup

    @property
    def learning(self) -> bool:
        """Whether the evaluator's notes are shown and guidance is at hand; in a stress interview neither is."""
        return self._setup.mode == "learning"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Guidance and second tries belong to learning."""
        return self.learning or action not in ("guide", "try_again")

    def on_mount(self) -> None:
        """Begins the session on its own thread."""
        self.box.focus()
        self.set_interval(0.5, self._show_clock)
        self.app.host.play(self._what, lambda event: self.post_message(self.Happened(event)))

    @property
    def box(self) -> AnswerBox:
        """The answer box."""
        return self.query_one(AnswerBox)

    def _show_clock(self) -> None:
        self.query_one(ClockFace).show(self.app.host.watch)

    def on_interview_screen_happened(self, message: Happened) -> None:
        """Shows what happened."""
        talk = self.query_one(Talk)
        talk.tell(message.event)
        match message.event:
            case happened.Trouble(sentence):
                self.app.say(sentence, severity="warning")
            case happened.Answered():
                self._answer_taken()
            case happened.AwaitingAnswer(_, draft):
                self._your_turn(draft)
            case happened.TimeWarning(text, _):
                talk.add_line(text, "warning", self.query_one("#persona", Text).visual.plain)  # type: ignore[attr-defined]
            case happened.TimeUp(grace_s):
                self._status(f"Time is up: finish your sentence, {grace_s:.0f} seconds.")
            case happened.Observed(note):
                self.query_one(NotePanel).show(note)
            case happened.Finished(session):
                self._over()
                self.app.show_report(session)
            case happened.Failed(sentence):
                self._status(sentence)
                self.app.say(sentence, severity="error")
                self.box.read_only = True
        self._show_clock()

    def _status(self, text: str) -> None:
        self.query_one("#status", Text).show(text)

    def _your_turn(self, draft: str) -> None:
        """Whatever was typed while the interviewer spoke stands behind the draft that came back."""
        self._awaiting, self._stopped = True, False
        if draft:
            self.box.text = f"{draft}{self.box.text}"
            self.box.move_cursor(self.box.document.end)
        self._draft_changed()
        if not self._paused:
            self._status(YOUR_TURN)

    def _answer_taken(self) -> None:
        """Empties the box where the answer was not sent from it: it was cut, or came back from the store."""
        if self._awaiting:
            self.box.text = ""
        self._awaiting = False
        self._status(THINKING)

    def _over(self) -> None:
        """Takes this screen away, and a question that may stand over it."""
        while self.app.screen is not self:
            self.app.pop_screen()
        self.app.pop_screen()

    @on(TextArea.Changed, "#answer")
    def _draft_changed(self) -> None:
        text = self.box.text
        self.app.host.do(lambda session: session.draft(text))

    @on(AnswerBox.Sent)
    def _answer_sent(self, event: AnswerBox.Sent) -> None:
        if not self._awaiting:
            self.app.bell()
            return
        self._awaiting = False
        self.box.text = self.box.text.removeprefix(event.text)  # what was typed since then stays, and goes on at its end
        self.box.move_cursor(self.box.document.end)
        self.app.host.do(lambda session: session.answer(event.text))

    def action_pause(self) -> None:
        """Stops the clock, or lets it go on; what was typed stays."""
        self._paused = not self._paused
        paused = self._paused
        self.app.host.do(lambda session: session.pause() if paused else session.unpause())
        self.query_one(ClockFace).paused = paused
        self.query_one(Talk).visible = not paused
        self._show_clock()
        self.box.read_only = paused
        self._status(PAUSED if paused else YOUR_TURN if self._awaiting else THINKING)
        if not paused:
            self.box.focus()

    def action_repeat(self) -> None:
        """Asks to hear the question again; what was typed stays in the box."""
        self.app.host.do(lambda session: session.ask_again())

    def action_try_again(self) -> None:
        """Goes back to the question that was answered last; what was typed stays in the box."""
        self.app.host.do(lambda session: session.try_again())

    def action_guide(self) -> None:
        """Opens the guidance, and stops the clock meanwhile."""
        if not self._paused:
            self.action_pause()
        self.app.show_guide()

    def action_end(self) -> None:
        """Ends early, after a question."""
        question = "End the interview now? What is in the box counts as an answer, and the report is written."
        self.app.push_screen(ConfirmScreen(question, "End it", "Go on"), self._ended)

    def _ended(self, sure: bool | None) -> None:
        if sure:
            self._status(SCORING)
            self.box.read_only = True
            self.app.host.do(lambda session: session.end())

    def action_leave(self) -> None:
        """Leaves; the session is kept as it stands. Where a model is speaking, the first press only stops it."""
        if self._setup.engine == "llm" and not self._awaiting and not self._stopped:
            self._stopped = True
            self._status(STOPPING)
            self.app.host.do(lambda session: session.stop_speaking())
            return
        self.app.host.leave()
        self.app.pop_screen()
        self.app.say("The interview is kept: Resume goes on with it.")
