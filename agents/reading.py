"""A first reading of what a candidate said: findings with spans, no marks.

The policy reads it to choose the next move and the judge to mark, so that both speak of the same words.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from agents.acts import Act, act_of
from agents.clauses import Clause, clauses_of
from agents.findings import Finding, findings_of, likelihoods
from agents.moves import Dimension

PLAINLY = 0.4
"""How sure the reading must be of a part for the interviewer to take it as told."""
SURELY = 0.7
"""How sure it must be of a red flag for the interviewer to act on it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one turn of the candidate holds."""

    act: Act
    words: int
    clauses: tuple[Clause, ...]
    findings: tuple[Finding, ...]
    likely: tuple[tuple[float, ...], ...]
    """How likely each clause carries each learned label, for the evaluator."""

    @property
    def plain(self) -> tuple[Finding, ...]:
        """The findings that the reading is sure enough of to take them as told."""
        return tuple(finding for finding in self.findings if finding.strength >= PLAINLY)

    def parts(self, dimension: Dimension) -> set[str]:
        """The parts of a dimension that were plainly heard."""
        return {finding.part for finding in self.plain if finding.dimension == dimension}

    @property
    def idle_words(self) -> int:
        """About how many words stand in clauses that carry nothing."""
        whole = sum(clause.end - clause.start for clause in self.clauses)
        carrying = sum(clause.end - clause.start for clause in {finding.clause for finding in self.plain})
        return round(self.words * (1 - carrying / whole)) if whole else 0

    def flags(self) -> set[str]:
        """The names of the red flags that were plainly seen."""
        return {f.part for f in self.findings if f.dimension is None and f.strength >= SURELY}


WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@lru_cache(maxsize=4096)
def read_answer(text: str) -> Reading:
    """Reads one turn of the candidate; pure, so the same words always give the same findings."""
    normal = text.replace("’", "'").replace("‘", "'")
    words = WORD.findall(normal)
    clauses = clauses_of(normal)
    likely = likelihoods(normal, clauses)
    findings = findings_of(normal, clauses, likely)
    return Reading(act_of(normal, words, findings, clauses), len(words), clauses, findings, likely)
