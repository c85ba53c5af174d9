"""The evaluator without a model: scores learned from our labels, caps set by rules, each score with the words behind it."""

from typing import Self

from agents.acts import TALK_ACTS
from agents.engine import Evaluator
from agents.evaluator.heard import Heard, instructions, plain_to_see
from agents.evaluator.marking import MarkWeights, shipped_mark_weights, word_features
from agents.evaluator.reasons import reason_for
from agents.moves import DIMENSIONS, Dimension
from agents.reading.answer import Reader, Reading, shipped_reader
from agents.reading.contradictions import contradiction_within
from agents.rubric import NO_REAL_FAILURE, Rubric, overall_mark, verdict
from agents.scorecard import Evidence, Mark, Note, RedFlag, Scorecard, evidence_at, unscored
from agents.transcript import Transcript, candidate_turns

MOST_EVIDENCE = 4
FAINTEST = 0.12
"""How likely a clause must be to carry a part for a score above 1 to be based on it."""
AGREES_WITH: dict[str, dict[Dimension, int]] = {
    "blame": {"ownership": 2},
    "defensive": {"ownership": 3},
    "agentless": {"ownership": 3},
    "self_attack": {"ownership": 3},
    "fake_failure": {"ownership": 3, "impact": 3, "mitigation": 3},
    "no_failure": {"ownership": 2, "mitigation": 2},
    "off_topic": {"ownership": 2, "impact": 2},
    "non_answer": {"ownership": 2, "impact": 2, "mitigation": 2, "growth": 2},
    "trivial": {"impact": 3},
    "hypothetical_learning": {"growth": 2},
    "generic_learning": {"growth": 1},
}
"""The highest scores at which a red flag is kept, so that the rubric's words for the two never contradict each other."""
SHOWN_BY_A_CLAUSE = frozenset({"anger", "trivial", "self_attack", "overclaim"})
"""Red flags for which a single clause is enough."""
MOST = 5
ENDLESS = 250
"""How many words an answer needs to count as rambling."""


class OfflineEvaluator(Evaluator):
    """Deterministic and English only; it leaves what it cannot judge unscored instead of giving it a middle score."""

    def __init__(self, rubric: Rubric, reader: Reader, weights: MarkWeights) -> None:
        self._rubric, self._reader, self._weights = rubric, reader, weights

    @classmethod
    def shipped(cls, rubric: Rubric) -> Self:
        """The evaluator with the weights that we ship."""
        return cls(rubric, shipped_reader(), shipped_mark_weights())

    async def note(self, transcript: Transcript, turn: int) -> Note:
        """What was heard in one answer, and the first thing still missing from the whole story."""
        answer = self._reader.read(transcript[turn].text)
        so_far = Heard(transcript[: turn + 1], self._rubric, self._reader)
        marks = {d: self._weights.mark(d, so_far.features)[0] for d in DIMENSIONS}
        weakest = min(DIMENSIONS, key=lambda d: (so_far.missing(d) is None, marks[d], d == "context"))
        part = so_far.missing(weakest)
        return Note(
            turn=turn,
            heard=tuple(d for d in DIMENSIONS if answer.parts(d)),
            missing=self._rubric.dimensions[weakest].parts[part].missing if part else "",
            missing_in=weakest if part else None,
            red_flags=tuple(
                RedFlag(flag=f.part, evidence=(evidence_at(transcript, turn, f.clause.start, f.clause.end),))
                for f in answer.plain
                if f.part in self._rubric.red_flags and f.dimension is None
            ),
        )

    async def score(self, transcript: Transcript, notes: tuple[Note, ...], card_id: str) -> Scorecard:
        """The scorecard; offline, the notes add nothing to it, because the findings are read again."""
        return self.scorecard(transcript, card_id)

    def scorecard(self, transcript: Transcript, card_id: str) -> Scorecard:
        """Scores a whole interview, or a single answer given as a transcript of one turn."""
        heard = Heard(transcript, self._rubric, self._reader)
        acts = [reading.act for _, reading in heard.turns]
        if not transcript or (all(act == "silence" for act in acts) and not _asked(transcript)):
            return unscored(card_id, self._rubric.version, "There is no answer in it.")
        if heard.turns and all(reading.unread for _, reading in heard.turns):
            return unscored(card_id, self._rubric.version, "This answer could not be read; the log says why.")
        if "other_language" in acts and not any(_answers(reading) for _, reading in heard.turns):
            return unscored(
                card_id, self._rubric.version, "Cannot judge this offline: the offline evaluator reads English only."
            )
        marks = {d: self._mark(d, heard) for d in DIMENSIONS}
        scores = {d: mark.score for d, mark in marks.items()}
        flags = self._flags(heard, marks)
        irreparable = any(f.part == "irreparable" for _, f in heard.findings)
        overall = overall_mark(self._rubric, scores, flags, irreparable=irreparable)
        return Scorecard(
            id=card_id,
            rubric_version=self._rubric.version,
            engine="offline",
            dimensions=marks,
            red_flags=tuple(_red_flag(flag, heard) for flag in self._rubric.red_flags if flag in flags),
            overall=overall,
            verdict=verdict(overall, scores["growth"]),
        )

    def reached(self, transcript: Transcript, dimension: Dimension) -> bool:
        """Whether a dimension was asked about or told unasked; always true for a plain text, where nobody could ask."""
        told = any(self._reader.read(turn.text).parts(dimension) for _, turn in candidate_turns(transcript))
        moves = [turn.move for turn in transcript if turn.move is not None]
        return told or not moves or any(move.is_probe and move.dimension == dimension for move in moves)

    def _mark(self, dimension: Dimension, heard: Heard) -> Mark:
        part = heard.missing(dimension)
        wanted = self._rubric.dimensions[dimension].parts[part] if part else None
        missing, question = (wanted.missing, wanted.question) if wanted else ("", "")
        evidence = _evidence(heard, dimension)
        score, confidence = self._weights.mark(dimension, heard.features) if heard.informative else (1, 0.9)
        if not self.reached(heard.transcript, dimension):
            reason = "The interview ended before this came up."
            return Mark(state="not_reached", reason=reason, missing=missing, question=question)
        if not evidence:
            score = 1
        return Mark(
            score=score,
            state="scored",
            confidence=round(confidence, 2),
            reason=reason_for(self._rubric.dimensions[dimension], score, heard.transcript, heard.of(dimension)),
            missing=missing if score < 5 else "",
            question=question if score < 5 else "",
            evidence=evidence if score > 1 else (),
        )

    def _flags(self, heard: Heard, marks: dict[Dimension, Mark]) -> set[str]:
        """The red flags that follow from the whole answer, from what kinds of turns there are, and from the scores."""
        acts = [reading.act for _, reading in heard.turns]
        words = sum(reading.words for _, reading in heard.informative)
        flags = self._weights.raised(heard.features, word_features(heard.told)) if heard.informative else {"non_answer"}
        flags |= {f.part for _, f in heard.findings if f.part in SHOWN_BY_A_CLAUSE and plain_to_see(f)}
        flags |= {act for act in ("gibberish", "no_failure", "off_topic", "injection") if act in acts and not heard.informative}
        if any(instructions(reading) for _, reading in heard.turns):
            flags.add("injection")
        if contradiction_within(heard.whole) is not None:
            flags.add("inconsistent")
        if words < ENDLESS:
            flags.discard("rambling")
        scores = {d: mark.score for d, mark in marks.items()}
        flags = {flag for flag in flags if _agrees(flag, scores)}
        if scores["ownership"] == 1 and any(f.part == "blame" and f.said for _, f in heard.findings):
            flags.add("blame")
        if scores["growth"] == 1:
            flags.discard("hypothetical_learning")
        if scores["mitigation"] == 1 and not flags & NO_REAL_FAILURE:
            flags.add("no_mitigation")
        return flags


def _agrees(flag: str, scores: dict[Dimension, int | None]) -> bool:
    """Whether the scores allow a red flag; an unscored dimension rules it out, except for flags in `NO_REAL_FAILURE`."""
    unmarked = 1 if flag in NO_REAL_FAILURE else MOST + 1
    return all((scores[dimension] or unmarked) <= most for dimension, most in AGREES_WITH.get(flag, {}).items())


def _answers(reading: Reading) -> bool:
    """Whether a turn can be read and is more than an aside."""
    return reading.act == "answer" or (reading.act in TALK_ACTS and not reading.is_only(TALK_ACTS))


def _asked(transcript: Transcript) -> bool:
    return any(turn.move is not None for turn in transcript)


def _evidence(heard: Heard, dimension: Dimension) -> tuple[Evidence, ...]:
    """The clauses behind a score, each once, choosing the strongest first; the likeliest clause if there are no findings."""
    found = sorted(heard.of(dimension), key=lambda item: -item[1].strength)[:MOST_EVIDENCE]
    spans = sorted({(number, f.clause.start, f.clause.end) for number, f in found})
    if not spans:
        places = [k for k, label in enumerate(heard.reader.weights.findings.labels) if label.startswith(dimension)]
        likely = [
            (max(row[k] for k in places), number, clause.start, clause.end)
            for number, reading in heard.informative
            for clause, row in zip(reading.clauses, reading.likely, strict=True)
            if dimension != "ownership" or (number, clause.start) >= heard.retracted_until
        ]
        best = max(likely, default=(0.0, 0, 0, 0))
        spans = [best[1:]] if best[0] >= FAINTEST else []
    return tuple(evidence_at(heard.transcript, *span) for span in spans)


def _red_flag(flag: str, heard: Heard) -> RedFlag:
    """A red flag with the strongest clauses that show it, or none if the flag is that something is absent."""
    shown = sorted(
        ((number, f) for number, reading in heard.turns for f in reading.findings if f.dimension is None and f.part == flag),
        key=lambda item: -item[1].strength,
    )[:2]
    spans = sorted({(number, f.clause.start, f.clause.end) for number, f in shown})
    return RedFlag(flag=flag, evidence=tuple(evidence_at(heard.transcript, *span) for span in spans))
