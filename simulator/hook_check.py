"""Checks a hook against its own file: its ways match every example and no near miss, and its questions are well worded."""

from agents.interviewer.hooks import match_of, normal
from agents.interviewer.offline import with_person
from agents.interviewer.wording import problems
from agents.library.hooks import Hook
from agents.moves import Move

SOMEBODY = ("she", "they", "my manager", "Denise")
"""Whom the questions are tried with."""


def faults_of(hook: Hook) -> list[str]:
    """A sentence for each thing that is wrong with a hook."""
    found = [f"not recognised: {text}" for text in hook.examples if match_of(hook, normal(text)) is None]
    found += [f"taken for it, but a near miss: {text}" for text in hook.near_misses if match_of(hook, normal(text)) is not None]
    for ask in hook.ask:
        tried = {with_person(ask, somebody) for somebody in SOMEBODY}
        move = Move(kind="dig", dimension=hook.dimension)
        faults = {fault.sentence for text in tried for fault in problems(text, move)}
        found += [f"{fault}: {ask}" for fault in sorted(faults)]
    return found
