"""A first reading of what a candidate said: findings with spans, no marks.

The policy reads it to choose the next move and the judge to mark, so that both speak of the same words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from agents.library import BUILT_IN, Entry, load
from agents.moves import DIMENSIONS, Dimension

Act = Literal[
    "answer",
    "silence",
    "repeat",
    "rephrase",
    "give_time",
    "cannot_share",
    "refusal",
    "how_am_i_doing",
    "no_failure",
    "gibberish",
    "injection",
    "one_word",
    "other_language",
    "question_back",
    "off_topic",
    "rude",
    "nothing_more",
]
NON_ANSWERS: frozenset[Act] = frozenset(
    {
        "silence",
        "refusal",
        "no_failure",
        "gibberish",
        "injection",
        "one_word",
        "how_am_i_doing",
        "cannot_share",
        "off_topic",
        "rude",
        "nothing_more",
    }
)


class Cues(Entry):
    """What a listener of one language takes notice of, as regular expressions by finding."""

    parts: dict[Dimension, dict[str, tuple[str, ...]]]
    flags: dict[str, tuple[str, ...]]
    acts: dict[str, tuple[str, ...]]
    opposites: tuple[tuple[str, str], ...] = ()
    """Pairs of which a candidate cannot say both."""
    words: dict[Literal["english", "other"], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the text, `text[start:end]`, and how it is told."""

    start: int
    end: int
    agency: Literal["i", "we", "they", "nobody"]
    hypothetical: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a dimension (or one red flag, where dimension is None) that a clause carries."""

    dimension: Dimension | None
    part: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Reading:
    """What one turn of the candidate holds."""

    act: Act
    words: int
    clauses: tuple[Clause, ...]
    findings: tuple[Finding, ...]

    def parts(self, dimension: Dimension) -> set[str]:
        """The parts of a dimension that were heard."""
        return {finding.part for finding in self.findings if finding.dimension == dimension}

    @property
    def idle_words(self) -> int:
        """About how many words stand in clauses that carry nothing."""
        whole = sum(clause.end - clause.start for clause in self.clauses)
        carrying = sum(clause.end - clause.start for clause in {finding.clause for finding in self.findings})
        return round(self.words * (1 - carrying / whole)) if whole else 0

    def flags(self) -> set[str]:
        """The names of the red flags that were seen."""
        return {finding.part for finding in self.findings if finding.dimension is None}


SENTENCE_END = re.compile(r"[.!?;:…]+[\"”')\]]*\s+|\n+|\s+[—–-]\s+")
JOINT = re.compile(
    r",?\s+(?=(?:but|so (?:I|we|they|he|she|it|the)|because|and then|and (?:I|we|they|he|she|it)|which|after that"
    r"|then I|then we)\b)",
    re.I,
)
SIZE = re.compile(
    r"[$€£]\s?\d|\b(?!(?:19|20)\d\d\b)\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|ninety|hundreds?|thousands?|millions?|half|a third|a quarter of|a dozen|an entire"
    r"|a whole|twice|double)\b",
    re.I,
)
HYPOTHETICAL = re.compile(r"\b(?:would|could have|should have|next time|in (?:the )?future|if I|if we|will|might|'d)\b", re.I)
AGENCY = re.compile(
    r"\b(?:(?P<i>I|my|me|I'm|I've|I'd)|(?P<we>we|our|us)|(?P<they>they|he|she|their|his|her|somebody|someone))\b",
    re.I,
)
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True)
class Compiled:
    """The cues, their expressions compiled once a process."""

    findings: dict[tuple[Dimension | None, str], re.Pattern[str]]
    acts: dict[str, re.Pattern[str]]
    opposites: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    words: dict[str, frozenset[str]]


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
    )


def split_clauses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of clauses: at sentence ends, and at spoken joints, so that text without punctuation is split too."""
    start = 0
    borders = sorted({m.end() for m in SENTENCE_END.finditer(text)} | {m.end() for m in JOINT.finditer(text)} | {len(text)})
    for border in borders:
        piece = text[start:border]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield start + lead, start + len(piece.rstrip())
        start = border


def _clause(text: str, start: int, end: int) -> Clause:
    piece = text[start:end]
    subject = AGENCY.search(piece)
    agency = subject.lastgroup if subject else "nobody"
    return Clause(start, end, agency or "nobody", bool(HYPOTHETICAL.search(piece)))  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def read_answer(text: str) -> Reading:
    """Reads one turn of the candidate; pure, so the same words always give the same findings."""
    normal = text.replace("’", "'").replace("‘", "'")
    words = WORD.findall(normal)
    clauses = tuple(_clause(normal, start, end) for start, end in split_clauses(normal))
    patterns = cues().findings
    findings: dict[tuple[Dimension | None, str, int], Finding] = {}
    for (dimension, part), pattern in patterns.items():
        for match in pattern.finditer(normal):
            clause = next((c for c in clauses if c.start <= match.start() < c.end), None)
            if clause is not None:
                findings[dimension, part, clause.start] = Finding(dimension, part, clause)
    kept = tuple(_sensible(normal, findings.values(), clauses))
    return Reading(_act(normal, words, kept, clauses), len(words), clauses, kept)


SHORT_ACTS: tuple[Act, ...] = (
    "rude", "repeat", "rephrase", "give_time", "cannot_share", "how_am_i_doing", "question_back", "refusal", "nothing_more"
)  # fmt: skip
"""Acts that short turns are, by their words; the first that fits."""
LONGEST_INSULT = 12
SHORTEST_STRAYING = 12
"""Words from which on a turn can be off topic; shorter ones may be answers that nobody's cues know."""
OTHER_REASON = re.compile(r"because (?!I\b)", re.I)
"""A reason that explains a decision only where one stands beside it."""
PAST_ONLY = {
    ("ownership", "decision"),
    ("mitigation", "contain"),
    ("mitigation", "tell"),
    ("mitigation", "repair"),
} | {
    ("growth", "measure"),
    ("growth", "held"),
}


def _sensible(text: str, found: Iterable[Finding], clauses: tuple[Clause, ...]) -> Iterator[Finding]:
    """Drops what only looks like a finding: plans told as deeds, others' decisions; adds sizes near a consequence."""
    found = list(found)
    hurt = {f.clause.start for f in found if f.part == "consequence"}
    decided = {f.clause.start for f in found if f.part == "decision"}
    measures = {f.clause.start for f in found if f.part in ("measure", "lesson")}
    for finding in found:
        key = (finding.dimension, finding.part)
        if key in PAST_ONLY and finding.clause.hypothetical:
            continue
        if finding.dimension == "mitigation" and finding.clause.agency == "they":
            continue
        because = OTHER_REASON.match(text, finding.clause.start)
        if key == ("ownership", "why") and because and not _near(finding.clause, decided, clauses):
            continue
        if key == ("impact", "party") and not _near(finding.clause, hurt, clauses):
            continue
        if key == ("impact", "knock_on") and finding.clause.start in measures:
            continue
        if key == ("growth", "team") and not _near(finding.clause, measures, clauses):
            continue
        yield finding
    for clause in clauses:
        if SIZE.search(text, clause.start, clause.end) and _near(clause, hurt, clauses):
            yield Finding("impact", "size", clause)


def _near(clause: Clause, starts: set[int], clauses: tuple[Clause, ...]) -> bool:
    """Whether the clause or a neighbour of it is among those starts."""
    at = clauses.index(clause)
    return any(c.start in starts for c in clauses[max(0, at - 1) : at + 2])


def _act(text: str, words: list[str], findings: tuple[Finding, ...], clauses: tuple[Clause, ...]) -> Act:
    """What kind of act a turn is; anything of substance is an answer, whatever else it says."""
    acts = cues().acts
    if not any(c.isalnum() for c in text):
        return "silence"
    substance = sum(1 for f in findings if f.dimension in ("impact", "ownership", "mitigation", "growth"))
    flags = {f.part for f in findings if f.dimension is None}
    if "injection" in flags and substance < 2:
        return "injection"
    if "no_failure" in flags and len(words) < 60 and substance < 2:
        return "no_failure"
    if len(words) <= 25 and substance < 2:
        for act in SHORT_ACTS:
            if acts[act].search(text) and (act != "rude" or len(words) <= LONGEST_INSULT):
                return act
    if unread := _unreadable(text, [word.lower() for word in words], substance):
        return unread
    about_me = any(clause.agency == "i" for clause in clauses)
    if len(words) >= SHORTEST_STRAYING and not about_me and not findings and not acts["work"].search(text):
        return "off_topic"
    return "one_word" if len(words) <= 3 else "answer"


def _unreadable(text: str, words: list[str], substance: int) -> Act | None:
    """Whether a turn is in another language, or no language at all."""
    english = sum(word in cues().words["english"] for word in words) / max(1, len(words))
    other = sum(word in cues().words["other"] for word in words) / max(1, len(words))
    foreign_letters = sum(ord(c) > 0x24F and c.isalpha() for c in text) > len(text) / 3
    if foreign_letters or (other > 0.2 and english < other / 2 and len(words) >= 4):
        return "other_language"
    if not words or _mashed(words):
        return "gibberish"
    if len(words) >= 4 and english < 0.1 and substance == 0:
        return "other_language" if len(words) >= 6 and len(set(words)) > len(words) / 2 else "gibberish"
    return None


def _mashed(words: list[str]) -> bool:
    """Whether most words have no vowel or are the same one over and over, as when keys are mashed."""
    if len(words) >= 8 and len(set(words)) <= 2:
        return True
    odd = sum(
        len(w) > 3 and w.isalpha() and (not re.search("[aeiouy]", w) or bool(re.search("[^aeiouy]{5}", w))) for w in words
    )
    return odd * 2 > len(words)
