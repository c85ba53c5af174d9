"""Finds the threads in what a candidate says: the places that a good listener would take up, by words alone."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from agents.library.hooks import Hook, compiled, load_hooks
from agents.plain import straight
from agents.reading.answer import Reading
from agents.reading.features import tokens
from agents.reading.hook_features import hook_features
from agents.reading.weights import NONE, HookWeights, load_hook_weights

LONGEST_WORDS = 30
"""How many words a sentence may have before it is looked at in pieces: spoken English goes on without a stop."""
NEAREST = 3
"""How many hooks are looked at that a sentence comes closest to."""
IGNORES_CASE = int(re.I)
STOP = re.compile(r"[.!?…\n]")


@dataclass(frozen=True)
class Thread:
    """Something to take up: a hook, and the sentence `text[start:end]` that it was found in, or may be in."""

    hook: Hook
    start: int
    end: int
    who: str = ""
    """Who it is about, as the candidate said it; empty if nobody is named."""
    words: str = ""
    """The words that it was recognised by, if it was by one of the hook's ways."""
    heard: bool = True
    """Whether the sentence is taken to say it; otherwise it only comes close."""
    learned: bool = True
    """Whether the hook is one of ours that was learned from examples; a user's own is recognised by its ways alone."""
    near: float = 0.0
    """How near the sentence comes to it, by what was learned: more than 0 is beyond doubt, less than -1 is far away."""

    def sentence(self, text: str) -> str:
        """The sentence that it was found in, given the turn's text."""
        return text[self.start : self.end]


@dataclass(frozen=True)
class Place:
    """A sentence of a turn, with the threads that it holds or comes closest to holding."""

    start: int
    end: int
    words: tuple[str, ...]
    likeliest: str
    """The hook that it comes closest to."""
    strength: float
    """How much closer it comes to that than to holding none."""
    threads: tuple[Thread, ...]


class Hooks:
    """The hooks of an interview: most of ours are recognised by what was learned from examples, all others by their ways."""

    def __init__(self, hooks: Sequence[Hook], learned: HookWeights) -> None:
        self._learned = learned
        self._likely = {hook.name: hook for hook in hooks if hook.name in learned.thresholds}
        self._by_ways = [hook for hook in hooks if hook.name not in learned.thresholds or hook.ways_suffice]
        self.places: Callable[[Reading], tuple[Place, ...]] = lru_cache(maxsize=4096)(self._places)

    def threads(self, reading: Reading) -> tuple[Thread, ...]:
        """The threads of a turn in the order they were said, at most one of each hook."""
        found: dict[str, Thread] = {}
        for place in self.places(reading):
            for thread in place.threads:
                if thread.heard:
                    found.setdefault(thread.hook.name, thread)
        return tuple(found.values())

    def _places(self, reading: Reading) -> tuple[Place, ...]:
        """The sentences of a turn."""
        return tuple(self._place(reading.text, start, end) for start, end in pieces(reading))

    def _place(self, text: str, start: int, end: int) -> Place:
        """A sentence with the hooks that are heard in it, and the nearest others."""
        sentence = straight(text[start:end])
        hits = {name: hit for name, hook in self._likely.items() if (hit := match_of(hook, sentence)) is not None}
        near = self._learned.distances(hook_features(sentence, hits))
        heard = self._learned.heard(near, hits)
        none = near.pop(NONE, 0.0)
        ranked = sorted(near, key=lambda name: -near[name])
        threads = [
            self._thread(self._likely[name], hits.get(name), text, start, end, heard == name, near[name])
            for name in ranked[:NEAREST]
            if name in self._likely
        ]
        for hook in self._by_ways:
            hit = hits.get(hook.name) if hook.name in self._likely else match_of(hook, sentence)
            if hit is not None and hook.name != heard:
                threads = [thread for thread in threads if thread.hook != hook]
                threads.append(self._thread(hook, hit, text, start, end, True, near.get(hook.name, 0.0)))
        words = tuple(tokens(sentence.lower()))
        likeliest = ranked[0] if ranked else NONE
        return Place(start, end, words, likeliest, near.get(likeliest, 0.0) - none, tuple(threads))

    def _thread(
        self, hook: Hook, hit: re.Match[str] | None, text: str, start: int, end: int, heard: bool, near: float
    ) -> Thread:
        """A thread with the person that the match names, or else the one person of the sentence."""
        named = {name.partition("_")[0]: words for name, words in (hit.groupdict() if hit else {}).items() if words}
        who = named.get("who", "")
        if not who or (who[0].isupper() and " " not in who):  # may be no name, at the beginning of a sentence
            who = person_in(straight(text[start:end]), text)
        return Thread(hook, start, end, who, hit[0].strip(" ,;:.") if hit else "", heard, hook.name in self._likely, near)


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


SLOT = re.compile(r"\{(\w+)\}")


def with_person(question: str, who: str) -> str:
    """The question with the person set in, as the interviewer would name them; empty if it needs one and nobody is named."""
    if not SLOT.search(question):
        return question
    named = re.sub(r"^(?:my|our)\b", "your", who.strip(), flags=re.I)
    named = re.sub(r"^(?:The|A|An|Your|His|Her)\b", lambda match: match[0].lower(), named)
    subject = PRONOUNS.get(named.lower(), named)
    as_object = OBJECT.get(subject, named)
    text = question.replace("{who}", subject).replace("{whom}", as_object) if named else ""
    return text[:1].upper() + text[1:]


OBJECT = {subject: as_object for as_object, subject in SUBJECT.items()}
PRONOUNS = SUBJECT | {subject: subject for subject in OBJECT}
