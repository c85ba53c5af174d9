"""Finds who speaks in a text: labels such as "Interviewer:" or "Q:", and the names in subtitles and meeting exports."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from agents.reading.cues import cues
from agents.transcript import Speaker

CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?(?:[ ]?[ap]\.?m\.?)?"
NAME = r"[^\W\d_a-z][\w.'’-]*(?:[ ][^\W\d_a-z(][\w.'’-]*){0,3}(?:[ ]\([^)\n]{1,30}\))?"
CUE = re.compile(
    r"^WEBVTT.*\n+|^(?:NOTE|STYLE)\b.*\n"
    rf"|(?:^[ ]*(?:\d+|[\w-]+/[\d-]+)[ ]*\n)?^[ ]*{CLOCK}[ ]*-->[ ]*{CLOCK}.*(?:\n|\Z)",
    re.M,
)
"""What subtitles have beside the words: a header, numbers and times."""
VOICE = re.compile(r"<v(?:\.[\w.]+)?[ ]+([^<>\n]{1,60})>")
TIMED = re.compile(
    rf"^[ ]*(?:({NAME})[ \t]*[-–|,]?[ \t]*[\[(]?{CLOCK}[\])]?|[\[(]?{CLOCK}[\])]?[ \t]*[-–|]?[ \t]*(?:From[ ])?({NAME}))"
    r"[ ]*(?::[ ]*|\n+|\Z)",
    re.M,
)
"""A name with the time, as meeting exports have it above what is said or before it."""
LABEL = re.compile(r"^[ ]*(?:\*\*|__)?([^\W\d_][\w.'’ -]{0,30}?)[ ]?(?:\*\*|__)?:(?:\*\*|__)?[ ]+(?=\S)", re.M)
REPEATED = 2
"""How often a label that we do not know must occur to be somebody's name."""


@dataclass(frozen=True)
class Head:
    """Where somebody is said to speak: what they say begins at `end`."""

    who: str
    start: int
    end: int


def heads_in(text: str) -> Iterator[Head]:
    """The heads in a text, in order."""
    voices = [Head(m[1].strip(), m.start(), m.end()) for m in VOICE.finditer(text)]
    timed = [Head((m[1] or m[2]).strip(), m.start(), m.end()) for m in TIMED.finditer(text)]
    labels = [Head(m[1].strip(), m.start(), m.end()) for m in LABEL.finditer(text)]
    often = Counter(head.who for head in labels)
    known = [head for head in labels if _role(head.who) is not None]
    paired = {_role(head.who) for head in known} == {"interviewer", "candidate"}
    named = [
        head
        for head in labels
        if (head in known and (paired or len(head.who) > 1))
        or (often[head.who] >= REPEATED and re.fullmatch(NAME, head.who) and not cues().head_names.fullmatch(head.who))
    ]
    last = -1
    for head in sorted([*voices, *timed, *named], key=lambda head: (head.start, -head.end)):
        if head.start >= last:
            yield head
            last = head.end


def turns_in(text: str) -> tuple[tuple[Speaker, int, int], ...]:
    """Who says what in a text of several speakers, as spans; nothing if there is only one.

    If the labels do not say who is who, the one who asks most is the interviewer, or else the one who says least.
    """
    heads = list(heads_in(text))
    ends = [*(head.start for head in heads), len(text)][1:]
    said = [(head.who, head.end, end) for head, end in zip(heads, ends, strict=False) if text[head.end : end].strip()]
    roles = _roles([(who, text[start:end]) for who, start, end in said])
    if set(roles.values()) != {"interviewer", "candidate"}:
        return ()
    joined: list[tuple[Speaker, int, int]] = []
    for role, spans in groupby(said, key=lambda one: roles[one[0]]):
        every = list(spans)
        start, end = every[0][1], every[-1][2]
        joined.append((role, start, start + len(text[start:end].rstrip())))
    return tuple(joined)


def _role(who: str) -> Speaker | None:
    """The role that a label names, if it names one."""
    for role, pattern in cues().speakers.items():
        if pattern.fullmatch(who):
            return role
    return None


def _roles(said: list[tuple[str, str]]) -> dict[str, Speaker]:
    """The role of everybody who speaks."""
    known = {who: role for who, _ in said if (role := _role(who)) is not None}
    others = list(dict.fromkeys(who for who, _ in said if who not in known))
    if "candidate" in known.values():
        return known | dict.fromkeys(others, "interviewer")
    if not others:
        return known
    if known or len(others) == 1:
        candidate = max(others, key=lambda who: _words(said, who))
    else:
        asks = max(others, key=lambda who: (_asked(said, who), -_words(said, who)))
        candidate = max((who for who in others if who != asks), key=lambda who: _words(said, who))
    return known | {who: "candidate" if who == candidate else "interviewer" for who in others}


def _words(said: list[tuple[str, str]], who: str) -> int:
    return sum(len(words.split()) for speaker, words in said if speaker == who)


def _asked(said: list[tuple[str, str]], who: str) -> float:
    """What share of the times that somebody speaks they ask something."""
    own = [words for speaker, words in said if speaker == who]
    return sum("?" in words for words in own) / len(own)
