"""Interviewers as data: how they order, word and pace the same depth of questions."""

from typing import Annotated, Literal

from pydantic import Field

from agents.library.files import Entry
from agents.moves import DIMENSIONS, Dimension, MoveKind

DEFAULT = "warm-mentor"
"""Who asks where nobody was chosen."""
PartName = Annotated[str, Field(pattern=rf"^({'|'.join(DIMENSIONS)})\.[a-z_]+$")]
Slot = Literal["quote", "amount", "party", "decision", "heard", "earlier"]


class Persona(Entry):
    """Who asks. Depth is common to all personas, so that marks can be compared; manner is theirs."""

    order: tuple[Dimension, ...] = DIMENSIONS
    """Which dimension comes first where several are worth about the same."""
    patience_words: int = Field(default=350, ge=40, le=2000)
    """Words of an answer that carry nothing before the interviewer brings the candidate back."""
    patience_silences: int = Field(default=3, ge=2, le=6)
    """Turns in a row without an answer before the interviewer gives up."""
    takes_up_share: float = Field(default=0.7, ge=0, le=1)
    """How often a probe takes up the candidate's words, where there are words to take up."""
    greetings: tuple[str, ...] = Field(min_length=1)
    """Said before the question."""
    takes_up: dict[Slot, tuple[str, ...]]
    """Said before a probe, with the candidate's words in `{quote}`, `{amount}`, `{party}` ("your guests"), `{decision}` ("you
    skipped the test"), `{heard}` (a quote that the question moves on from) or `{earlier}` (from an earlier answer)."""
    bare: tuple[str, ...] = ("",)
    """Said before a probe that takes up nothing."""
    feelings: tuple[str, ...] = ("",)
    """Said first where the candidate told a feeling or was hard on themselves."""
    probes: dict[PartName, tuple[str, ...]] = Field(default_factory=dict)
    """Own questions by what they ask after ("impact.size"), beside those of the guidance and the common ones."""
    challenges: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Own challenges by red flag, in place of the common ones."""
    lines: dict[MoveKind, tuple[str, ...]] = Field(default_factory=dict)
    """Own wordings of a move, in place of the common phrases."""
    warning: str = Field(min_length=1)
    """Said when two minutes are left."""
    closings: tuple[str, ...] = Field(min_length=1)
