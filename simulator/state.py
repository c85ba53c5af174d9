"""What the graph carries from step to step: JSON values only, small and of constant size.

Turns and notes stand in tables of ours; the state has only their numbers. The evaluator's silence is a property
of these types: a public node is given PublicState and the Floor, which have no door to notes and marks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypedDict

from agents.engine import Passage, Voice
from agents.moves import Move
from agents.personas import Persona
from agents.policy import Ended
from agents.questions import Question
from agents.rubric import Rubric
from agents.scorecard import Note, Scorecard
from agents.transcript import Transcript, Turn

STATE_VERSION = 1


class PublicState(TypedDict):
    """What the interviewer may know."""

    version: int
    persona: str
    question: str
    limit_s: float | None
    seed: int
    turns: int
    """How many turns are stored."""
    seconds_used: float
    move: dict[str, Any] | None
    ended: Ended | None


class PrivateState(PublicState):
    """What the evaluator may know on top."""

    noted: int
    """How many of the candidate's turns have a note."""
    scored: bool


class Guidance(Protocol):
    """Finds passages for the agents."""

    @property
    def missing(self) -> str:
        """Why there is none, as a sentence for the person; empty where there is some, or it is not known yet."""
        ...

    def for_move(self, move: Move, transcript: Transcript, wanted: str) -> tuple[Passage, ...]:
        """The passages nearest to what was just said and what is wanted, for a probe."""
        ...

    def behind(self, note: Note) -> Note:
        """The note with the passage that says why what is missing matters."""
        ...

    def cited(self, scorecard: Scorecard) -> Scorecard:
        """The scorecard with the passage that says why beside each weak mark."""
        ...


@dataclass(frozen=True)
class Floor:
    """What a public node works with."""

    persona: Persona
    question: Question
    rubric: Rubric
    voice: Voice
    guidance: Guidance
    seed: int
    transcript: Callable[[], Transcript]
    store_turn: Callable[[int, Turn, Ended | None], None]
    seconds_used: Callable[[], float]
    seconds_left: Callable[[], float | None]


class Desk(Protocol):
    """The evaluator's desk, to which public nodes have no door."""

    async def observe(self, number: int) -> Note | None:
        """Notes one of the candidate's turns; None where the next answer came first or the judge failed."""
        ...

    def noted(self) -> int:
        """How many notes there are."""
        ...

    async def score(self, ended: Ended) -> Scorecard:
        """Scores and stores the result."""
        ...


@dataclass(frozen=True)
class Context:
    """What LangGraph hands to every node; `graph.py` narrows it for the public ones."""

    floor: Floor
    desk: Desk


def opening_state(*, persona: str, question: str, limit_s: float | None, seed: int) -> PrivateState:
    """The state of an interview in which nothing was said."""
    return PrivateState(
        version=STATE_VERSION,
        persona=persona,
        question=question,
        limit_s=limit_s,
        seed=seed,
        turns=0,
        seconds_used=0.0,
        move=None,
        ended=None,
        noted=0,
        scored=False,
    )
