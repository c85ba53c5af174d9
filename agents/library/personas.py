"""Interviewers as data: all ask equally deep questions, each in their own order, wording and pace."""

from typing import Annotated, Literal

from pydantic import Field

from agents.library.files import Entry
from agents.moves import DIMENSIONS, Dimension, MoveKind

DEFAULT = "warm-mentor"
"""The persona used when none is chosen."""
PartName = Annotated[str, Field(pattern=rf"^({'|'.join(DIMENSIONS)})\.[a-z_]+$")]
Slot = Literal["quote", "amount", "party", "decision", "heard", "earlier"]


class Persona(Entry):
    """Who asks: every persona digs equally deep, so that scores can be compared, but each has its own manner."""

    order: tuple[Dimension, ...] = DIMENSIONS
    """Which dimension to ask about first when several are about equally worthwhile."""
    patience_words: int = Field(default=350, ge=40, le=2000)
    """How many words of an answer may be beside the point before the interviewer steers the candidate back."""
    patience_silences: int = Field(default=3, ge=2, le=6)
    """How many turns in a row without an answer before the interviewer gives up."""
    takes_up_share: float = Field(default=0.7, ge=0, le=1)
    """How often, from 0 to 1, a probe picks up on the candidate's words when there are any to pick up on."""
    greetings: tuple[str, ...] = Field(min_length=1)
    """Said before the question."""
    takes_up: dict[Slot, tuple[str, ...]]
    """Said before a probe, with the candidate's words in `{quote}`, `{amount}`, `{party}` ("your guests"), `{decision}` ("you
    skipped the test"), `{heard}` (a quote that the question moves on from) or `{earlier}` (from an earlier answer)."""
    bare: tuple[str, ...] = ("",)
    """Said before a probe that does not pick up on the candidate's words."""
    feelings: tuple[str, ...] = ("",)
    """Said first when the candidate expressed a feeling or was hard on themselves."""
    probes: dict[PartName, tuple[str, ...]] = Field(default_factory=dict)
    """The persona's own questions by what they ask about ("impact.size"), used alongside the guidance's and the common ones."""
    challenges: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """The persona's own challenges by red flag, used instead of the common ones."""
    lines: dict[MoveKind, tuple[str, ...]] = Field(default_factory=dict)
    """The persona's own wordings of a move, used instead of the common phrases."""
    warning: str = Field(min_length=1)
    """Said when two minutes are left."""
    closings: tuple[str, ...] = Field(min_length=1)
