"""The evaluator run by a chat model: one call per dimension, the reason before the score, and no score without a real quote."""

import asyncio
import logging
from collections.abc import Iterable

from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, Field

from agents.engine import Evaluator
from agents.evaluator.evidence import found_in
from agents.evaluator.offline import OfflineEvaluator
from agents.library.prompts import Prompts, fenced
from agents.model.client import ChatModel, Usage
from agents.model.faults import ModelFault
from agents.moves import DIMENSIONS, Dimension
from agents.plain import plain
from agents.rubric import Rubric, Scale, overall_mark, verdict
from agents.scorecard import Evidence, Mark, Note, RedFlag, Scorecard
from agents.transcript import Transcript, candidate_turns

log = logging.getLogger(__name__)
NO_WORDS = "The model gave a score but no quote from you to support it, so it does not count."
NOTHING_SAID = 1
"""The only score that needs no evidence."""


class Span(BaseModel):
    """A quote from the candidate."""

    turn: int
    quote: str


class DimensionAnswer(BaseModel):
    """The score for one dimension: the reason first, then the evidence for it, then the score."""

    reason: str
    evidence: list[Span]
    score: int = Field(ge=1, le=5)
    confidence: float = Field(ge=0, le=1)
    missing: str
    question: str


class FlagSpan(BaseModel):
    """A red flag and the words that show it."""

    flag: str
    turn: int
    quote: str


class FlagsAnswer(BaseModel):
    """The red flags of the whole answer."""

    flags: list[FlagSpan]
    irreparable: bool


class NoteAnswer(BaseModel):
    """What one of the candidate's turns contains."""

    heard: list[str]
    missing: str
    missing_in: str
    red_flags: list[FlagSpan]


class ModelEvaluator(Evaluator):
    """Scores through a model; if the model gives no scores, the offline evaluator takes over and the scorecard says so."""

    def __init__(self, model: ChatModel, prompts: Prompts, rubric: Rubric, offline: OfflineEvaluator) -> None:
        self._model, self._prompts, self._rubric, self._offline = model, prompts, rubric, offline

    async def note(self, transcript: Transcript, turn: int) -> Note:
        """What was heard in one answer; raises ModelFault, in which case only the note is lost."""
        words = {
            "dimensions": "\n".join(f"- {d}: {self._rubric.dimensions[d].anchors[5]}" for d in DIMENSIONS),
            "flags": ", ".join(self._rubric.red_flags),
        }
        messages = [SystemMessage(self._prompts.filled("note", words)), HumanMessage(numbered(transcript[: turn + 1]))]
        answer = await self._model.structured(messages, NoteAnswer, Usage())
        missing_in = next((d for d in DIMENSIONS if d == answer.missing_in), None)
        return Note(
            turn=turn,
            heard=tuple(d for d in DIMENSIONS if d in answer.heard),
            missing=plain(answer.missing),
            missing_in=missing_in,
            red_flags=self._flags(answer.red_flags, transcript),
        )

    async def score(self, transcript: Transcript, notes: tuple[Note, ...], card_id: str) -> Scorecard:
        """The scorecard; a dimension that the model could not score is left unscored, with the reason."""
        if not any(turn.text.strip() for _, turn in candidate_turns(transcript)):
            return self._offline.scorecard(transcript, card_id)
        usage = Usage()
        judged = await asyncio.gather(*(self._mark(d, transcript, usage) for d in DIMENSIONS), self._signs(transcript, usage))
        marks: dict[Dimension, Mark] = dict(zip(DIMENSIONS, judged[:-1], strict=True))  # type: ignore[arg-type]
        signs: FlagsAnswer | str = judged[-1]  # type: ignore[assignment]
        if all(mark.state != "scored" for mark in marks.values()):
            why = next(mark.reason for mark in marks.values() if mark.state != "scored")
            card = self._offline.scorecard(transcript, card_id)
            return card.model_copy(
                update={"fallback": f"Scored by the offline evaluator because {self._name} could not score it: {why}"}
            )
        flags = self._flags(signs.flags, transcript) if isinstance(signs, FlagsAnswer) else ()
        scores = {d: mark.score for d, mark in marks.items()}
        irreparable = isinstance(signs, FlagsAnswer) and signs.irreparable
        overall = overall_mark(self._rubric, scores, {flag.flag for flag in flags}, irreparable=irreparable)
        return Scorecard(
            id=card_id,
            rubric_version=self._rubric.version,
            engine="llm",
            model=self._name,
            prompts=self._prompts.version,
            dimensions=marks,
            red_flags=flags,
            overall=overall,
            verdict=verdict(overall, scores["growth"]),
            tokens=(usage.input_tokens, usage.output_tokens),
            fallback=None if isinstance(signs, FlagsAnswer) else f"Could not check for red flags: {signs}",
            advice=self._offline.advice(transcript, marks, {flag.flag for flag in flags}),
        )

    @property
    def _name(self) -> str:
        return self._model.connection.model

    async def _mark(self, dimension: Dimension, transcript: Transcript, usage: Usage) -> Mark:
        """Scores one dimension, or leaves it unscored, with the reason, if the model fails or quotes what was never said."""
        scale = self._rubric.dimensions[dimension]
        if not self._offline.reached(transcript, dimension):
            first = next(iter(scale.parts.values()))
            reason = "The interview ended before this came up."
            return Mark(state="not_reached", reason=reason, missing=first.missing, question=first.question)
        words = {"title": scale.title, "anchors": _anchors(scale), "examples": self._prompts.examples(dimension)}
        messages = [SystemMessage(self._prompts.filled("dimension", words)), HumanMessage(numbered(transcript))]
        try:
            answer = await self._model.structured(messages, DimensionAnswer, usage)
        except ModelFault as fault:
            log.warning("%s is unscored: %s", dimension, fault)
            return Mark(state="unscored", reason=str(fault))
        evidence = _distinct(found_in(transcript, span.turn, span.quote) for span in answer.evidence)
        if answer.score > NOTHING_SAID and not evidence:
            return Mark(state="unscored", reason=NO_WORDS)
        return Mark(
            score=answer.score,
            state="scored",
            confidence=round(answer.confidence, 2),
            reason=plain(answer.reason),
            missing=plain(answer.missing) if answer.score < 5 else "",
            question=plain(answer.question) if answer.score < 5 else "",
            evidence=evidence if answer.score > NOTHING_SAID else (),
        )

    async def _signs(self, transcript: Transcript, usage: Usage) -> FlagsAnswer | str:
        """The red flags, or why they could not be checked."""
        flags = "\n".join(f"- {name}: {what}" for name, what in self._rubric.red_flags.items())
        messages = [SystemMessage(self._prompts.filled("red-flags", {"flags": flags})), HumanMessage(numbered(transcript))]
        try:
            return await self._model.structured(messages, FlagsAnswer, usage)
        except ModelFault as fault:
            return str(fault)

    def _flags(self, named: Iterable[FlagSpan], transcript: Transcript) -> tuple[RedFlag, ...]:
        """The flags that are in the rubric, each once, with their evidence; a flag is dropped if its quote was never said."""
        found: dict[str, RedFlag] = {}
        for flag in named:
            evidence = _distinct([found_in(transcript, flag.turn, flag.quote)])
            if flag.flag in self._rubric.red_flags and (evidence or not flag.quote.strip()):
                found.setdefault(flag.flag, RedFlag(flag=flag.flag, evidence=evidence))
        return tuple(found.values())


def numbered(transcript: Transcript) -> str:
    """The transcript with numbered turns and the candidate's words fenced."""
    return "\n\n".join(
        f"Turn {number}, interviewer: {turn.text}"
        if turn.speaker == "interviewer"
        else f"Turn {number}, candidate:\n{fenced(turn.text)}"
        for number, turn in enumerate(transcript)
    )


def _distinct(found: Iterable[Evidence | None]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(span for span in found if span is not None))


def _anchors(scale: Scale) -> str:
    return "\n".join(f"{mark}: {words}" for mark, words in scale.anchors.items())
