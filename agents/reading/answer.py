"""A first reading of what a candidate said: findings with spans, but no scores.

The policy uses it to choose the next move and the evaluator to score, so that both refer to the same words.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from agents.acts import SHORT, TALK_ACTS, Act
from agents.moves import Dimension
from agents.plain import straight
from agents.reading.acts import act_of, substance_of
from agents.reading.clauses import Clause, clauses_of
from agents.reading.findings import Finding, findings_of, likelihoods
from agents.reading.language import WORD, without_foreign
from agents.reading.text import Words, words_of
from agents.reading.turn_features import telling_features
from agents.reading.weights import ReadingWeights, load_reading_weights

PLAINLY = 0.4
"""How sure the reading must be of a part for it to count as told: for quotes, idle words and the evaluator."""
HEARD = 0.25
"""How sure it must be of a part for the interviewer not to ask about it once its dimension has been told."""
MOSTLY = 0.5
"""What share of a turn's words may be in another language before it is not read at all."""
SURELY = 0.7
"""How sure it must be of a red flag for the interviewer to act on it."""


log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)  # compared by identity, since a reader reads each text once
class Reading:
    """What one of the candidate's turns contains."""

    source: Words
    """The words of the turn, and where they are in the turn as it was given."""
    act: Act
    words: int
    clauses: tuple[Clause, ...]
    findings: tuple[Finding, ...]
    likely: tuple[tuple[float, ...], ...]
    """How likely each clause is to carry each learned label, for the evaluator."""
    telling: dict[str, float]
    """How likely the turn is to tell about each dimension, 0 to 1."""
    foreign: int = 0
    """How many sentences were left out because they are not English."""
    unread: bool = False
    """Whether the reading failed, so that nothing is known about the turn."""

    @property
    def text(self) -> str:
        """The words of the turn, without layout; all offsets of the reading refer to it."""
        return self.source.text

    def span(self, clause: Clause) -> tuple[int, int]:
        """Where a clause is in the turn as it was given."""
        return self.source.span(clause.start, clause.end)

    @cached_property
    def matrix(self) -> npt.NDArray[np.float64]:
        """`likely` as a matrix with one row per clause."""
        return np.array(self.likely, dtype=np.float64).reshape(len(self.clauses), -1)

    @cached_property
    def told(self) -> npt.NDArray[np.bool_]:
        """How each clause is told, one row per clause; see `how_told`."""
        return how_told(self.clauses)

    @cached_property
    def plain(self) -> tuple[Finding, ...]:
        """The findings that the reading is sure enough of to treat as told."""
        return tuple(finding for finding in self.findings if finding.strength >= PLAINLY)

    def parts(self, dimension: Dimension) -> frozenset[str]:
        """The parts of a dimension that were plainly heard."""
        return self._parts.get(dimension, frozenset())

    @cached_property
    def heard(self) -> dict[tuple[Dimension | None, str], Clause]:
        """The parts that were heard, however faintly, each with the clause where it was heard first."""
        found: dict[tuple[Dimension | None, str], Clause] = {}
        for finding in self.findings:
            if finding.strength >= HEARD:
                found.setdefault((finding.dimension, finding.part), finding.clause)
        return found

    @cached_property
    def surest(self) -> dict[Dimension | None, dict[str, Finding]]:
        """The strongest finding for each part of each dimension; the first one wins a tie."""
        best: dict[Dimension | None, dict[str, Finding]] = {}
        for finding in self.findings:
            known = best.setdefault(finding.dimension, {})
            if finding.part not in known or finding.strength > known[finding.part].strength:
                known[finding.part] = finding
        return best

    @cached_property
    def said(self) -> frozenset[str]:
        """The red flags that the words themselves show."""
        return frozenset(f.part for f in self.findings if f.dimension is None and f.said)

    @cached_property
    def _parts(self) -> dict[Dimension | None, frozenset[str]]:
        about = {finding.dimension for finding in self.plain}
        return {d: frozenset(f.part for f in self.plain if f.dimension == d) for d in about}

    def is_only(self, acts: frozenset[Act]) -> bool:
        """Whether the turn is one of these acts and nothing else, so that no part of the answer is in it."""
        brief = self.words <= SHORT and substance_of(self.findings) < 2
        return self.act in acts and (brief or self.act not in TALK_ACTS)

    @property
    def idle_words(self) -> int:
        """About how many words are in clauses that carry no plain finding."""
        whole = sum(clause.end - clause.start for clause in self.clauses)
        carrying = sum(clause.end - clause.start for clause in {finding.clause for finding in self.plain})
        return round(self.words * (1 - carrying / whole)) if whole else 0

    def flags(self) -> set[str]:
        """The names of the red flags that were plainly seen."""
        return {f.part for f in self.findings if f.dimension is None and f.strength >= SURELY}


def how_told(clauses: Sequence[Clause]) -> npt.NDArray[np.bool_]:
    """For each clause: whether it was only wished for, whether the speaker acts in it, and whether "we" do."""
    rows = [(clause.hypothetical, clause.agency == "i", clause.agency == "we") for clause in clauses]
    return np.array(rows, dtype=bool).reshape(len(clauses), 3)


class Reader:
    """Reads turns using its weights; the same words always give the same reading, which is cached."""

    def __init__(self, weights: ReadingWeights) -> None:
        self.weights = weights
        self._in_story = weights.in_story
        self._kept: Callable[[str], Reading] = lru_cache(maxsize=4096)(self._read)

    def read(self, text: str) -> Reading:
        """Reads one of the candidate's turns; if that fails, the turn is marked as unread and nothing else is affected."""
        return self._kept(text)

    def _read(self, text: str) -> Reading:
        source = Words(text)
        try:
            source = words_of(text)
            normal, foreign, share = without_foreign(straight(source.text))
            words = WORD.findall(normal)
            clauses = clauses_of(normal, self.weights.borders)
            likely = likelihoods(normal, clauses, self.weights.findings)
            findings = findings_of(normal, clauses, likely, self.weights.findings)
            telling = self._telling(normal, clauses, likely)
            act = act_of(normal, words, findings, clauses, telling, self.weights.acts)
            act = "other_language" if share > MOSTLY else act
            return Reading(source, act, len(words), clauses, findings, likely, telling, foreign)
        except Exception:
            log.exception("an answer of %d characters cannot be read", len(text))
            return Reading(source, "answer", len(text.split()), (), (), (), {}, unread=True)

    def again(self, reading: Reading, likely: npt.NDArray[np.float64]) -> Reading:
        """A reading with what its clauses carry in the light of the whole story."""
        rows = tuple(map(tuple, likely.tolist()))
        findings = findings_of(straight(reading.text), reading.clauses, rows, self._in_story)
        return replace(reading, likely=rows, findings=findings)

    def _telling(self, text: str, clauses: tuple[Clause, ...], likely: tuple[tuple[float, ...], ...]) -> dict[str, float]:
        model = self.weights.telling
        features = telling_features(text, clauses, likely, self.weights.findings.labels)
        return dict(zip(model.labels, model.probabilities(features), strict=True))


@lru_cache(maxsize=1)
def shipped_reader() -> Reader:
    """The reader with the weights that we ship, one per process."""
    return Reader(load_reading_weights())
