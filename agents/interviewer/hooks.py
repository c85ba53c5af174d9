"""Finds the threads in what a candidate says: the places that a good listener would take up, by words alone."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from agents.library.hooks import Hook, compiled, load_hooks
from agents.plain import straight
from agents.reading.answer import Reading
from agents.reading.hook_features import hook_features
from agents.reading.weights import HookWeights, load_hook_weights

LONGEST_WORDS = 30
"""How many words a sentence may have before it is looked at in pieces: spoken English goes on without a stop."""
IGNORES_CASE = int(re.I)
STOP = re.compile(r"[.!?…\n]")


@dataclass(frozen=True)
class Thread:
    """Something to take up: a hook, and the sentence `text[start:end]` that it was found in."""

    hook: Hook
    start: int
    end: int
    who: str = ""
    """Who it is about, as the candidate said it; empty if nobody is named."""
    words: str = ""
    """The words that it was recognised by, if it was by one of the hook's ways."""

    def sentence(self, text: str) -> str:
        """The sentence that it was found in, given the turn's text."""
        return text[self.start : self.end]


class Hooks:
    """The hooks of an interview: most of ours are recognised by what was learned from examples, all others by their ways."""

    def __init__(self, hooks: Sequence[Hook], learned: HookWeights) -> None:
        self._learned = learned
        self._likely = {hook.name: hook for hook in hooks if hook.name in learned.thresholds}
        self._by_ways = [hook for hook in hooks if hook.name not in learned.thresholds or hook.ways_suffice]
        self.threads: Callable[[Reading], tuple[Thread, ...]] = lru_cache(maxsize=4096)(self._threads)

    def _threads(self, reading: Reading) -> tuple[Thread, ...]:
        """The threads of a turn in the order they were said, at most one of each hook."""
        found: dict[str, Thread] = {}
        for start, end in pieces(reading):
            for thread in self._in_sentence(reading.text, start, end):
                found.setdefault(thread.hook.name, thread)
        return tuple(found.values())

    def _in_sentence(self, text: str, start: int, end: int) -> Iterator[Thread]:
        """The threads of one sentence: the likeliest hook, if it is likely enough, and those whose ways it matches."""
        sentence = straight(text[start:end])
        hits = {name: hit for name, hook in self._likely.items() if (hit := match_of(hook, sentence)) is not None}
        likely = self._learned.likeliest(hook_features(sentence, hits), hits)
        if likely in self._likely:
            yield self._thread(self._likely[likely], hits.get(likely), text, start, end)
        for hook in self._by_ways:
            hit = hits.get(hook.name) if hook.name in self._likely else match_of(hook, sentence)
            if hit is not None and hook.name != likely:
                yield self._thread(hook, hit, text, start, end)

    @staticmethod
    def _thread(hook: Hook, hit: re.Match[str] | None, text: str, start: int, end: int) -> Thread:
        """A thread with the person that the match names, or else the one person of the sentence."""
        named = {name.partition("_")[0]: words for name, words in (hit.groupdict() if hit else {}).items() if words}
        who = named.get("who", "")
        if not who or (who[0].isupper() and " " not in who):  # may be no name, at the beginning of a sentence
            who = person_in(straight(text[start:end]), text)
        return Thread(hook, start, end, who, hit[0].strip(" ,;:.") if hit else "")


@lru_cache(maxsize=4)
def hooks_of(user_folder: Path | None = None) -> Hooks:
    """The hooks that we ship and the user's own, which may replace ours; what cannot be read is left out."""
    shipped, found = load_hooks(None)[0], load_hooks(user_folder)[0]
    return Hooks(found, load_hook_weights().only({hook.name for hook in found if hook in shipped}))


def match_of(hook: Hook, sentence: str) -> re.Match[str] | None:
    """Where the sentence says it in one of the hook's ways, if nothing shows that it is something else."""
    small = sentence.lower()
    hit = next((hit for way in hook.ways if (hit := found(way, sentence, small)) is not None), None)
    return None if hit is None or any(found(other, sentence, small) for other in hook.unless) else hit


def found(expression: str, sentence: str, small: str) -> re.Match[str] | None:
    """Where an expression matches a sentence, which is given in lowercase as well."""
    pattern = compiled(expression)
    return pattern.search(sentence if pattern.flags & IGNORES_CASE else small)


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


def person_in(sentence: str, text: str) -> str:
    """The one person a sentence speaks of, by name or role if there is one, or else by pronoun; empty if there are more.

    What only ever stands at the beginning of a sentence may be no name.
    """
    people = {match[0] for match in compiled("<name>|<person>").finditer(sentence)}
    people = {name for name in people if " " in name or re.search(rf"[a-z,;] {re.escape(name)}\b", text)}
    pronouns = {SUBJECT.get(word, word) for word in PRONOUN.findall(sentence.lower())}
    if len(people) > 1 or len(pronouns) > 1:
        return ""
    return next(iter(people or pronouns), "")


PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them)\b")
SUBJECT = {"him": "he", "her": "she", "them": "they"}
"""The pronouns for a person as an object, with those for the same as a subject."""
