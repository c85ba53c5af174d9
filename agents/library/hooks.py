"""Hooks as data: things that people say in stories of failure, and what a good listener asks then."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import Field, field_validator

from agents.library.files import Entry, load_all
from agents.library.phrases import PartName
from agents.moves import Dimension
from agents.reading.cues import cues

SHORTHAND = re.compile(r"(?<!P)<(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>")
SLOTS = frozenset({"who", "whom"})
CASED = "(?-i:"
"""How an expression begins in which capitals matter."""
SLOT = re.compile(r"\{(\w*)\}")

Ways = tuple[str, ...]
Questions = Annotated[tuple[str, ...], Field(min_length=4)]


class Hook(Entry):
    """Something that people say and what to ask then; `summary` says what it is, for people who label and write."""

    about: PartName
    """What the questions are about ("ownership.why")."""
    pull: int = Field(ge=1, le=5)
    """How much a listener wants to hear more of it: 5 cannot be passed over, 1 only if there is nothing else."""
    tone: Literal["plain", "hard", "stung"] = "plain"
    """What kind of acknowledgement fits: for a loss or harm, or for something ugly that was admitted."""
    times: int = Field(default=1, ge=1, le=4)
    """How often it may be followed in one interview."""
    ways: Ways
    """How people say it: regular expressions, in which <someone> and the other shorthand of the cues may stand."""
    ways_suffice: bool = False
    """For a hook of ours that is learned from examples: whether matching a way is enough for it to be heard."""
    unless: Ways = ()
    """Expressions that show in the same sentence that it is something else."""
    examples: tuple[str, ...] = Field(min_length=1)
    """Sentences that say it."""
    near_misses: tuple[str, ...] = Field(min_length=1)
    """Sentences that look like it and are not."""
    ask: Questions
    """Different questions; {who} stands for the person ("she", "your manager") and {whom} for the same as an object."""

    @property
    def dimension(self) -> Dimension:
        """The dimension that the questions are about."""
        return cast(Dimension, self.about.partition(".")[0])

    @property
    def part(self) -> str:
        """The part of it."""
        return self.about.partition(".")[2]

    @field_validator("ways", "unless")
    @classmethod
    def _compiles(cls, expressions: Ways) -> Ways:
        for expression in expressions:
            try:
                compiled(expression)
            except re.error as error:
                raise ValueError(f"is no regular expression ({error}): {expression}") from None
            except KeyError as error:
                raise ValueError(f"there is no shorthand <{error.args[0]}>: {expression}") from None
        return expressions

    @field_validator("ask")
    @classmethod
    def _are_questions(cls, questions: Questions) -> Questions:
        for question in questions:
            if question.count("?") != 1 or not question.endswith("?"):
                raise ValueError(f"must be one question, ending in a question mark: {question}")
            if strange := set(SLOT.findall(question)) - SLOTS:
                raise ValueError(f"has a slot that is not known, {{{min(strange)}}}: {question}")
        if len({question.lower() for question in questions}) < len(questions):
            raise ValueError("the same question stands there twice")
        return questions


@lru_cache(maxsize=4096)
def compiled(expression: str) -> re.Pattern[str]:
    """The expression with its shorthand written out; raises re.error, or KeyError with the name that is not known.

    One that finds names, which have capitals, ignores case elsewhere; any other is for lowercase text, which is much faster.
    """
    known = cues().shorthand
    while SHORTHAND.search(expression):
        expression = SHORTHAND.sub(lambda match: known[match[1]], expression)
    count = iter(range(1000))
    expression = GROUP.sub(lambda match: f"(?P<{match[1]}_{next(count)}>", expression)
    return re.compile(expression, re.I if CASED in expression else 0)


def load_hooks(user_folder: Path | None) -> tuple[tuple[Hook, ...], list[str]]:
    """All hooks that can be read, the user's own among them, and a sentence for every file that cannot."""
    hooks, problems = load_all("hooks", Hook, user_folder)
    return tuple(hooks), problems
