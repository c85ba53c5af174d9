"""Our examples of hooks: sentences that say one, and near misses; one part is for learning, the other only for measuring."""

from functools import cache
from pathlib import Path

from evals.labels.talks import Line, Part, lines_of

HOOKS = Path(__file__).parents[1] / "cases" / "hooks"


class HookExample(Line):
    """A sentence that says a hook, or one that looks like it and does not."""

    writer: str
    hook: str
    """The hook; in the part that is learned from it may be "none", for a sentence of a talk that holds nothing to take up."""
    text: str
    says: bool
    """Whether it says it."""


@cache
def hook_examples(part: Part) -> tuple[HookExample, ...]:
    """The examples of one part."""
    return tuple(lines_of(HOOKS / f"{part}.jsonl", HookExample))
