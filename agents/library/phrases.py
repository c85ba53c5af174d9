"""The common wordings of an interviewer that works without a model."""

from agents.library.files import Entry
from agents.library.personas import PartName
from agents.moves import MoveKind


class Phrases(Entry):
    """The common wordings, used when neither the persona nor the guidance has any."""

    moves: dict[MoveKind, tuple[str, ...]]
    replies: dict[str, tuple[str, ...]]
    """By kind of act: said to a candidate who did something other than answer, before the question is asked again."""
    probes: dict[PartName, tuple[str, ...]]
    """Questions about one part of a dimension ("impact.size"), some with slots for the candidate's words."""
    challenges: dict[str, tuple[str, ...]]
    """By red flag."""
