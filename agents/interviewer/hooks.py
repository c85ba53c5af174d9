"""Finds the threads in what a candidate says: the places that a good listener would take up, by words alone."""

import json
import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from agents.library.hooks import Hook, compiled, load_hooks
from agents.reading.answer import Reading
from agents.reading.hook_features import hook_features
from agents.reading.weights import SHIPPED, Logistic, logistic

LONGEST_WORDS = 30
"""How many words a sentence may have before it is looked at in pieces: spoken English goes on without a stop."""
STOP = re.compile(r"[.!?…\n]")
NONE = "none"
"""The label of a sentence that holds nothing to take up."""
LIKELY = -0.5
"""How far from the border, in sums of weights, a hook may lie to be heard; higher is surer."""


@dataclass(frozen=True)
class Thread:
    """Something to take up: a hook, and the sentence `text[start:end]` that it was found in."""

    hook: Hook
    start: int
    end: int
    who: str = ""
    """Who it is about, as the candidate said it; empty if nobody is named."""
    amount: str = ""
    """An amount of money or time, or a number of people or things, that it is about."""


class Hooks:
    """The hooks of an interview: ours are recognised by what was learned from examples, a user's own by their ways."""

    def __init__(self, ours: Sequence[Hook], own: Sequence[Hook], learned: Logistic) -> None:
        self._ours, self._own, self._learned = {hook.name: hook for hook in ours}, own, learned
        self.threads: Callable[[Reading], tuple[Thread, ...]] = lru_cache(maxsize=4096)(self._threads)

    def _threads(self, reading: Reading) -> tuple[Thread, ...]:
        """The threads of a turn in the order they were said, at most one of each hook."""
        found: dict[str, Thread] = {}
        for start, end in pieces(reading):
            for thread in self._in_sentence(reading.text, start, end):
                found.setdefault(thread.hook.name, thread)
        return tuple(found.values())

    def _in_sentence(self, text: str, start: int, end: int) -> Iterator[Thread]:
        """The threads of one sentence: every hook of the user's that it matches, and the likeliest of ours, if it is likely."""
        sentence = normal(text[start:end])
        for hook in self._own:
            if (hit := match_of(hook, sentence)) is not None:
                yield Thread(hook, start, end, *_named(hit))
        hits = {name: hit for name, hook in self._ours.items() if (hit := match_of(hook, sentence)) is not None}
        likely = self.likeliest(hook_features(sentence, hits))
        if likely in self._ours:
            who, amount = _named(hits.get(likely))
            yield Thread(self._ours[likely], start, end, who or person_in(sentence), amount)

    def likeliest(self, features: Set[str]) -> str:
        """The name of the hook that a sentence with these features most likely is, or "none"."""
        sums = self._learned.sums(features)
        best = max(range(len(sums)), key=sums.__getitem__)
        return self._learned.labels[best] if sums[best] > LIKELY else NONE


@lru_cache(maxsize=4)
def hooks_of(user_folder: Path | None = None) -> Hooks:
    """The hooks that we ship and the user's own, which may replace ours; what cannot be read is left out."""
    shipped, found = load_hooks(None)[0], load_hooks(user_folder)[0]
    learned = logistic(json.loads((SHIPPED / "hooks.json").read_text(encoding="utf-8")))
    return Hooks([hook for hook in found if hook in shipped], [hook for hook in found if hook not in shipped], learned)


def match_of(hook: Hook, sentence: str) -> re.Match[str] | None:
    """Where the sentence says it in one of the hook's ways, if nothing shows that it is something else."""
    hit = next((hit for way in hook.ways if (hit := compiled(way).search(sentence))), None)
    return hit if hit is not None and not any(compiled(other).search(sentence) for other in hook.unless) else None


def pieces(reading: Reading) -> Iterator[tuple[int, int]]:
    """The sentences of a turn; one that is long is cut between clauses."""
    start = end = None
    for clause in reading.clauses:
        if start is not None and end is not None:
            stopped = STOP.search(reading.text, end - 1, clause.start + 1) is not None
            if stopped or len(reading.text[start : clause.end].split()) > LONGEST_WORDS:
                yield start, end
                start = None
        start, end = clause.start if start is None else start, clause.end
    if start is not None and end is not None:
        yield start, end


def person_in(sentence: str) -> str:
    """The one person that a sentence speaks of, by name or role if there is one, or else by pronoun; empty if there are more."""
    people = {match[0] for match in compiled("<name>|<person>").finditer(sentence)}
    pronouns = {OBJECTS.get(word, word) for word in PRONOUN.findall(sentence.lower())}
    if len(people) > 1 or len(pronouns) > 1:
        return ""
    return next(iter(people or pronouns), "")


PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them)\b")
OBJECTS = {"him": "he", "her": "she", "them": "they"}


def normal(text: str) -> str:
    """The text with straight apostrophes, as the expressions have them."""
    return text.replace("’", "'").replace("‘", "'")


def _named(hit: re.Match[str] | None) -> tuple[str, str]:
    """Who and what amount a match names."""
    found = {name.partition("_")[0]: words for name, words in (hit.groupdict() if hit else {}).items() if words}
    return found.get("who", ""), found.get("amount", "")
