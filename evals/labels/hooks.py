"""Our examples of hooks, and sentences of talks with the hooks that readers found; the unseen part is only for measuring."""

from functools import cache
from pathlib import Path

from evals.labels.talks import Line, Part, lines_of

HOOKS = Path(__file__).parents[1] / "cases" / "hooks"


class HookExample(Line):
    """A sentence that says a hook, or one that looks like it and does not."""

    writer: str
    hook: str
    text: str
    says: bool
    """Whether it says it."""


class HookSentence(Line):
    """A sentence of an answer, and what readers said of the hooks that the program had guessed in it."""

    writer: str
    talk: bool
    """Whether it is from one of our talks, rather than from an example of an act."""
    text: str
    says: tuple[str, ...]
    """The hooks that it says."""
    says_not: tuple[str, ...]
    """The hooks that had been guessed and that it does not say."""


@cache
def hook_examples(part: Part) -> tuple[HookExample, ...]:
    """The examples of one part."""
    return tuple(lines_of(HOOKS / f"{part}.jsonl", HookExample))


@cache
def hook_sentences() -> tuple[HookSentence, ...]:
    """The sentences, all from the writers that may be learned from."""
    return tuple(lines_of(HOOKS / "sentences.jsonl", HookSentence))
