"""All that a front end learns of an interview, as frozen values in the order in which they happen."""

from dataclasses import dataclass

from agents.moves import Ended
from agents.scorecard import Note, Scorecard
from agents.transcript import Turn


@dataclass(frozen=True)
class Words:
    """The interviewer says a sentence of turn `number`."""

    number: int
    text: str


@dataclass(frozen=True)
class Withdrawn:
    """What the interviewer has said of turn `number` is taken back; it is said in other words, or by the offline voice."""

    number: int


@dataclass(frozen=True)
class Trouble:
    """A model has failed; the interview goes on, and the sentence says what happened and what to do."""

    sentence: str


@dataclass(frozen=True)
class Spoke:
    """The interviewer's turn is complete and stored."""

    number: int
    turn: Turn


@dataclass(frozen=True)
class AwaitingAnswer:
    """The candidate has the word, as turn `number`; `draft` is what was already typed before a crash or a leave."""

    number: int
    draft: str = ""


@dataclass(frozen=True)
class Answered:
    """The candidate's turn is stored."""

    number: int
    turn: Turn


@dataclass(frozen=True)
class NotStored:
    """What the candidate sent or did could not be stored, so it has not happened; the sentence says what to do."""

    sentence: str


@dataclass(frozen=True)
class TimeWarning:
    """The interviewer says that the time is nearly over; not a turn."""

    text: str
    left_s: float


@dataclass(frozen=True)
class TimeUp:
    """The time is over; the answer is cut after `grace_s` more seconds."""

    grace_s: float


@dataclass(frozen=True)
class Observed:
    """The evaluator has noted something; shown in learning mode only."""

    note: Note


@dataclass(frozen=True)
class Finished:
    """The interview is over, scored and stored."""

    session: str
    ended: Ended
    scorecard: Scorecard


@dataclass(frozen=True)
class Failed:
    """The interview cannot go on now; nothing is lost, and the sentence says what to do."""

    sentence: str


Said = Words | Withdrawn | Spoke | Answered | TimeWarning
"""What belongs to the talk itself."""
Event = Said | Trouble | AwaitingAnswer | NotStored | TimeUp | Observed | Finished | Failed
