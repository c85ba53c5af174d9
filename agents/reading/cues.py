"""What a listener of one language takes notice of, as data: flags and acts by expression, kinds of word by lists."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from agents.library.files import BUILT_IN, Entry, load

Mentions = dict[Literal["party", "unit", "time", "feeling"], tuple[str, ...]]


class Cues(Entry):
    """The file as it is written."""

    flags: dict[str, tuple[str, ...]]
    acts: dict[str, tuple[str, ...]]
    opposites: tuple[tuple[str, str], ...] = ()
    """Pairs of which a candidate cannot say both."""
    words: dict[Literal["english", "other"], tuple[str, ...]]
    mentions: Mentions
    """Who can bear a failure, what is counted, when things happen and how they feel, as parts of expressions."""
    lexicon: dict[str, str]
    """Words by what they may be about; an asterisk stands for any ending."""


@dataclass(frozen=True)
class Compiled:
    """The cues ready for use, once a process."""

    flags: dict[str, re.Pattern[str]]
    acts: dict[str, re.Pattern[str]]
    opposites: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    words: dict[str, frozenset[str]]
    mentions: Mentions
    lexicon: tuple[dict[str, frozenset[str]], tuple[tuple[str, str], ...]]
    """The kinds of each whole word, and of each beginning of words."""


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
    """The kinds of the lexicon that a small word belongs to."""
    words, beginnings = cues().lexicon
    return words.get(word, frozenset()) | {kind for beginning, kind in beginnings if word.startswith(beginning)}
