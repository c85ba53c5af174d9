"""Chooses which of the candidate's words are shown for what: the clauses that say it most surely, each for one thing."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from agents.evaluator.asides import sentence_of
from agents.evaluator.heard import Heard
from agents.moves import DIMENSIONS, Dimension
from agents.reading.answer import PLAINLY, Reading
from agents.reading.clauses import Clause
from agents.reading.findings import Finding
from agents.reading.weights import IDLE
from agents.scorecard import Evidence, evidence_at
from agents.transcript import candidate_turns

WORTH_LEAVING_OUT = 14
"""How many words that carry nothing must follow each other to be worth leaving out."""
SHORT, LONG = 6, 20
"""With fewer words than this a clause is quoted with its sentence, if that has no more words than this."""
SILENT = 0.2
"""Below this likelihood nothing is heard."""
ENOUGH = 0.65
"""How surely a clause must show a part for it to be named, where the label's own threshold is higher; chosen by what readers
said of 185 reasons: above it nine in ten are true."""
ALONE = 0.6
"""How surely a clause must show something to be quoted for a dimension although it shows another more surely."""


@dataclass(frozen=True)
class Quote:
    """A clause that is worth quoting, and the parts of a dimension that it shows."""

    evidence: Evidence
    parts: tuple[str, ...]
    strength: float
    sure: bool
    """Whether the parts may be named."""
    vague: bool
    """Whether it shows them only in general terms."""
    wished: bool
    """Whether it was only wished for."""


@dataclass(frozen=True)
class Quotes:
    """The quotes that can be taken from an answer."""

    heard: Heard

    def span(self, number: int, clause: Clause) -> tuple[int, int]:
        """Where in the transcript's turn a clause of an informative turn is."""
        return self._readings[number].span(clause)

    def evidence(self, number: int, clause: Clause) -> Evidence:
        """A clause of an informative turn as evidence, in the words of the transcript."""
        return evidence_at(self.heard.transcript, number, *self.span(number, clause))

    @cached_property
    def _readings(self) -> dict[int, Reading]:
        return dict(self.heard.informative)

    def of(self, dimension: Dimension) -> tuple[Quote, ...]:
        """The clauses that surely show something about a dimension, each with what it shows; the surest first."""
        return self._chosen[dimension]

    @cached_property
    def _chosen(self) -> dict[Dimension, tuple[Quote, ...]]:
        """A clause is quoted for the dimension that it shows most surely, and for another only if it surely shows that, too.

        Where no clause surely shows a dimension, the likeliest one is quoted if it is likely enough.
        """
        sure = {d: [(number, f) for number, f in self.heard.of(d) if self._surely(f)] for d in DIMENSIONS}
        best: dict[tuple[int, Clause], float] = {}
        for number, f in (one for found in sure.values() for one in found):
            best[number, f.clause] = max(f.strength, best.get((number, f.clause), 0.0))
        chosen = {}
        for dimension in DIMENSIONS:
            own: dict[tuple[int, Clause], list[Finding]] = {}
            for number, f in sure[dimension]:
                if f.strength >= min(ALONE, best[number, f.clause]):
                    own.setdefault((number, f.clause), []).append(f)
            quotes = [self._quote(number, clause, found, sure=True) for (number, clause), found in own.items()]
            chosen[dimension] = tuple(sorted(quotes, key=lambda quote: -quote.strength)) or self._likeliest(
                dimension, set(best)
            )
        return chosen

    def _surely(self, finding: Finding) -> bool:
        weights = self.heard.reader.weights.in_story
        sure = weights.sure[weights.labels.index(f"{finding.dimension}.{finding.part}")]
        return finding.strength >= min(ENOUGH, sure)

    def _likeliest(self, dimension: Dimension, taken: set[tuple[int, Clause]]) -> tuple[Quote, ...]:
        """The likeliest clause that is not quoted for another dimension."""
        found = [(n, f) for n, f in self.heard.of(dimension) if f.strength >= PLAINLY and (n, f.clause) not in taken]
        number, finding = max(found, key=lambda one: one[1].strength, default=(0, None))
        return () if finding is None else (self._quote(number, finding.clause, [finding], sure=False),)

    def _quote(self, number: int, clause: Clause, found: list[Finding], *, sure: bool) -> Quote:
        """A clause and what it shows; one that is too short to be understood is quoted with its sentence."""
        text = self._readings[number].text
        start, end = clause.start, clause.end
        if len(text[start:end].split()) < SHORT:
            first, last = sentence_of(text, clause)
            if len(text[first:last].split()) <= LONG:
                start, end = first, last
        evidence = evidence_at(self.heard.transcript, number, *self._readings[number].source.span(start, end))
        parts = tuple(f.part for f in sorted(found, key=lambda f: -f.strength))
        strength = max(f.strength for f in found)
        return Quote(evidence, parts, strength, sure, all(f.vague for f in found), clause.hypothetical)

    @cached_property
    def idle(self) -> Evidence | None:
        """The longest run of clauses in which nothing at all is heard, if it is worth leaving out."""
        runs = [
            (len(reading.text[run[0].start : run[-1].end].split()), number, run)
            for number, reading in self.heard.informative
            for idle, group in groupby(zip(reading.clauses, reading.likely, strict=True), key=self._tells_nothing)
            if idle and (run := [clause for clause, _ in group])
        ]
        words, number, run = max(runs, key=lambda one: one[0], default=(0, 0, []))
        if words < WORTH_LEAVING_OUT:
            return None
        return evidence_at(self.heard.transcript, number, self.span(number, run[0])[0], self.span(number, run[-1])[1])

    def _tells_nothing(self, read: tuple[Clause, tuple[float, ...]]) -> bool:
        """Whether nothing is heard in a clause; where "I" or "we" act, it may be that the reading missed it."""
        clause, likely = read
        silent = all(value < SILENT or label in IDLE for label, value in zip(self.heard.labels, likely, strict=True))
        return silent and clause.agency not in ("i", "we")

    def likeliest(self, labels: tuple[str, ...], least: float) -> Evidence | None:
        """The clause that is likeliest to carry one of the labels that begin like this, if it is at least this likely."""
        columns = [place for place, label in enumerate(self.heard.labels) if label.startswith(labels)]
        best: tuple[float, int, Clause] | None = None
        for number, reading in self.heard.informative if columns else ():
            for clause, row in zip(reading.clauses, reading.likely, strict=True):
                value = max(row[k] for k in columns)
                if value > (best[0] if best else least) and (number, clause.start) >= self.heard.retracted_until:
                    best = value, number, clause
        return self.evidence(best[1], best[2]) if best else None

    @property
    def beginning(self) -> Evidence | None:
        """The first words of the first turn that says anything."""
        for number, turn in candidate_turns(self.heard.transcript):
            if turn.text.strip():
                clauses = self.heard.reader.read(turn.text).clauses
                start, end = self.heard.reader.read(turn.text).span(clauses[0]) if clauses else (0, len(turn.text))
                return evidence_at(self.heard.transcript, number, start, end)
        return None
