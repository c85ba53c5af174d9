"""Which parts of a dimension, and which red flags, the clauses of an answer carry.

The parts are learned from our labelled answers; what is always said in similar words, such as an instruction to the evaluator,
is an expression among the cues.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from agents.moves import Dimension
from agents.reading.clauses import Clause, windows
from agents.reading.cues import cues
from agents.reading.features import deduplicated, own_features
from agents.reading.weights import FindingWeights


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a dimension (or one red flag, if dimension is None) that a clause carries."""

    dimension: Dimension | None
    part: str
    clause: Clause
    strength: float = 1.0
    """How sure the reading is, 0 to 1."""
    vague: bool = False
    """Whether it was said only in general terms, such as "we fixed it"."""
    said: bool = False
    """Whether the words themselves show it, not the learned weights."""


BY_OTHERS = 0.5
"""How much of a repair counts for the speaker if others are said to have done it."""
VAGUE = "~"
"""The suffix of labels for something said only in general terms."""


def likelihoods(text: str, clauses: tuple[Clause, ...], weights: FindingWeights) -> tuple[tuple[float, ...], ...]:
    """How likely each clause is to carry each label of the learned weights."""
    own = [own_features(text, clause) for clause in clauses]
    new = deduplicated(text, clauses)
    nothing = (0.0,) * len(weights.labels)
    told = [weights.is_informative(features) and anew for features, anew in zip(own, new, strict=True)]
    return tuple(
        weights.probabilities(features) if tells else weights.of_idle(features) if anew else nothing
        for features, tells, anew in zip(own, told, new, strict=True)
    )


def findings_of(
    text: str, clauses: tuple[Clause, ...], likely: tuple[tuple[float, ...], ...], weights: FindingWeights
) -> tuple[Finding, ...]:
    """The findings of a text, with each part at most once per clause; words that blame others admit nothing."""
    said = {(None, finding.part, finding.clause.start): finding for finding in flags_said(text, clauses)}
    found = {
        (finding.dimension, finding.part, finding.clause.start): finding
        for clause, probabilities in zip(clauses, likely, strict=True)
        for finding in _parts(clause, probabilities, weights)
        if finding.dimension != "ownership" or (None, "blame", clause.start) not in said
    }
    return tuple((found | said).values())


def flags_said(text: str, clauses: tuple[Clause, ...]) -> Iterator[Finding]:
    """The red flags that the words themselves show."""
    starts = [clause.start for clause in clauses]
    for first, last in windows(text):
        for flag, pattern in cues().flags.items():
            for match in pattern.finditer(text, first, last):
                place = bisect_right(starts, match.start()) - 1
                if place >= 0 and match.start() < clauses[place].end:
                    yield Finding(None, flag, clauses[place], said=True)


def _parts(clause: Clause, probabilities: tuple[float, ...], weights: FindingWeights) -> Iterator[Finding]:
    reached = {
        label: probability
        for label, probability, threshold in zip(weights.labels, probabilities, weights.thresholds, strict=True)
        if probability >= threshold
    }
    for label, probability in reached.items():
        if not label.endswith(VAGUE):
            dimension, _, part = label.partition(".")
            vague = reached.get(label + VAGUE, 0.0) > probability / 2
            known = None if dimension == "flag" else cast(Dimension, dimension)
            others = known == "mitigation" and part != "outcome" and clause.agency == "they"
            yield Finding(known, part, clause, round(probability * (BY_OTHERS if others else 1), 3), vague)
