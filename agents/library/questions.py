"""The failure question and its usual variants."""

from pydantic import Field

from agents.library.files import Entry

DEFAULT = "failure"
"""What is asked where nothing was chosen."""


class Question(Entry):
    """One way to ask about failure."""

    wordings: tuple[str, ...] = Field(min_length=1)
    """How it is asked; an interview takes one of them."""
    rephrased: str
    """The same in other words, for a candidate who did not understand."""
    another: str
    """Asks for another story, when the first was not a failure or a trivial one."""
