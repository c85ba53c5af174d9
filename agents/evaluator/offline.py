"""The evaluator without a model: scores learned from our labels, caps set by rules, each score with the words behind it."""

from collections.abc import Collection, Mapping
from typing import Self

from agents.acts import TALK_ACTS
from agents.engine import Evaluator
from agents.evaluator.advice import advice_for
from agents.evaluator.flags import red_flags
from agents.evaluator.heard import Heard
from agents.evaluator.marking import MarkWeights, shipped_mark_weights
from agents.evaluator.quotes import Quotes
from agents.evaluator.reasons import reason_for
from agents.moves import DIMENSIONS, Dimension
from agents.reading.answer import Reader, Reading, shipped_reader
from agents.rubric import Rubric, overall_mark, verdict
from agents.scorecard import Advice, Evidence, Mark, Note, RedFlag, Scorecard, evidence_at, unscored
from agents.transcript import Transcript, candidate_turns

MOST_EVIDENCE = 4
FAINTEST = 0.12
"""How likely a clause must be to carry a part for a score above 1 to be based on it."""


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
                RedFlag(flag=f.part, evidence=(evidence_at(transcript, turn, *answer.span(f.clause)),))
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
        if not transcript or (all(act == "silence" for act in acts) and not heard.asked):
            return unscored(card_id, self._rubric.version, "There is no answer in it.")
        if heard.turns and all(reading.unread for _, reading in heard.turns):
            return unscored(card_id, self._rubric.version, "This answer could not be read; the log says why.")
        if "other_language" in acts and not any(_answers(reading) for _, reading in heard.turns):
            return unscored(
                card_id, self._rubric.version, "Cannot judge this offline: the offline evaluator reads English only."
            )
        quotes = Quotes(heard)
        marks = {d: self._mark(d, quotes) for d in DIMENSIONS}
        scores = {d: mark.score for d, mark in marks.items()}
        found = red_flags(quotes, scores, self._weights)
        flags = tuple(found[name] for name in self._rubric.red_flags if name in found)
        irreparable = any(f.part == "irreparable" for _, f in heard.findings)
        overall = overall_mark(self._rubric, scores, found, irreparable=irreparable)
        return Scorecard(
            id=card_id,
            rubric_version=self._rubric.version,
            engine="offline",
            dimensions=marks,
            red_flags=flags,
            overall=overall,
            verdict=verdict(overall, scores["growth"]),
            left_out=heard.left_out,
            advice=advice_for(quotes, marks, self._rubric, found),
        )

    def advice(self, transcript: Transcript, marks: Mapping[Dimension, Mark], flags: Collection[str]) -> Advice:
        """What to practise, given the marks and red flags of any evaluator."""
        return advice_for(Quotes(Heard(transcript, self._rubric, self._reader)), marks, self._rubric, flags)

    def reached(self, transcript: Transcript, dimension: Dimension) -> bool:
        """Whether a dimension was asked about or told unasked; always true for a plain text, where nobody could ask."""
        told = any(self._reader.read(turn.text).parts(dimension) for _, turn in candidate_turns(transcript))
        moves = [turn.move for turn in transcript if turn.move is not None]
        return told or not moves or any(move.is_probe and move.dimension == dimension for move in moves)

    def _mark(self, dimension: Dimension, quotes: Quotes) -> Mark:
        heard = quotes.heard
        part = heard.least_heard(dimension)
        wanted = self._rubric.dimensions[dimension].parts[part]
        missing, question = wanted.missing, wanted.question
        evidence = _evidence(quotes, dimension)
        score, confidence = self._weights.mark(dimension, heard.features) if heard.informative else (1, 0.9)
        if not self.reached(heard.transcript, dimension):
            reason = "The interview ended before this came up."
            return Mark(state="not_reached", reason=reason, missing=missing, question=question)
        score = score if evidence else 1
        if score == 1 and heard.foreign:
            return Mark(state="unscored", reason=f"Nothing was heard about it in English. {heard.not_read}")
        return Mark(
            score=score,
            state="scored",
            confidence=round(confidence, 2),
            reason=reason_for(self._rubric.dimensions[dimension], score, quotes.of(dimension)),
            missing=missing if score < 5 else "",
            question=question if score < 5 else "",
            evidence=evidence if score > 1 else (),
        )


def _answers(reading: Reading) -> bool:
    """Whether a turn can be read and is more than an aside."""
    return reading.act == "answer" or (reading.act in TALK_ACTS and not reading.is_only(TALK_ACTS))


def _evidence(quotes: Quotes, dimension: Dimension) -> tuple[Evidence, ...]:
    """The clauses behind a score in the order in which they were said; the likeliest one if none surely shows anything."""
    shown = [one.evidence for one in quotes.of(dimension)[:MOST_EVIDENCE]]
    if shown:
        return tuple(sorted(shown, key=lambda piece: (piece.turn, piece.start)))
    faint = quotes.likeliest((dimension,), FAINTEST)
    return () if faint is None else (faint,)
