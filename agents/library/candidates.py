"""Simulated candidates as ledgers of facts: what they did, and what it takes to get them to tell it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.library.files import Entry
from agents.moves import Dimension

Style = Literal["terse", "balanced", "rambling", "evasive", "combative", "anxious", "over_coached", "emotional", "mechanical"]


class Fact(BaseModel):
    """One thing that the candidate could disclose."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: Dimension
    text: str = Field(min_length=1)
    disclosed: Literal["freely", "if_asked", "if_pressed"]


class Aside(BaseModel):
    """What the candidate says in one turn instead of answering."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    turn: int = Field(ge=1)
    """Which of the candidate's turns it is, counted from 1."""
    text: str = Field(min_length=1)


class Manner(BaseModel):
    """How the candidate talks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    style: Style = "balanced"
    fillers: tuple[str, ...] = ()
    """Said before answers, one after another."""
    has_nothing: tuple[str, ...] = ("I don't have more to say about that.",)
    """Said when asked for something that is not in the ledger."""
    says: tuple[str, ...] = ()
    """Everything that a mechanical candidate says, one after another, whatever the question."""


class Gold(BaseModel):
    """The scores that the whole ledger should earn, as we labelled it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    context: int = Field(ge=1, le=5)
    impact: int = Field(ge=1, le=5)
    ownership: int = Field(ge=1, le=5)
    mitigation: int = Field(ge=1, le=5)
    growth: int = Field(ge=1, le=5)


class Ledger(Entry):
    """A simulated candidate."""

    opening: str
    """Said first, before the facts that are disclosed freely."""
    manner: Manner = Manner()
    facts: tuple[Fact, ...] = ()
    asides: tuple[Aside, ...] = ()
    """At most one for each turn."""
    gold: Gold
