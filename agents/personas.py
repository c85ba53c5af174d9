"""Interviewers as data: how they order, word and pace the same depth of questions."""

from pydantic import Field

from agents.library import Entry
from agents.moves import DIMENSIONS, Dimension, MoveKind

DEFAULT = "warm-mentor"
"""Who asks where nobody was chosen."""


class Persona(Entry):
    """Who asks. Depth is common to all personas, so that marks can be compared; manner is theirs."""

    order: tuple[Dimension, ...] = DIMENSIONS
    """Which dimension comes first where several are worth the same."""
    patience_words: int = Field(default=350, ge=40, le=2000)
    """Words of an answer without anything new in it before the interviewer brings the candidate back."""
    greetings: tuple[str, ...] = Field(min_length=1)
    """Said before the question."""
    hooks: tuple[str, ...] = Field(min_length=1)
    """Takes up the candidate's words before a probe; `{quote}` stands for them."""
    bare: tuple[str, ...] = ("",)
    """Said before a probe where there is nothing to take up."""
    lines: dict[MoveKind, tuple[str, ...]] = Field(default_factory=dict)
    """Own wordings of a move, in place of the common phrases."""
    warning: str = Field(min_length=1)
    """Said when two minutes are left."""
    closings: tuple[str, ...] = Field(min_length=1)


class Phrases(Entry):
    """The common wordings, by move and by dimension, used where persona and guidance have none."""

    moves: dict[MoveKind, tuple[str, ...]]
    probes: dict[Dimension, tuple[str, ...]]
    challenges: dict[str, tuple[str, ...]]
    """By red flag."""
