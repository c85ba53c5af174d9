"""Removes from a text what belongs to its layout, and remembers where in the original each remaining word is.

Wrapped lines, mail quotes, list marks, subtitle times, speakers' names, HTML, invisible characters and dictated punctuation say
nothing about what was told, so nothing after this sees them.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from agents.reading.cues import cues
from agents.reading.speakers import CUE, heads_in, turns_in

Places = list[tuple[int, int]]
New = Callable[[re.Match[str]], str]

INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]+")
ODD_SPACE = re.compile("[\t\v\f\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
ODD_LETTER = re.compile("[\ufb00-\ufb06\uff01-\uff5e]|[^\\W\\d_][\u0300-\u036f]+")
"""Ligatures, full-width letters, and letters with their accents apart."""
BREAK = re.compile(r"(?<![ ])[ ]*+<(?:br\s*/?|/(?:p|div|li|h[1-6]|tr|blockquote))>[ ]*", re.I)
TAG = re.compile(
    r"</?(?:p|div|span|b|i|em|strong|u|ul|ol|li|h[1-6]|v|c|a|font|table|tr|td|blockquote|html|body)(?:[\s.][^<>]{0,200})?>",
    re.I,
)
ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.I)
QUOTE_MARK = re.compile(r"^(?:[ ]{0,3}>)+[ ]?", re.M)
LIST_MARK = re.compile(r"^[ ]*(?:[•●◦▪‣·*–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ ]+(?=\S)", re.M)
EMPHASIS = re.compile(r"\*\*|__|^[ ]{0,3}#{1,6}[ ]+|`", re.M)
TIME_STAMP = re.compile(r"[\[(]\d{1,2}:\d\d(?::\d\d)?[\])][ ]?")
HYPHEN = re.compile(r"(?<=[a-z]{2})-\n[ ]*(?=[a-z]{2})")
LINE_END = re.compile(r"(?<![ ])[ ]*+\n[ ]*+")
SPACES = re.compile("[ ]{2,}")
ANYTHING = re.compile(
    f"{INVISIBLE.pattern}|{ODD_SPACE.pattern}|{ODD_LETTER.pattern}|[\n<&*>`_#•·–—\\[(]|(?m:^[ ]*[\\d(a-z-])"
    "|\\b(?:comma|stop|period)\\b|:[ ]|[ ]{2}"
)
DICTATED = re.compile(r"\b(?:comma|full stop)(?![a-z])", re.I)
"""What shows that somebody dictated punctuation."""
MARK = re.compile(r"[.,;!?](?=\s|$)")
NARROWEST = 25
"""The fewest columns at which lines are wrapped."""
WRAPPED = 0.7
"""What share of a paragraph's lines must be as full as a wrapped line is, for it to be wrapped."""


@dataclass(frozen=True)
class Words:
    """A text without its layout."""

    text: str
    removed: tuple[str, ...] = ()
    """What was removed, in words for people."""
    places: Places | None = None
    """For each character, the span of the original that it stands for; None if nothing was changed."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that `text[start:end]` stands for."""
        return (start, end) if self.places is None else (self.places[start][0], self.places[end - 1][1])

    def without(self, pattern: re.Pattern[str], named: str, new: New | str = "") -> "Words":
        """The text with every match replaced."""
        found = pattern.finditer(self.text)
        return self.replaced(((m.start(), m.end(), new if isinstance(new, str) else new(m)) for m in found), named)

    def replaced(self, edits: Iterable[tuple[int, int, str]], named: str) -> "Words":
        """The text with spans replaced, which are given in order; the last says what was removed, if people should know."""
        changes = [(start, end, new) for start, end, new in edits if new != self.text[start:end]]
        if not changes:
            return self
        pieces: list[str] = []
        places: Places = []
        old, last = self.places if self.places is not None else [(k, k + 1) for k in range(len(self.text))], 0
        for start, end, new in changes:
            pieces += [self.text[last:start], new]
            places += old[last:start]
            places += [(old[start][0], old[end - 1][1])] * len(new)
            last = end
        removed = self.removed if named in self.removed or not named else (*self.removed, named)
        return Words("".join([*pieces, self.text[last:]]), removed, [*places, *old[last:]])


def words_of(text: str) -> Words:
    """The words of a text; where nothing had to be removed, this is the text itself."""
    words = Words(text)
    if not ANYTHING.search(text):
        return words
    words = words.without(INVISIBLE, "invisible characters").without(ODD_SPACE, "", _space)
    words = words.without(ODD_LETTER, "", lambda match: unicodedata.normalize("NFKC", match[0]))
    words = words.without(QUOTE_MARK, "mail quote marks")
    words = _without_speakers(words)
    words = words.without(BREAK, "HTML", "\n").without(TAG, "HTML").without(ENTITY, "HTML", _character)
    words = words.without(EMPHASIS, "").without(TIME_STAMP, "times")
    words = _unwrapped(words.without(HYPHEN, "hyphens at line ends"))
    words = words.without(LIST_MARK, "list marks").without(cues().heads, "headings")
    return _undictated(words).without(SPACES, "", " ")


def plainly(text: str) -> str:
    """The words of a quote on one line, to show it."""
    return " ".join(words_of(text).text.split())


def _space(match: re.Match[str]) -> str:
    return "\n" if match[0] in "\u0085\u2028\u2029\v\f" else "" if match[0] == "\r" else " "


def _character(match: re.Match[str]) -> str:
    character = html.unescape(match[0]).replace("\u00a0", " ")
    return match[0] if INVISIBLE.match(character) or len(character) > 1 else character


def _without_speakers(words: Words) -> Words:
    """Removes subtitle times, names, and whatever is labelled as the interviewer's; subtitles are one stretch of speech."""
    subtitles = CUE.search(words.text) is not None
    words = words.without(CUE, "subtitle times")
    asked = [(start, end, "") for who, start, end in turns_in(words.text) if who == "interviewer"]
    heads = [(head.start, head.end, "") for head in heads_in(words.text)]
    words = words.replaced(
        _apart(sorted([*asked, *heads])), "what the interviewer says" if asked else "speakers' names" if heads else ""
    )
    return words.without(LINE_END, "", " ") if subtitles or len(heads) > 1 else words


def _apart(edits: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The spans without those that lie in one before."""
    last = 0
    for start, end, new in edits:
        if start >= last:
            yield start, end, new
            last = end


def _unwrapped(words: Words) -> Words:
    """Joins the lines of paragraphs and list items that were wrapped at some width."""
    wrapped = {place for start, end in _paragraphs(words.text) for place in _wraps(words.text, start, end)}
    return words.without(LINE_END, "line breaks", lambda match: " " if match.start() in wrapped else match[0])


def _paragraphs(text: str) -> list[tuple[int, int]]:
    items = (m.start() for m in LIST_MARK.finditer(text) if m.start())
    return list(pairwise(sorted({0, *(m.end() for m in re.finditer(r"\n[ ]*+\n\s*+", text)), *items, len(text)})))


def _wraps(text: str, start: int, end: int) -> list[int]:
    """Where a paragraph is wrapped: lines are full when the next line's first word would not have fitted any more.

    Two lines alone show no width, so the second must go on in small letters.
    """
    lines = text[start:end].rstrip().split("\n")
    widest = max(len(line.rstrip()) for line in lines)
    full, place = [], start
    for line, following in pairwise(lines):
        if following.strip() and len(line.rstrip()) + 1 + len(following.split(None, 1)[0]) > widest:
            full.append(place + len(line.rstrip()))
        place += len(line) + 1
    alone = len(lines) == 2 and not lines[1].lstrip()[:1].islower()
    return full if widest >= NARROWEST and not alone and len(full) >= WRAPPED * (len(lines) - 1) else []


def _undictated(words: Words) -> Words:
    """Replaces punctuation marks that were spoken."""
    if len(DICTATED.findall(words.text)) > max(1, len(MARK.findall(words.text))):
        for mark, pattern in cues().dictated.items():
            words = words.without(pattern, "dictated punctuation", mark)
    return words
