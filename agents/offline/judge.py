"""The evaluator without a model: marks from findings, every one with the words it stands on."""

from agents.acts import NON_ANSWERS
from agents.engine import Judge
from agents.findings import Finding
from agents.moves import DIMENSIONS, Dimension
from agents.reading import Reading, read_answer
from agents.rubric import Rubric, overall_mark, verdict
from agents.scorecard import Evidence, Mark, Note, RedFlag, Scorecard, evidence_at
from agents.transcript import Transcript, candidate_turns

Found = list[tuple[int, Finding]]
MOST_EVIDENCE = 4


class OfflineJudge(Judge):
    """Deterministic, English only: what it cannot judge it leaves unscored, never a middle mark."""

    def __init__(self, rubric: Rubric) -> None:
        self._rubric = rubric

    async def note(self, transcript: Transcript, turn: int) -> Note:
        """What was heard in one answer, and the first thing that a listener still misses in the whole story."""
        found = [(turn, f) for f in read_answer(transcript[turn].text).plain]
        so_far = _findings(transcript[: turn + 1])
        weakest = min(DIMENSIONS, key=lambda d: (dimension_mark(d, so_far), d == "context"))
        return Note(
            turn=turn,
            heard=tuple(d for d in DIMENSIONS if any(f.dimension == d for _, f in found)),
            missing=self._missing(weakest, so_far)[0],
            missing_in=weakest,
            red_flags=_flags_of(transcript, found),
        )

    async def score(self, transcript: Transcript, notes: tuple[Note, ...], card_id: str) -> Scorecard:
        """The scorecard; the notes add nothing to it offline, for the findings are read again."""
        return self.scorecard(transcript, card_id)

    def scorecard(self, transcript: Transcript, card_id: str) -> Scorecard:
        """Marks a whole interview, or an answer given as a transcript of one turn."""
        answers = [(number, read_answer(turn.text)) for number, turn in candidate_turns(transcript)]
        substantial = [r for _, r in answers if r.act not in ("repeat", "rephrase", "give_time")]
        if not transcript or (all(r.act == "silence" for r in substantial) and not _asked(transcript)):
            return self.unscored(card_id, "There is no answer in it.")
        if any(r.act == "other_language" for r in substantial) and not any(r.act == "answer" for r in substantial):
            return self.unscored(card_id, "Cannot judge this offline: the offline evaluator reads English only.")
        found = _findings(transcript)
        flags = {f.part for _, f in found if f.dimension is None} | _absences(found, substantial)
        marks = {d: self._mark(d, transcript, found, flags) for d in DIMENSIONS}
        flags |= _late_flags(marks, found)
        scores = {d: mark.score for d, mark in marks.items()}
        overall = overall_mark(self._rubric, scores, flags, irreparable=any(f.part == "irreparable" for _, f in found))
        return Scorecard(
            id=card_id,
            rubric_version=self._rubric.version,
            engine="offline",
            dimensions=marks,
            red_flags=tuple(
                RedFlag(
                    flag=flag,
                    evidence=_evidence(transcript, [x for x in found if x[1].dimension is None and x[1].part == flag]),
                )
                for flag in self._rubric.red_flags
                if flag in flags
            ),
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

    def _mark(self, dimension: Dimension, transcript: Transcript, found: Found, flags: set[str]) -> Mark:
        evidence = _evidence(transcript, [(t, f) for t, f in found if f.dimension == dimension])
        missing, question = self._missing(dimension, found)
        if not evidence and _asked(transcript) and not _was_asked(transcript, dimension):
            reason = "The interview ended before this was asked about."
            return Mark(state="not_reached", reason=reason, missing=missing, question=question)
        score = dimension_mark(dimension, found, flags)
        heard = [name for name in self._rubric.dimensions[dimension].parts if name in _parts(dimension, found)]
        reason = f"You said “{_short(evidence[0].quote)}”." if evidence else "Nothing was heard about it."
        if evidence and score == 1:
            evidence = ()
            reason = "What was said points at others rather than at your own part."
        return Mark(
            score=score,
            state="scored",
            confidence=round(min(0.9, 0.4 + 0.15 * len(heard)), 2) if evidence else 0.6,
            reason=reason,
            missing=missing if score < 5 else "",
            question=question if score < 5 else "",
            evidence=evidence,
        )

    def _missing(self, dimension: Dimension, found: Found) -> tuple[str, str]:
        """What is missing first, and the question that would have brought it out."""
        parts = self._rubric.dimensions[dimension].parts
        for name in parts:
            if name not in _parts(dimension, found):
                return parts[name].missing, parts[name].question
        return "", ""


def dimension_mark(dimension: Dimension, found: Found, flags: set[str] | None = None) -> int:
    """The mark of a dimension, 1 to 5, from the parts that were heard; the steps are those of the rubric."""
    parts, flags = _parts(dimension, found), flags or set()
    if dimension == "context":
        return min(5, 1 + len(parts))
    if dimension == "impact":
        if "consequence" not in parts:
            return 1
        if not parts & {"size", "party"}:
            return 2
        return 3 + ({"size", "party"} <= parts) + ({"size", "party", "knock_on"} <= parts)
    if dimension == "ownership":
        return _ownership(parts, flags)
    if dimension == "mitigation":
        concrete = len(parts & {"contain", "tell", "outcome"}) + ("repair" in parts and bool(parts & {"contain", "tell"}))
        if not parts:
            return 1
        return 5 if {"contain", "tell"} <= parts and parts & {"outcome", "repair"} else min(4, 2 + concrete)
    if "measure" not in parts:
        return 2 if "lesson" in parts and "generic_learning" not in flags else 1
    return 3 + ("team" in parts) + ({"team", "held"} <= parts or (parts >= {"held"} and "team" not in parts))


def _ownership(parts: set[str], flags: set[str]) -> int:
    if not parts:
        return 1
    if "blame" in flags or "defensive" in flags:
        return 2 if "admission" in parts or "decision" in parts else 1
    if "decision" in parts:
        return 5 if "why" in parts else 4
    if "self_attack" in flags or "agentless" in flags:
        return 2
    return 3


def _findings(transcript: Transcript) -> Found:
    return [(n, f) for n, turn in candidate_turns(transcript) for f in read_answer(turn.text).plain]


def _parts(dimension: Dimension, found: Found) -> set[str]:
    return {f.part for _, f in found if f.dimension == dimension}


def _asked(transcript: Transcript) -> bool:
    return any(turn.move is not None for turn in transcript)


def _was_asked(transcript: Transcript, dimension: Dimension) -> bool:
    return any(turn.move is not None and turn.move.is_probe and turn.move.dimension == dimension for turn in transcript)


def _absences(found: Found, readings: list[Reading]) -> set[str]:
    """Red flags that are about a whole turn, or about nothing being there."""
    flags: set[str] = set()
    acts = [r.act for r in readings]
    if all(act in NON_ANSWERS for act in acts):
        flags.add("non_answer")
    if acts and all(act == "gibberish" for act in acts):
        flags.add("gibberish")
    if "no_failure" in acts and not any(r.parts("ownership") for r in readings):
        flags.add("no_failure")
    if not any(f.dimension for _, f in found) and "non_answer" not in flags:
        flags.add("off_topic" if sum(r.words for r in readings) > 40 else "non_answer")
    return flags


def _late_flags(marks: dict[Dimension, Mark], found: Found) -> set[str]:
    flags: set[str] = set()
    if marks["mitigation"].score == 1:
        flags.add("no_mitigation")
    lessons = [f for _, f in found if (f.dimension, f.part) == ("growth", "lesson")]
    if marks["growth"].score == 2 and lessons and any(f.clause.hypothetical for f in lessons):
        flags.add("hypothetical_learning")
    return flags


def _evidence(transcript: Transcript, found: Found) -> tuple[Evidence, ...]:
    """The clauses behind findings, each once, the earliest of each part first."""
    spans: dict[tuple[int, int, int], None] = {}
    seen: set[str] = set()
    for turn, finding in sorted(found, key=lambda x: (x[0], x[1].clause.start)):
        if finding.part not in seen:
            seen.add(finding.part)
            spans[turn, finding.clause.start, finding.clause.end] = None
    return tuple(evidence_at(transcript, *span) for span in list(spans)[:MOST_EVIDENCE])


def _flags_of(transcript: Transcript, found: Found) -> tuple[RedFlag, ...]:
    return tuple(RedFlag(flag=f.part, evidence=_evidence(transcript, [(t, f)])) for t, f in found if f.dimension is None)


def _short(quote: str, words: int = 18) -> str:
    said = quote.split()
    return " ".join(said[:words]) + (" …" if len(said) > words else "")
