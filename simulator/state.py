"""What the graph carries from step to step, and what its nodes work with.

The state is JSON values only, of constant size, and nothing of the evaluator's is ever in it: turns and notes stand in tables
of ours. The evaluator's silence is a property of these types: a public node is handed an InterviewerContext, which has no door
to notes and marks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

from agents.engine import Voice
from agents.library.personas import Persona
from agents.library.questions import Question
from agents.moves import Ended
from agents.reading.answer import Reader
from agents.rubric import Rubric
from agents.transcript import Provenance, Transcript, Turn
from simulator.guidance import Guidance
from simulator.session_evaluator import SessionEvaluator


class State(TypedDict):
    """What some node reads of what another has written."""

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
    voice: Voice
    guidance: Guidance
    seed: int
    transcript: Callable[[], Transcript]
    store_turn: Callable[[int, Turn, Ended | None, Provenance], None]
    seconds_used: Callable[[], float]
    seconds_left: Callable[[], float | None]


@dataclass(frozen=True)
class Context:
    """What LangGraph hands to every node; `graph.py` narrows it for the public ones."""

    interviewer: InterviewerContext
    evaluator: SessionEvaluator


def opening_state() -> State:
    """The state of an interview in which nothing was said."""
    return State(turns=0, seconds_used=0.0, move=None, ended=None)
