"""The common wordings of an interviewer without a model."""

from agents.library.files import Entry
from agents.library.personas import PartName
from agents.moves import MoveKind


class Phrases(Entry):
    """The common wordings, used where persona and guidance have none."""

    moves: dict[MoveKind, tuple[str, ...]]
    replies: dict[str, tuple[str, ...]]
    """By kind of act: said to a candidate who did something else than answer, before the question is asked again."""
    probes: dict[PartName, tuple[str, ...]]
    """Questions after one part of a dimension ("impact.size"), with slots where they take up the candidate's words."""
    challenges: dict[str, tuple[str, ...]]
    """By red flag."""
