"""Simulated candidates as ledgers of facts: what they did, and what it takes to hear about it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.library.files import Entry
from agents.moves import Dimension

Style = Literal["terse", "balanced", "rambling", "evasive", "combative", "anxious", "over_coached", "emotional", "mechanical"]


class Fact(BaseModel):
    """One thing that the candidate could tell."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: Dimension
    text: str = Field(min_length=1)
    disclosed: Literal["freely", "if_asked", "if_pressed"]


class Manner(BaseModel):
    """How the candidate talks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    style: Style = "balanced"
    fillers: tuple[str, ...] = ()
    """Said before an answer, in turn."""
    has_nothing: tuple[str, ...] = ("I don't have more to say about that.",)
    """Said when asked for what the ledger does not have."""
    says: tuple[str, ...] = ()
    """All that a mechanical candidate says, in turn, whatever is asked."""


class Gold(BaseModel):
    """The marks that the whole ledger would earn; our labels."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    context: int = Field(ge=1, le=5)
    impact: int = Field(ge=1, le=5)
    ownership: int = Field(ge=1, le=5)
    mitigation: int = Field(ge=1, le=5)
    growth: int = Field(ge=1, le=5)


class Ledger(Entry):
    """A simulated candidate."""

    opening: str
    """Said first, before the facts that are told freely."""
    manner: Manner = Manner()
    facts: tuple[Fact, ...] = ()
    gold: Gold
