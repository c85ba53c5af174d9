"""The failure question and its usual variants."""

from pydantic import Field

from agents.library.files import Entry

DEFAULT = "failure"
"""The question asked when none is chosen."""


class Question(Entry):
    """One way to ask about failure."""

    wordings: tuple[str, ...] = Field(min_length=1)
    """Ways to ask it; an interview uses one of them."""
    rephrased: str
    """The same question in other words, for a candidate who did not understand."""
    another: str
    """Asks for another story when the first was trivial or not a failure."""
