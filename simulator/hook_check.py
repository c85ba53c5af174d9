"""Checks a hook against its own file: it is heard in every example and in no near miss, and its questions are well worded."""

from agents.interviewer.hooks import Hooks, hooks_of, with_person
from agents.interviewer.wording import problems
from agents.library.hooks import Hook, load_hooks
from agents.moves import Move
from agents.reading.answer import shipped_reader
from agents.reading.weights import load_hook_weights

SOMEBODY = ("she", "they", "my manager", "Denise")
"""Whom the questions are tried with."""


def faults_of(hook: Hook) -> list[str]:
    """A sentence for each thing that is wrong with a hook."""
    ours = hook in load_hooks(None)[0]
    hooks = hooks_of() if ours else Hooks((hook,), load_hook_weights().only(set()))
    found = [f"not recognised: {text}" for text in hook.examples if not _heard(hook, hooks, text)]
    found += [f"taken for it, but a near miss: {text}" for text in hook.near_misses if _heard(hook, hooks, text)]
    for ask in hook.ask:
        tried = {with_person(ask, somebody) for somebody in SOMEBODY}
        faults = {fault.sentence for text in tried for fault in problems(text, Move(kind="dig", dimension=hook.dimension))}
        found += [f"{fault}: {ask}" for fault in sorted(faults)]
    return found


def _heard(hook: Hook, hooks: Hooks, text: str) -> bool:
    return any(thread.hook == hook for thread in hooks.threads(shipped_reader().read(text)))
