"""The talk as plain, comparable values."""

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from agents.moves import Move

Speaker = Literal["interviewer", "candidate"]


class Turn(BaseModel):
    """What one speaker said in one go; `at_s` is the seconds used when it began."""

    model_config = ConfigDict(frozen=True)

    speaker: Speaker
    text: str
    at_s: float = 0.0
    move: Move | None = None
    cut: bool = False
    said_by: str = ""
    """The engine whose voice said it in the end; empty for the candidate's turns."""


class Provenance(BaseModel):
    """How an interviewer's turn came about; it stands beside the turn, and nobody who speaks or marks reads it."""

    model_config = ConfigDict(frozen=True)

    passages: tuple[str, ...] = ()
    """The ids of the guidance passages at hand."""
    tokens: tuple[int, int] | None = None
    """What a model read and wrote for it."""
    first_word_s: float | None = None
    """How long a model took to its first word."""


Transcript = tuple[Turn, ...]


def candidate_turns(transcript: Iterable[Turn]) -> list[tuple[int, Turn]]:
    """The candidate's turns with their numbers, counted over all turns from 0."""
    return [(number, turn) for number, turn in enumerate(transcript) if turn.speaker == "candidate"]


def probes_made(transcript: Iterable[Turn]) -> list[Move]:
    """The moves of the interviewer's turns that asked about a dimension."""
    return [turn.move for turn in transcript if turn.move is not None and turn.move.is_probe]
