"""What a transcript contains of the candidate's answer: readings of what counts, and features for the scores."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agents.acts import NON_ANSWERS, REQUESTS
from agents.evaluator.asides import plain_to_see, without_asides
from agents.evaluator.marking import answer_features
from agents.moves import DIMENSIONS, Dimension
from agents.reading.answer import HEARD, PLAINLY, Reader, Reading
from agents.reading.findings import Finding
from agents.rubric import Rubric
from agents.transcript import Transcript, candidate_turns


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
        """The turns that tell something, without anything addressed to the evaluator, each read in the light of the others."""
        read = ((number, self.reader.read(text)) for number, text in self._to_the_interviewer)
        told = [(number, reading) for number, reading in read if not reading.is_only(NON_ANSWERS | REQUESTS)]
        likely = np.vstack([np.zeros((0, len(self.labels))), *(reading.matrix for _, reading in told)])
        again = self.reader.weights.story.again(likely, self.labels)
        borders = np.cumsum([len(reading.clauses) for _, reading in told])[:-1]
        rows = np.split(again, borders) if told else []
        return [(number, self.reader.again(reading, own)) for (number, reading), own in zip(told, rows, strict=True)]

    @property
    def whole(self) -> list[Reading]:
        """Readings of the informative turns exactly as they were said."""
        return [self.reader.read(self.transcript[number].text) for number, _ in self.informative]

    @property
    def told(self) -> str:
        """The words of the informative turns."""
        return "\n".join(reading.text for _, reading in self.informative)

    @cached_property
    def _to_the_interviewer(self) -> list[tuple[int, str]]:
        """The words of each turn, without asides and those addressed to the evaluator."""
        return [(n, without_asides(self.transcript[n].text, reading)) for n, reading in self.turns]

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

    def least_heard(self, dimension: Dimension) -> str:
        """The part of a dimension that is most surely missing: the first, in the rubric's order, that nothing hints at.

        If all are hinted at, it is the first that was not plainly heard, or else the faintest.
        """
        likely = np.vstack([np.zeros((1, len(self.labels))), *(reading.matrix for _, reading in self.informative)]).max(axis=0)
        heard = {part: likely[self.labels.index(f"{dimension}.{part}")] for part in self.rubric.dimensions[dimension].parts}
        silent = next((part for part, value in heard.items() if value < HEARD), None)
        return silent or self.missing(dimension) or min(heard, key=heard.__getitem__)

    def missing(self, dimension: Dimension) -> str | None:
        """The first part of a dimension, in the rubric's order, that was not heard."""
        return self._missing[dimension]

    @cached_property
    def _missing(self) -> dict[Dimension, str | None]:
        heard = {d: {finding.part for _, finding in self.of(d)} for d in DIMENSIONS}
        return {d: next((p for p in self.rubric.dimensions[d].parts if p not in heard[d]), None) for d in DIMENSIONS}
