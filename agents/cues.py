"""What a listener takes notice of, as data: regular expressions by finding, by act and by kind of mention."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from agents.library import BUILT_IN, Entry, load
from agents.moves import DIMENSIONS, Dimension


class Cues(Entry):
    """What a listener of one language takes notice of, as regular expressions by finding."""

    parts: dict[Dimension, dict[str, tuple[str, ...]]]
    flags: dict[str, tuple[str, ...]]
    acts: dict[str, tuple[str, ...]]
    opposites: tuple[tuple[str, str], ...] = ()
    """Pairs of which a candidate cannot say both."""
    words: dict[Literal["english", "other"], tuple[str, ...]]
    mentions: dict[Literal["party", "unit", "time", "feeling"], tuple[str, ...]]
    """Who can bear a failure, what is counted, when things happen and how they feel, as parts of expressions."""


@dataclass(frozen=True)
class Compiled:
    """The cues, their expressions compiled once a process."""

    findings: dict[tuple[Dimension | None, str], re.Pattern[str]]
    acts: dict[str, re.Pattern[str]]
    opposites: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    words: dict[str, frozenset[str]]
    mentions: dict[Literal["party", "unit", "time", "feeling"], tuple[str, ...]]


@lru_cache(maxsize=1)
def cues() -> Compiled:
    """The English cues."""
    loaded = load(BUILT_IN / "cues" / "english.toml", Cues)

    def compiled(expressions: Iterable[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{e})" for e in expressions), re.I)

    findings: dict[tuple[Dimension | None, str], re.Pattern[str]] = {
        (dimension, part): compiled(loaded.parts[dimension][part])
        for dimension in DIMENSIONS
        for part in loaded.parts[dimension]
    }
    return Compiled(
        findings | {(None, flag): compiled(expressions) for flag, expressions in loaded.flags.items()},
        {act: compiled(expressions) for act, expressions in loaded.acts.items()},
        tuple((compiled([a]), compiled([b])) for a, b in loaded.opposites),
        {language: frozenset(words) for language, words in loaded.words.items()},
        loaded.mentions,
    )
