"""Which parts of a dimension, and which red flags, the clauses of an answer carry."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agents.clauses import Clause
from agents.cues import cues
from agents.moves import Dimension


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a dimension (or one red flag, where dimension is None) that a clause carries."""

    dimension: Dimension | None
    part: str
    clause: Clause


SIZE = re.compile(
    r"[$€£]\s?\d|\b(?!(?:19|20)\d\d\b)\d[\d.,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|ninety|hundreds?|thousands?|millions?|half|a third|a quarter of|a dozen|an entire"
    r"|a whole|twice|double)\b",
    re.I,
)


def findings_of(text: str, clauses: tuple[Clause, ...]) -> tuple[Finding, ...]:
    """The findings of a text, each once a clause."""
    found: dict[tuple[Dimension | None, str, int], Finding] = {}
    for (dimension, part), pattern in cues().findings.items():
        for match in pattern.finditer(text):
            clause = next((c for c in clauses if c.start <= match.start() < c.end), None)
            if clause is not None:
                found[dimension, part, clause.start] = Finding(dimension, part, clause)
    return tuple(_sensible(text, found.values(), clauses))


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
