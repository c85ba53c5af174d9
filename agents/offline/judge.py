"""The evaluator without a model: marks learned from our labels, caps by rule, every mark with the words it stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agents.acts import NON_ANSWERS
from agents.clauses import SENTENCE_END
from agents.contradictions import contradiction_within
from agents.engine import Judge
from agents.findings import Finding
from agents.moves import DIMENSIONS, Dimension
from agents.offline.feedback import reason_for
from agents.offline.marking import answer_features, mark_weights, word_features
from agents.reading import PLAINLY, Reading, read_answer
from agents.rubric import NO_REAL_FAILURE, Rubric, overall_mark, verdict
from agents.scorecard import Evidence, Mark, Note, RedFlag, Scorecard, evidence_at
from agents.transcript import Transcript, candidate_turns
from agents.weights import reading_weights

ASIDES = frozenset({"repeat", "rephrase", "give_time", "try_again", "question_back"})
"""Acts that are no part of the answer."""
MOST_EVIDENCE = 4
FAINTEST = 0.12
"""How likely a clause must carry a part at least, for a mark above 1 to stand on it."""
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
"""Marks that a red flag allows at most: the rubric's words for a mark and for a flag never contradict each other."""
SHOWN_BY_A_CLAUSE = frozenset({"anger", "trivial", "self_attack", "overclaim"})
"""Red flags that one clause is enough for."""
SURE = 0.6
MOST_BESIDE = 12
"""Words on either side of a clause to the judge that may belong to it."""
MOST = 5
ENDLESS = 250
"""Words from which on an answer can ramble."""


@dataclass(frozen=True)
class Heard:
    """What a transcript holds of the candidate's answer, asides left out, retracted words taken back."""

    transcript: Transcript
    rubric: Rubric

    @cached_property
    def turns(self) -> list[tuple[int, Reading]]:
        """The turns that are part of the answer, with their readings."""
        read = ((number, read_answer(turn.text)) for number, turn in candidate_turns(self.transcript))
        return [(number, reading) for number, reading in read if reading.act not in ASIDES]

    @cached_property
    def telling(self) -> list[tuple[int, Reading]]:
        """The turns that tell something, read without what they say to the judge."""
        read = ((number, read_answer(text)) for number, text in self._to_the_interviewer)
        return [(number, reading) for number, reading in read if reading.act not in NON_ANSWERS]

    @property
    def told(self) -> str:
        """The words of the turns that tell something."""
        numbers = {number for number, _ in self.telling}
        return "\n".join(text for number, text in self._to_the_interviewer if number in numbers)

    @cached_property
    def _to_the_interviewer(self) -> list[tuple[int, str]]:
        """The turns' words without those to the judge."""
        return [
            (n, without_instructions(self.transcript[n].text, reading) if _instructs(reading) else self.transcript[n].text)
            for n, reading in self.turns
        ]

    @cached_property
    def features(self) -> dict[str, float]:
        """The whole answer by name, for the weights of the marks."""
        labels = reading_weights().labels
        told = [(number, reading) for number, reading in self.telling if reading.clauses]
        likely = np.vstack([np.zeros((0, len(labels))), *(reading.matrix for _, reading in told)])
        if self.retracted_until >= (0, 0):
            gone = [(number, clause.start) < self.retracted_until for number, reading in told for clause in reading.clauses]
            likely[np.ix_(gone, [label.startswith("ownership") for label in labels])] = 0.0
        how = np.vstack([np.zeros((0, 3), dtype=bool), *(reading.told for _, reading in told)])
        said = frozenset[str]().union(*(reading.said for _, reading in self.telling))
        return answer_features(labels, likely, how, said)

    @cached_property
    def retracted_until(self) -> tuple[int, int]:
        """Where the candidate took back that it was theirs: turn and offset; ownership before it no longer counts."""
        places = [
            (n, f.clause.start)
            for n, reading in self.turns
            for f in reading.findings
            if f.part == "retraction" and _plain_to_see(f)
        ]
        return max(places, default=(-1, -1))

    @cached_property
    def findings(self) -> list[tuple[int, Finding]]:
        """The findings of the turns that tell something, with their turns."""
        return [
            (number, finding)
            for number, reading in self.telling
            for finding in reading.findings
            if finding.dimension != "ownership" or (number, finding.clause.start) >= self.retracted_until
        ]

    def of(self, dimension: Dimension) -> list[tuple[int, Finding]]:
        """The findings of a dimension, the surest of each part, in the order in which they were said.

        What was plainly heard, or, where nothing was, what comes nearest.
        """
        best: dict[str, tuple[int, Finding]] = {}
        for number, finding in self._surest(dimension):
            if finding.part not in best or finding.strength > best[finding.part][1].strength:
                best[finding.part] = number, finding
        plain = [found for found in best.values() if found[1].strength >= PLAINLY]
        return sorted(plain or best.values(), key=lambda found: (found[0], found[1].clause.start))

    def _surest(self, dimension: Dimension) -> Iterator[tuple[int, Finding]]:
        """The surest finding of each turn for each part of a dimension; of what was taken back only what came after."""
        turn, start = self.retracted_until if dimension == "ownership" else (-1, -1)
        for number, reading in self.telling:
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


class OfflineJudge(Judge):
    """Deterministic, English only: what it cannot judge it leaves unscored, never a middle mark."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric

    async def note(self, transcript: Transcript, turn: int) -> Note:
        """What was heard in one answer, and the first thing that a listener still misses in the whole story."""
        answer = read_answer(transcript[turn].text)
        so_far = Heard(transcript[: turn + 1], self._rubric)
        marks = {d: mark_weights().mark(d, so_far.features)[0] for d in DIMENSIONS}
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
        """The scorecard; the notes add nothing to it offline, for the findings are read again."""
        return self.scorecard(transcript, card_id)

    def scorecard(self, transcript: Transcript, card_id: str) -> Scorecard:
        """Marks a whole interview, or an answer given as a transcript of one turn."""
        heard = Heard(transcript, self._rubric)
        acts = [reading.act for _, reading in heard.turns]
        if not transcript or (all(act == "silence" for act in acts) and not _asked(transcript)):
            return self.unscored(card_id, "There is no answer in it.")
        if heard.turns and all(reading.unread for _, reading in heard.turns):
            return self.unscored(card_id, "This answer could not be read; the log says why.")
        if "other_language" in acts and "answer" not in acts:
            return self.unscored(card_id, "Cannot judge this offline: the offline evaluator reads English only.")
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

    def unscored(self, card_id: str, reason: str) -> Scorecard:
        """A card without marks, and why."""
        return Scorecard(
            id=card_id,
            rubric_version=self._rubric.version,
            engine="offline",
            scored=False,
            unscored_reason=reason,
            dimensions={d: Mark(state="unscored", reason=reason) for d in DIMENSIONS},
        )

    def _mark(self, dimension: Dimension, heard: Heard) -> Mark:
        part = heard.missing(dimension)
        wanted = self._rubric.dimensions[dimension].parts[part] if part else None
        missing, question = (wanted.missing, wanted.question) if wanted else ("", "")
        evidence = _evidence(heard, dimension)
        score, confidence = mark_weights().mark(dimension, heard.features) if heard.telling else (1, 0.9)
        if not was_reached(heard.transcript, dimension):
            reason = "The interview ended before this was asked about."
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
        """Red flags: those the whole answer raises, those that follow from what kind of turns there are, and from the marks."""
        acts = [reading.act for _, reading in heard.turns]
        words = sum(reading.words for _, reading in heard.telling)
        flags = mark_weights().raised(heard.features, word_features(heard.told)) if heard.telling else {"non_answer"}
        flags |= {f.part for _, f in heard.findings if f.part in SHOWN_BY_A_CLAUSE and _plain_to_see(f)}
        flags |= {act for act in ("gibberish", "no_failure", "off_topic", "injection") if act in acts and not heard.telling}
        if any(_instructs(reading) for _, reading in heard.turns):
            flags.add("injection")
        if contradiction_within([heard.transcript[number].text for number, _ in heard.telling]) is not None:
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
    """Whether the marks allow a red flag; what was not reached says nothing, except where there is no story at all."""
    unmarked = 1 if flag in NO_REAL_FAILURE else MOST + 1
    return all((scores[dimension] or unmarked) <= most for dimension, most in AGREES_WITH.get(flag, {}).items())


def _instructs(reading: Reading) -> list[Finding]:
    """What a turn says to the judge."""
    return [f for f in reading.findings if f.part == "injection" and _plain_to_see(f)]


def _plain_to_see(finding: Finding) -> bool:
    """Whether one clause is enough to go by: its words show it, or the reading is sure."""
    return finding.said or finding.strength >= SURE


def without_instructions(text: str, reading: Reading) -> str:
    """The text with blanks in place of the sentences that speak to the judge, so that all offsets stay.

    Where stops are lost and a sentence has no end, no more is taken out than the clause.
    """
    for finding in _instructs(reading):
        clause = finding.clause
        start = max((m.end() for m in SENTENCE_END.finditer(text, 0, clause.start + 1)), default=0)
        end = next((m.start() + 1 for m in SENTENCE_END.finditer(text, clause.end - 1)), len(text))
        start = start if len(text[start : clause.start].split()) <= MOST_BESIDE else clause.start
        end = end if len(text[clause.end : end].split()) <= MOST_BESIDE else clause.end
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _asked(transcript: Transcript) -> bool:
    return any(turn.move is not None for turn in transcript)


def was_reached(transcript: Transcript, dimension: Dimension) -> bool:
    """Whether a dimension was asked about or told anyway; in a plain text nobody could ask, so there it always is."""
    told = any(read_answer(turn.text).parts(dimension) for _, turn in candidate_turns(transcript))
    return (
        told
        or not _asked(transcript)
        or any(turn.move is not None and turn.move.is_probe and turn.move.dimension == dimension for turn in transcript)
    )


def _evidence(heard: Heard, dimension: Dimension) -> tuple[Evidence, ...]:
    """The clauses behind a mark, each once, the surest first chosen; the likeliest clause where none is sure."""
    found = sorted(heard.of(dimension), key=lambda item: -item[1].strength)[:MOST_EVIDENCE]
    spans = sorted({(number, f.clause.start, f.clause.end) for number, f in found})
    if not spans:
        places = [k for k, label in enumerate(reading_weights().labels) if label.startswith(dimension)]
        likely = [
            (max(row[k] for k in places), number, clause.start, clause.end)
            for number, reading in heard.telling
            for clause, row in zip(reading.clauses, reading.likely, strict=True)
            if dimension != "ownership" or (number, clause.start) >= heard.retracted_until
        ]
        best = max(likely, default=(0.0, 0, 0, 0))
        spans = [best[1:]] if best[0] >= FAINTEST else []
    return tuple(evidence_at(heard.transcript, *span) for span in spans)


def _red_flag(flag: str, heard: Heard) -> RedFlag:
    """A red flag with the surest clauses that show it; none where it is an absence."""
    shown = sorted(
        ((number, f) for number, reading in heard.turns for f in reading.findings if f.dimension is None and f.part == flag),
        key=lambda item: -item[1].strength,
    )[:2]
    spans = sorted({(number, f.clause.start, f.clause.end) for number, f in shown})
    return RedFlag(flag=flag, evidence=tuple(evidence_at(heard.transcript, *span) for span in spans))
