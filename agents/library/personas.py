"""Interviewers as data: all ask equally deep questions, each with their own manner, wording and pace."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from agents.library.files import Entry
from agents.library.phrases import PartName, Probe, ReplyTo, without_retired
from agents.moves import DIMENSIONS, Dimension, MoveKind

DEFAULT = "warm-mentor"
"""The persona used when none is chosen."""
RETIRED = frozenset({"takes_up", "takes_up_share"})
"""Fields that earlier versions had; interviews kept by them still open."""
LINES_TODAY = {"give_time": "ask_time", "repeat": "ask_repeat", "rephrase": "ask_meaning", "skip": "cannot_share"}
"""Moves that had lines in earlier versions, and what those are replies to today."""


class Persona(Entry):
    """Who asks: every persona digs equally deep, so that scores can be compared, but each has its own manner."""

    order: tuple[Dimension, ...] = DIMENSIONS
    """Which dimension to ask about first among those that come at the same step of the story."""
    patience_words: int = Field(default=350, ge=40, le=2000)
    """How many words of an answer may be beside the point before the interviewer steers the candidate back."""
    patience_silences: int = Field(default=3, ge=2, le=6)
    """How many turns in a row without an answer before the interviewer gives up."""
    greetings: tuple[str, ...] = Field(min_length=1)
    """Said before the question."""
    bare: tuple[str, ...] = ("",)
    """Sometimes said before a question."""
    feelings: tuple[str, ...] = ("",)
    """Sometimes said first when the candidate expressed a feeling or was hard on themselves."""
    replies: dict[ReplyTo, tuple[str, ...]] = Field(default_factory=dict)
    """The persona's own replies by what the candidate did, used instead of the common ones."""
    probes: dict[PartName, tuple[Annotated[Probe | str, Field(union_mode="left_to_right")], ...]] = Field(default_factory=dict)
    """The persona's own questions by what they ask about ("impact.size"), used alongside the guidance's and the common ones."""
    challenges: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """The persona's own challenges by red flag, used instead of the common ones."""
    lines: dict[MoveKind, tuple[str, ...]] = Field(default_factory=dict)
    """The persona's own wordings of a move, used instead of the common phrases."""
    warning: str = Field(min_length=1)
    """Said when two minutes are left."""
    closings: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _of_earlier_versions(cls, data: Any) -> Any:
        """Reads what earlier versions wrote, some of whose lines are replies today."""
        if not isinstance(data, dict):
            return data
        known = {name: value for name, value in without_retired(data).items() if name not in RETIRED}
        if isinstance(lines := known.get("lines"), dict):
            moved = {reply: lines[name] for name, reply in LINES_TODAY.items() if name in lines}
            left = {
                "re_ask" if name == "reask" else name: said
                for name, said in lines.items()
                if name not in (*LINES_TODAY, "clarify")
            }
            known |= {"lines": left} | ({"replies": moved | known.get("replies", {})} if moved else {})
        return known
