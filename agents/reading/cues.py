"""What to listen for in one language, as data: expressions for flags and acts, and lists for kinds of word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from agents.library.files import BUILT_IN, Entry, load
from agents.transcript import Speaker

HEAD = r"(?:^[ ]*|(?<=[.!?] ))(?:{0})[ ]*(?:[:–—-](?=\s)[ ]*|(?=\n))"
Mentions = dict[Literal["party", "unit", "time", "feeling"], tuple[str, ...]]


class Layout(BaseModel):
    """What a text may contain beside what is said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    speakers: dict[Speaker, tuple[str, ...]]
    """Labels for who speaks."""
    heads: tuple[str, ...]
    """Headings that people put before parts of a story."""
    dictated: dict[str, str]
    """Punctuation marks, each with an expression for how it is dictated."""


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
    asides: tuple[str, ...]
    """How a sentence begins that is said to the interviewer about the talk, and tells nothing of the story."""
    layout: "Layout"


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
    asides: re.Pattern[str]
    speakers: dict[Speaker, re.Pattern[str]]
    head_names: re.Pattern[str]
    heads: re.Pattern[str]
    """A heading where it begins a line or follows a sentence."""
    dictated: dict[str, re.Pattern[str]]


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
        compiled(loaded.asides),
        {speaker: compiled(labels) for speaker, labels in loaded.layout.speakers.items()},
        compiled(loaded.layout.heads),
        re.compile(HEAD.format("|".join(loaded.layout.heads)), re.I | re.M),
        {mark: compiled([expression]) for mark, expression in loaded.layout.dictated.items()},
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
