"""The interviewer's voice run by a chat model: whole, checked sentences, and the offline voice if the model fails."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from agents.engine import Brief, Spent, Utterance, Withdrawn
from agents.interviewer.agenda import last_question
from agents.interviewer.checks import ASKS_NOTHING, sentence_faults, turn_faults
from agents.interviewer.limits import LONGEST_TURN_WORDS
from agents.interviewer.offline import OfflineVoice
from agents.interviewer.sentences import SENTENCE_END
from agents.interviewer.wording import Fault
from agents.library.prompts import Prompts, fenced
from agents.model.client import ChatModel, Usage
from agents.model.faults import ModelFault
from agents.moves import Move
from agents.transcript import Transcript

TRIES = 2
TAKE_UP = "Take up this, which the candidate said, with one question about exactly that: {said}"
GIVE_BACK = "Give these words of the candidate's back to them, as they stand or fewer of them, and wait: {words}"
REPLIES = ("reply", "acknowledge", "skip")
"""Moves after which a question may follow in the same turn."""
MOVES = {
    "open": "Greet the candidate in one sentence and ask the question of this interview: {question}",
    "reply": "Answer briefly what the candidate asked you, giving nothing away, and leave the floor to them.",
    "continue": "Let the candidate go on: a few words, or 'What happened then?'.",
    "acknowledge": "Thank the candidate for the correction, say the corrected fact, and let them go on.",
    "quantify": "Ask how large the consequence was.",
    "clarify": "Ask for more about what was said.",
    "dig": "Ask about what is still missing.",
    "challenge": "Put to the candidate, calmly, what does not fit ({why}), and ask about their own part.",
    "redirect": "Bring the candidate back to the failure, kindly and briefly, and ask about what is still missing.",
    "re_ask": "Say briefly that you would rather hear of a failure that cost somebody something, and ask for one.",
    "repeat": "Ask your last question again: {last}",
    "rephrase": "Ask your last question again in simpler words: {last}",
    "give_time": "Tell the candidate to take a moment. Ask nothing.",
    "skip": "Accept that this cannot be told and ask about something else.",
    "hurry": "Time is short: ask briefly about what is still missing.",
    "wrap_up": "Ask whether there is anything that the candidate wants to add or ask.",
    "close": "Thank the candidate and end the interview. Ask nothing.",
}

log = logging.getLogger(__name__)


class ModelVoice:
    """Asks through a model; a turn that fails its checks is withdrawn and retried once, then the offline voice asks."""

    def __init__(self, model: ChatModel, prompts: Prompts, offline: OfflineVoice) -> None:
        self._model, self._prompts, self._offline = model, prompts, offline
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Stops the model in the middle of a turn; the offline voice asks instead."""
        self._stopped.set()

    async def say(self, brief: Brief) -> AsyncIterator[Utterance]:
        """Yields the turn sentence by sentence; what was said is withdrawn if a later part fails."""
        messages: list[BaseMessage] = [SystemMessage(self._prompt(brief)), HumanMessage(talk(brief.transcript))]
        usage, trouble = Usage(), ""
        self._stopped.clear()
        for _ in range(TRIES):
            said: list[str] = []
            faults: list[Fault] = []
            try:
                async for sentence in self._sentences(messages, usage):
                    faults = sentence_faults(sentence)
                    if faults:
                        break
                    said.append(sentence)
                    yield sentence
                earlier = [turn.text for turn in brief.transcript if turn.speaker == "interviewer"]
                faults = faults or turn_faults("".join(said), brief.move, earlier, self._prompts.text("interviewer"))
            except ModelFault as fault:
                trouble = str(fault)
            if not faults and not trouble:
                yield Spent("llm", usage.input_tokens, usage.output_tokens, usage.first_word_s)
                return
            wrong = "; ".join(fault.sentence for fault in faults)
            log.warning("a turn of the model is withdrawn: %s", trouble or wrong)
            yield Withdrawn(wrong, trouble)
            if trouble:
                break
            messages = [*messages, HumanMessage(f"Not like this: {wrong}. Say it again, by the rules.")]
        async for words in self._offline.say(brief):
            yield words
        yield Spent("offline", usage.input_tokens, usage.output_tokens, usage.first_word_s)

    async def _sentences(self, messages: list[BaseMessage], usage: Usage) -> AsyncIterator[str]:
        """Yields the model's words, split at the ends of sentences."""
        held, stream = "", self._model.stream(messages, usage)
        stopped = asyncio.create_task(self._stopped.wait())
        try:
            while (words := await self._next(stream, stopped)) is not None:
                held += words
                while match := SENTENCE_END.search(held):
                    yield held[: match.end()]
                    held = held[match.end() :]
            if held.strip():
                yield held
        finally:
            stopped.cancel()
            await stream.aclose()

    @staticmethod
    async def _next(stream: AsyncGenerator[str, None], stopped: asyncio.Task[Any]) -> str | None:
        """The next words, or None at the end; raises ModelFault if the user stops the model first."""
        words = asyncio.ensure_future(anext(stream, None))
        try:
            await asyncio.wait({words, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not words.done():
                raise ModelFault("You stopped the model.")
            return words.result()
        finally:
            if not words.done():
                words.cancel()
                await asyncio.gather(words, return_exceptions=True)

    def _prompt(self, brief: Brief) -> str:
        persona, move = brief.persona, brief.move
        asked = [turn.text for turn in brief.transcript if turn.speaker == "interviewer"]
        return self._prompts.filled(
            "interviewer",
            {
                "persona": persona.title,
                "manner": persona.summary,
                "examples": " / ".join([persona.greetings[0], *[line for line in persona.bare if line][:3]]),
                "move": self._move(brief),
                "part": wanted(move, brief),
                "guidance": "\n".join(f"- {passage.text}" for passage in brief.passages[:3]) or "- (none)",
                "no_question": " (this time: at most one)" if move.kind in ASKS_NOTHING else "",
                "longest": str(LONGEST_TURN_WORDS),
                "asked": " | ".join(asked[1:]) or "(nothing yet)",
            },
        )

    def _move(self, brief: Brief) -> str:
        last = last_question(brief.transcript).text if brief.transcript else ""
        words = {"question": brief.question.wordings[0], "why": brief.move.why, "last": last}
        if back := self._offline.given_back(brief):
            return GIVE_BACK.format(words=back)
        taken_up = self._offline.taken_up(brief)
        asked = TAKE_UP.format(said=taken_up) if taken_up else MOVES[brief.move.kind].format(**words)
        return f"{MOVES[brief.move.kind].format(**words)} {asked}" if brief.move.kind in REPLIES and taken_up else asked


def wanted(move: Move, brief: Brief) -> str:
    """What the question should find out, in the rubric's words, which only the model sees."""
    if move.dimension is None or move.thread is not None:
        return ""
    parts = brief.rubric.dimensions[move.dimension].parts
    part = parts.get(move.part or "") or next(iter(parts.values()))
    return f"It is after: {part.missing} (for example: {part.question})"


def talk(transcript: Transcript) -> str:
    """The conversation so far, with the candidate's words fenced; nothing in it comes from the evaluator."""
    lines = [
        f"You said: {turn.text}" if turn.speaker == "interviewer" else fenced(turn.text or "(nothing)") for turn in transcript
    ]
    return "\n\n".join(lines) or "The candidate has just come in."
