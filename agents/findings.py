"""Which parts of a dimension, and which red flags, the clauses of an answer carry.

The parts are learned from our labelled answers (`agents.weights`); what leaves no choice of words, such as an instruction to
the judge, is an expression among the cues.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from agents.clauses import Clause
from agents.cues import cues
from agents.features import features_of
from agents.moves import Dimension
from agents.weights import reading_weights


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of a dimension (or one red flag, where dimension is None) that a clause carries."""

    dimension: Dimension | None
    part: str
    clause: Clause
    strength: float = 1.0
    """How sure the reading is, 0 to 1."""
    vague: bool = False
    """Said only in general terms: "we fixed it"."""


VAGUE = "~"
"""Ends a label of what was said only in general terms."""


def findings_of(text: str, clauses: tuple[Clause, ...]) -> tuple[Finding, ...]:
    """The findings of a text, each part once a clause."""
    weights = reading_weights()
    found = {
        (finding.dimension, finding.part, finding.clause.start): finding
        for clause, features in zip(clauses, features_of(text, clauses), strict=True)
        for finding in _parts(clause, weights.probabilities(features))
    }
    for flag, pattern in cues().flags.items():
        for match in pattern.finditer(text):
            clause = next((c for c in clauses if c.start <= match.start() < c.end), None)
            if clause is not None:
                found[None, flag, clause.start] = Finding(None, flag, clause)
    return tuple(found.values())


def _parts(clause: Clause, likely: dict[str, float]) -> Iterator[Finding]:
    for label, probability in likely.items():
        if not label.endswith(VAGUE):
            dimension, _, part = label.partition(".")
            vague = likely.get(label + VAGUE, 0.0) > probability / 2
            known = None if dimension == "flag" else cast(Dimension, dimension)
            yield Finding(known, part, clause, round(probability, 3), vague)
