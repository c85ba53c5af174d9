"""What a transcript contains of the candidate's answer: readings of what counts, and features for the scores."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np

from agents.acts import NON_ANSWERS, REQUESTS
from agents.evaluator.marking import answer_features
from agents.moves import DIMENSIONS, Dimension
from agents.plain import straight
from agents.reading.answer import PLAINLY, Reader, Reading
from agents.reading.clauses import SENTENCE_END, Clause
from agents.reading.cues import cues
from agents.reading.findings import Finding
from agents.rubric import Rubric
from agents.scorecard import Evidence, evidence_at
from agents.transcript import Transcript, candidate_turns

SURE = 0.6
WORTH_LEAVING_OUT = 14
"""How many words that carry nothing must follow each other to be worth leaving out."""
ALONE = 0.6
"""How surely a clause must show something to be quoted for a dimension although it shows another more surely."""
MOST_BESIDE = 12
"""The most words on either side of a clause addressed to the evaluator that are taken to belong to it."""


@dataclass(frozen=True)
class Shown:
    """A clause that is worth quoting, and the parts of a dimension that it shows."""

    evidence: Evidence
    parts: tuple[str, ...]
    strength: float
    vague: bool
    """Whether it shows them only in general terms."""
    wished: bool
    """Whether it was only wished for."""


@dataclass(frozen=True)
class Heard:
    """What a transcript contains of the candidate's answer, leaving out asides and what was retracted."""

    transcript: Transcript
    rubric: Rubric
    reader: Reader

    @cached_property
    def turns(self) -> list[tuple[int, Reading]]:
        """The turns that are part of the answer, with their readings."""
        read = ((number, self.reader.read(turn.text)) for number, turn in candidate_turns(self.transcript))
        return [(number, reading) for number, reading in read if not reading.is_only(REQUESTS)]

    @cached_property
    def informative(self) -> list[tuple[int, Reading]]:
        """The turns that tell something, read without anything addressed to the evaluator."""
        read = ((number, self.reader.read(text)) for number, text in self._to_the_interviewer)
        return [(number, reading) for number, reading in read if not reading.is_only(NON_ANSWERS | REQUESTS)]

    @property
    def whole(self) -> list[Reading]:
        """Readings of the informative turns exactly as they were said."""
        return [self.reader.read(self.transcript[number].text) for number, _ in self.informative]

    @property
    def told(self) -> str:
        """The words of the informative turns."""
        numbers = {number for number, _ in self.informative}
        return "\n".join(text for number, text in self._to_the_interviewer if number in numbers)

    @cached_property
    def _to_the_interviewer(self) -> list[tuple[int, str]]:
        """The words of each turn, without asides and those addressed to the evaluator."""
        return [(n, without_asides(self.transcript[n].text, reading)) for n, reading in self.turns]

    def span(self, number: int, clause: Clause) -> tuple[int, int]:
        """Where in the transcript's turn a clause of an informative turn is."""
        return self._readings[number].span(clause)

    def evidence(self, number: int, clause: Clause) -> Evidence:
        """A clause of an informative turn as evidence, in the words of the transcript."""
        return evidence_at(self.transcript, number, *self.span(number, clause))

    @cached_property
    def _readings(self) -> dict[int, Reading]:
        return dict(self.informative)

    def shown(self, dimension: Dimension) -> tuple[Shown, ...]:
        """The clauses that surely show something about a dimension, each with what it shows; the surest first."""
        return self._shown[dimension]

    @cached_property
    def _shown(self) -> dict[Dimension, tuple[Shown, ...]]:
        """For each dimension the surest clause of each part; a clause is quoted for the dimension that it shows most surely,
        and for another only if it shows that just as surely."""
        found = [(number, f) for d in DIMENSIONS for number, f in self.of(d) if self._surely(f)]
        best: dict[tuple[int, int], float] = {}
        for number, f in found:
            best[number, f.clause.start] = max(f.strength, best.get((number, f.clause.start), 0.0))
        shown: dict[Dimension, dict[tuple[int, int], Shown]] = {d: {} for d in DIMENSIONS}
        for number, f in sorted(found, key=lambda item: -item[1].strength):
            place = number, f.clause.start
            if f.dimension is not None and (f.strength >= ALONE or f.strength == best[place]):
                before = shown[f.dimension].get(place)
                parts = (*before.parts, f.part) if before else (f.part,)
                vague, wished = f.vague and (before is None or before.vague), f.clause.hypothetical
                evidence = before.evidence if before else self.evidence(number, f.clause)
                shown[f.dimension][place] = Shown(evidence, parts, before.strength if before else f.strength, vague, wished)
        return {d: tuple(by_place.values()) for d, by_place in shown.items()}

    def _surely(self, finding: Finding) -> bool:
        weights = self.reader.weights.findings
        return finding.strength >= weights.sure[weights.labels.index(f"{finding.dimension}.{finding.part}")]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that a clause may carry."""
        return self.reader.weights.findings.labels

    @property
    def asked(self) -> bool:
        """Whether it is known what the interviewer asked about."""
        return any(turn.move is not None for turn in self.transcript)

    @property
    def words(self) -> int:
        """How many words the informative turns have."""
        return sum(reading.words for _, reading in self.informative)

    @property
    def idle_words(self) -> int:
        """How many of them are in clauses that carry nothing."""
        return sum(reading.idle_words for _, reading in self.informative)

    @cached_property
    def idle(self) -> Evidence | None:
        """The longest run of clauses that carry nothing, if it is worth leaving out."""
        runs = [
            (len(reading.text[run[0].start : run[-1].end].split()), number, run)
            for number, reading in self.informative
            for carries, group in groupby(reading.clauses, key={f.clause for f in reading.findings}.__contains__)
            if not carries and (run := list(group))
        ]
        words, number, run = max(runs, key=lambda one: one[0], default=(0, 0, []))
        if words < WORTH_LEAVING_OUT:
            return None
        return evidence_at(self.transcript, number, self.span(number, run[0])[0], self.span(number, run[-1])[1])

    def likeliest(self, labels: tuple[str, ...], least: float) -> Evidence | None:
        """The clause that is likeliest to carry one of the labels that begin like this, if it is at least this likely."""
        columns = [place for place, label in enumerate(self.labels) if label.startswith(labels)]
        best: tuple[float, int, Clause] | None = None
        for number, reading in self.informative if columns else ():
            for clause, row in zip(reading.clauses, reading.likely, strict=True):
                value = max(row[k] for k in columns)
                if value > (best[0] if best else least) and (number, clause.start) >= self.retracted_until:
                    best = value, number, clause
        return self.evidence(best[1], best[2]) if best else None

    @property
    def beginning(self) -> Evidence | None:
        """The first words of the first turn that says anything."""
        for number, turn in candidate_turns(self.transcript):
            if turn.text.strip():
                clauses = self.reader.read(turn.text).clauses
                start, end = self.reader.read(turn.text).span(clauses[0]) if clauses else (0, len(turn.text))
                return evidence_at(self.transcript, number, start, end)
        return None

    @cached_property
    def foreign(self) -> int:
        """How many sentences were not read because they are in another language."""
        return sum(reading.foreign for _, reading in self.turns)

    @property
    def not_read(self) -> str:
        """Says how many sentences were not read."""
        many = (
            f"{self.foreign} sentences in another language were" if self.foreign > 1 else "One sentence in another language was"
        )
        return f"{many} not read." if self.foreign else ""

    @property
    def left_out(self) -> tuple[str, ...]:
        """What was removed before reading, or could not be read, as sentences."""
        removed = dict.fromkeys(what for _, reading in self.turns for what in reading.source.removed)
        words = f"Removed before reading: {', '.join(removed)}." if removed else ""
        return tuple(filter(None, (words, self.not_read)))

    @cached_property
    def features(self) -> dict[str, float]:
        """The features of the whole answer, by name, for the weights of the scores."""
        labels = self.labels
        told = [(number, reading) for number, reading in self.informative if reading.clauses]
        likely = np.vstack([np.zeros((0, len(labels))), *(reading.matrix for _, reading in told)])
        if self.retracted_until >= (0, 0):
            gone = [(number, clause.start) < self.retracted_until for number, reading in told for clause in reading.clauses]
            likely[np.ix_(gone, [label.startswith("ownership") for label in labels])] = 0.0
        how = np.vstack([np.zeros((0, 3), dtype=bool), *(reading.told for _, reading in told)])
        said = frozenset[str]().union(*(reading.said for _, reading in self.informative))
        return answer_features(labels, likely, how, said)

    @cached_property
    def retracted_until(self) -> tuple[int, int]:
        """The turn and offset where the candidate last disowned the failure; ownership before that no longer counts."""
        places = [
            (n, f.clause.start)
            for n, reading in self.turns
            for f in reading.findings
            if f.part == "retraction" and plain_to_see(f)
        ]
        return max(places, default=(-1, -1))

    @cached_property
    def findings(self) -> list[tuple[int, Finding]]:
        """The findings of the informative turns, with the numbers of the turns."""
        return [
            (number, finding)
            for number, reading in self.informative
            for finding in reading.findings
            if finding.dimension != "ownership" or (number, finding.clause.start) >= self.retracted_until
        ]

    def of(self, dimension: Dimension) -> list[tuple[int, Finding]]:
        """The findings of a dimension, the strongest one for each part, in the order in which they were said.

        Only what was plainly heard or, if nothing was, whatever came closest.
        """
        best: dict[str, tuple[int, Finding]] = {}
        for number, finding in self._surest(dimension):
            if finding.part not in best or finding.strength > best[finding.part][1].strength:
                best[finding.part] = number, finding
        plain = [found for found in best.values() if found[1].strength >= PLAINLY]
        return sorted(plain or best.values(), key=lambda found: (found[0], found[1].clause.start))

    def _surest(self, dimension: Dimension) -> Iterator[tuple[int, Finding]]:
        """The strongest finding of each turn for each part of a dimension, ignoring what was retracted later."""
        turn, start = self.retracted_until if dimension == "ownership" else (-1, -1)
        for number, reading in self.informative:
            if number == turn:
                kept = (f for f in reading.findings if f.dimension == dimension and f.clause.start >= start)
                yield from ((number, finding) for finding in kept)
            elif number > turn:
                yield from ((number, finding) for finding in reading.surest.get(dimension, {}).values())

    def missing(self, dimension: Dimension) -> str | None:
        """The first part of a dimension, in the rubric's order, that was not heard."""
        return self._missing[dimension]

    @cached_property
    def _missing(self) -> dict[Dimension, str | None]:
        heard = {d: {finding.part for _, finding in self.of(d)} for d in DIMENSIONS}
        return {d: next((p for p in self.rubric.dimensions[d].parts if p not in heard[d]), None) for d in DIMENSIONS}


def instructions(reading: Reading) -> list[Finding]:
    """The findings in which a turn addresses the evaluator."""
    return [f for f in reading.findings if f.part == "injection" and plain_to_see(f)]


def plain_to_see(finding: Finding) -> bool:
    """Whether one clause is enough to rely on, because its words show it or the reading is sure."""
    return finding.said or finding.strength >= SURE


def without_asides(text: str, reading: Reading) -> str:
    """Blanks out what is not told to answer the question: sentences to the evaluator, and asides to the interviewer.

    All offsets stay the same. If the punctuation is missing and a sentence has no clear end, only the clause is blanked out.
    """
    said, blanked = straight(reading.text), list(text)
    for start, end in [*(_sentence(said, f.clause) for f in instructions(reading)), *_asides(said)]:
        first, last = reading.source.span(start, end)
        blanked[first:last] = [" " if c.isalnum() else c for c in text[first:last]]
    return "".join(blanked)


def _sentence(text: str, clause: Clause) -> tuple[int, int]:
    """The sentence that a clause is in, or the clause where the sentence goes on for too long to belong to it."""
    start = max((m.end() for m in SENTENCE_END.finditer(text, 0, clause.start + 1)), default=0)
    end = next((m.start() + 1 for m in SENTENCE_END.finditer(text, clause.end - 1)), len(text))
    start = start if len(text[start : clause.start].split()) <= MOST_BESIDE else clause.start
    end = end if len(text[clause.end : end].split()) <= MOST_BESIDE else clause.end
    return start, end


def _asides(text: str) -> Iterator[tuple[int, int]]:
    """The sentences in which the candidate speaks to the interviewer about the talk itself, or asks something back."""
    start = 0
    for end in [*(m.end() for m in SENTENCE_END.finditer(text)), len(text)]:
        if text[start:end].strip() and cues().asides.match(text[start:end].strip()):
            yield start, end
        start = end
