"""What to listen for in one language, as data: expressions for flags and acts, and lists for kinds of word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from agents.library.files import BUILT_IN, Entry, load

Mentions = dict[Literal["party", "unit", "time", "feeling"], tuple[str, ...]]


class Cues(Entry):
    """The cues as written in their file."""

    flags: dict[str, tuple[str, ...]]
    acts: dict[str, tuple[str, ...]]
    opposites: tuple[tuple[str, str], ...] = ()
    """Pairs of expressions that contradict each other."""
    words: dict[Literal["english", "other"], tuple[str, ...]]
    mentions: Mentions
    """Parts of expressions for who can suffer from a failure, what is counted, when things happen and how they feel."""
    lexicon: dict[str, str]
    """Words by what they may be about; an asterisk stands for any ending."""
    asked: dict[str, tuple[str, ...]]
    """Expressions for what a question to the interviewer is about; the first that matches decides."""
    shorthand: dict[str, str]
    """Expressions that hooks may refer to as <name>."""


@dataclass(frozen=True)
class Compiled:
    """The cues, compiled once per process."""

    flags: dict[str, re.Pattern[str]]
    acts: dict[str, re.Pattern[str]]
    opposites: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    words: dict[str, frozenset[str]]
    mentions: Mentions
    lexicon: tuple[dict[str, frozenset[str]], tuple[tuple[str, str], ...]]
    """The kinds of each whole word, and of each prefix."""
    asked: dict[str, re.Pattern[str]]
    shorthand: dict[str, str]


@lru_cache(maxsize=1)
def cues() -> Compiled:
    """The English cues."""
    loaded = load(BUILT_IN / "cues" / "english.toml", Cues)

    def compiled(expressions: Iterable[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{e})" for e in expressions), re.I)

    return Compiled(
        {flag: compiled(expressions) for flag, expressions in loaded.flags.items()},
        {act: compiled(expressions) for act, expressions in loaded.acts.items()},
        tuple((compiled([a]), compiled([b])) for a, b in loaded.opposites),
        {language: frozenset(words) for language, words in loaded.words.items()},
        loaded.mentions,
        _lexicon(loaded.lexicon),
        {name: compiled(expressions) for name, expressions in loaded.asked.items()},
        loaded.shorthand,
    )


def _lexicon(kinds: dict[str, str]) -> tuple[dict[str, frozenset[str]], tuple[tuple[str, str], ...]]:
    words: dict[str, frozenset[str]] = {}
    beginnings: list[tuple[str, str]] = []
    for kind, listed in kinds.items():
        for word in listed.split():
            if word.endswith("*"):
                beginnings.append((word[:-1], kind))
            else:
                words[word] = words.get(word, frozenset()) | {kind}
    return words, tuple(beginnings)


@lru_cache(maxsize=20_000)
def kinds_of(word: str) -> frozenset[str]:
    """The kinds in the lexicon that a lowercase word belongs to."""
    words, beginnings = cues().lexicon
    return words.get(word, frozenset()) | {kind for beginning, kind in beginnings if word.startswith(beginning)}
