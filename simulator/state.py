"""What the graph carries from step to step, and what its nodes work with.

The state holds only JSON values, has a constant size and never contains anything from the evaluator: turns and notes are kept
in our own tables. These types guarantee the evaluator's silence: a public node is given an InterviewerContext, which has no
access to notes and marks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

from agents.engine import Voice
from agents.interviewer.hooks import Hooks
from agents.library.personas import Persona
from agents.library.questions import Question
from agents.moves import Ended
from agents.reading.answer import Reader
from agents.rubric import Rubric
from agents.transcript import Provenance, Transcript, Turn
from simulator.guidance import Guidance
from simulator.session_evaluator import SessionEvaluator


class State(TypedDict):
    """Values that one node writes and another reads."""

    turns: int
    """How many turns are stored."""
    seconds_used: float
    move: dict[str, Any] | None
    """The interviewer's next or last move."""
    ended: Ended | None


@dataclass(frozen=True)
class InterviewerContext:
    """What a public node works with."""

    persona: Persona
    question: Question
    rubric: Rubric
    reader: Reader
    hooks: Hooks
    voice: Voice
    guidance: Guidance
    seed: int
    said_before: str
    """What the interviewer said in the last interviews with the same person, in lowercase."""
    transcript: Callable[[], Transcript]
    store_turn: Callable[[int, Turn, Ended | None, Provenance], None]
    seconds_used: Callable[[], float]
    seconds_left: Callable[[], float | None]


@dataclass(frozen=True)
class Context:
    """What LangGraph passes to every node; `graph.py` narrows it for the public ones."""

    interviewer: InterviewerContext
    evaluator: SessionEvaluator


def opening_state() -> State:
    """Returns the state of an interview before anything has been said."""
    return State(turns=0, seconds_used=0.0, move=None, ended=None)
