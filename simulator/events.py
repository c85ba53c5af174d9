"""Everything a front end learns about an interview, as frozen values in the order they happen."""

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
    """What the interviewer has said of turn `number` is withdrawn, to be reworded or said by the offline voice."""

    number: int


@dataclass(frozen=True)
class Trouble:
    """Something has failed, such as a model, but the interview continues; the sentence says what happened and what to do."""

    sentence: str


@dataclass(frozen=True)
class Spoke:
    """The interviewer's turn is complete and stored."""

    number: int
    turn: Turn


@dataclass(frozen=True)
class AwaitingAnswer:
    """It is the candidate's turn to answer, as turn `number`; `draft` is what was already typed before leaving or a crash."""

    number: int
    draft: str = ""


@dataclass(frozen=True)
class Answered:
    """The candidate's turn is stored."""

    number: int
    turn: Turn


@dataclass(frozen=True)
class NotStored:
    """What the candidate sent or did could not be stored, so it has no effect; the sentence says what to do."""

    sentence: str


@dataclass(frozen=True)
class TimeWarning:
    """The interviewer says that time is almost up; this is not a turn."""

    text: str
    left_s: float


@dataclass(frozen=True)
class TimeUp:
    """Time is up; the answer is cut after `grace_s` more seconds."""

    grace_s: float


@dataclass(frozen=True)
class Observed:
    """The evaluator has taken a note; shown only in learning mode."""

    note: Note


@dataclass(frozen=True)
class Finished:
    """The interview is over, scored and stored."""

    session: str
    ended: Ended
    scorecard: Scorecard


@dataclass(frozen=True)
class Failed:
    """The interview cannot continue for now; nothing is lost, and the sentence says what to do."""

    sentence: str


Said = Words | Withdrawn | Spoke | Answered | TimeWarning
"""Events that belong to the conversation itself."""
Event = Said | Trouble | AwaitingAnswer | NotStored | TimeUp | Observed | Finished | Failed
