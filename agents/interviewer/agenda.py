"""What the interviewer knows when it chooses a move: what was told, asked and left open, but nothing from the evaluator."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from zlib import crc32

from agents.acts import NON_ANSWERS, REQUESTS, SHORT, Act
from agents.interviewer.hooks import Hooks, Thread, with_person
from agents.interviewer.options import Fit, Option, Stage, fitting, load_fit
from agents.library.personas import Persona
from agents.moves import Dimension, Move
from agents.reading.answer import Reader, Reading
from agents.reading.cues import cues
from agents.rubric import Rubric
from agents.transcript import Transcript, Turn, candidate_turns, probes_made

PATIENCE_FOR_NO_MORE = 2
"""How many more turns an interviewer keeps asking a candidate who says that there is nothing more to tell."""
SURELY_TOLD = 0.9
"""How likely a dimension must have been told for others to be asked about first."""
STORY_TURNS = 6
"""After how many of the candidate's turns what changed may be asked about, even if the story has holes."""
FRUITLESS = 2
"""After how many such answers to questions about it a dimension is left alone."""
TASTE = 0.15
"""How much better something may fit for one persona than for another, at most."""
LATELY = 5
"""How many of the last answers show whether the candidate has more to tell."""
ASKED_LATELY = 8
"""How many of the last questions are not asked again in much the same words."""
THOUGHT = re.compile(r"through your (?:head|mind)|on your mind|tell yourself")
ALIKE = 3
"""How many words two questions begin with that are much the same."""
TOLD_ON: frozenset[Act] = frozenset({"cannot_share", "said_already", "nothing_more", "not_finished"})
"""Acts that hardly count when the candidate then tells something at length."""
QUESTIONS: frozenset[Act] = frozenset({"ask_meaning", "ask_choice", "ask_interviewer", "ask_repeat"})
"""Acts that end in a question, unless they are short."""
ASKING = re.compile(
    r"\?|\b(?:can|could|would|do|d|does|is|are|am|shall|should|will|have|did|was) (?:i|it|you|that|this|we|there)\b", re.I
)
"""What the end of a question has, also one without a question mark."""
LONG_ANSWER, END_OF_TURN = 40, 160
"""From how many words on a turn tells something at length, and how many characters at its end may hold a question."""
LONG_REMINDER = 25
"""The same for a turn that seems to remind of something told before."""
SHORT_ANSWER = 3
"""Up to how many words an answer that seems to correct something only answers the question ("Ten minutes.")."""
LAST_WORD = 6
"""How many words a reply to "Is there anything to add?" may have to mean no."""
CLOSES: frozenset[Act] = frozenset({"said_already", "nothing_more", "cannot_share", "refusal"})
"""Acts that show that there is no more to hear: it was said already, there is no more to it, or it cannot be told."""


@dataclass(frozen=True)
class Span:
    """Where in the transcript something was told: `transcript[turn].text[start:end]`."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True)
class Agenda:
    """Everything the policy may look at, none of it from the evaluator; `left_s` is None in an untimed interview."""

    transcript: Transcript
    persona: Persona
    rubric: Rubric
    reader: Reader
    hooks: Hooks
    left_s: float | None = None
    ended: str | None = None
    fit: Fit = field(default_factory=load_fit)

    @cached_property
    def turns(self) -> list[int]:
        """The numbers of the candidate's turns."""
        return [number for number, _ in candidate_turns(self.transcript)]

    @cached_property
    def readings(self) -> list[Reading]:
        """A reading of each of the candidate's turns."""
        return [self.reader.read(self.transcript[number].text) for number in self.turns]

    @cached_property
    def answered(self) -> list[Move | None]:
        """The question about a part that each of the candidate's turns answers, or None if the last one was about no part."""
        found: list[Move | None] = []
        latest = None
        for turn in self.transcript:
            if turn.speaker == "candidate":
                found.append(latest)
            elif turn.move is not None and turn.move.kind not in ASKED_AGAIN:
                latest = turn.move if turn.move.dimension is not None else None
        return found

    @cached_property
    def asked(self) -> list[Move]:
        """Every move the interviewer has made so far."""
        return [turn.move for turn in self.transcript if turn.move is not None]

    @cached_property
    def acts(self) -> list[Act]:
        """What the candidate did in each turn."""
        before = [self.transcript[number - 1].move if number else None for number in self.turns]
        return [in_context(reading, move) for reading, move in zip(self.readings, before, strict=True)]

    @cached_property
    def _whole(self) -> list[Act]:
        """What the candidate did in each turn, where that was all of the turn; otherwise the turn counts as an answer."""
        pairs = zip(self.readings, self.acts, strict=True)
        return [act if act != reading.act or reading.is_only(frozenset({act})) else "answer" for reading, act in pairs]

    @property
    def act(self) -> Act:
        """What the candidate just did."""
        return self.acts[-1]

    @cached_property
    def likely(self) -> dict[Dimension, float]:
        """How likely each dimension has been told by now, 0 to 1; a candidate who says to have told it is believed."""
        found = dict.fromkeys(self.rubric.dimensions, 0.0)
        for reading, act, move in zip(self.readings, self.acts, self.answered, strict=True):
            found = {d: 1 - (1 - before) * (1 - reading.telling.get(d, 0.0)) for d, before in found.items()}
            if act == "said_already" and move is not None and move.dimension in found:
                found[move.dimension] = 1.0
        return found

    @property
    def stage(self) -> Stage:
        """How far the interview has come."""
        told = frozenset(dimension for dimension in self.rubric.dimensions if self.told(dimension))
        telling = self.readings[-1].telling
        just = frozenset(dimension for dimension in self.rubric.dimensions if telling.get(dimension, 0.0) > 0.5)
        return Stage(self.act, told, just, self.happening_told, len(self.turns))

    def told(self, dimension: Dimension) -> bool:
        """Whether a dimension has plainly been told, over however many turns."""
        return self.likely[dimension] > 0.5

    @cached_property
    def parts(self) -> dict[Dimension, dict[str, Span]]:
        """The parts of each dimension that were heard, each with where it was said first."""
        found: dict[Dimension, dict[str, Span]] = {dimension: {} for dimension in self.rubric.dimensions}
        for number, reading in zip(self.turns, self.readings, strict=True):
            for (dimension, part), clause in reading.heard.items():
                if dimension in found:
                    found[dimension].setdefault(part, Span(number, clause.start, clause.end))
        return found

    @cached_property
    def probes(self) -> Counter[Dimension | None]:
        """How often each dimension was asked about."""
        return Counter(move.dimension for move in probes_made(self.transcript))

    @cached_property
    def closed(self) -> frozenset[Dimension]:
        """The dimensions about which the candidate has shown more than once that there is no more to hear."""
        shut = Counter(
            m.dimension for m, act in zip(self.answered, self._whole, strict=True) if m is not None and act in CLOSES
        )
        return frozenset(dimension for dimension, times in shut.items() if dimension is not None and times >= FRUITLESS)

    @cached_property
    def options(self) -> list[tuple[float, Option]]:
        """What could be said next about the last turn, with how well it fits, the best first; nothing that was said before."""
        asked = [turn.text.lower() for turn in self.transcript if turn.speaker == "interviewer"]
        said, lately = " ".join(asked), " ".join(asked[-ASKED_LATELY:])
        found = fitting(self.fit, self.hooks, self.readings[-1], self.stage)
        ranked = sorted(((fit + self._taste(option), option) for fit, option in found), key=lambda pair: -pair[0])
        return [(fit, option) for fit, option in ranked if self._is_new(option, said, lately)]

    def _is_new(self, option: Option, said: str, lately: str) -> bool:
        """Whether something was not said before, a question not lately in much the same words, and is not about an attack."""
        if option.thread is None:
            return option.kind != "echo" or (option.words.lower() not in said and not self._is_to_us(option))
        asked_lately = begins(with_person(option.ask, option.thread.who)) in lately
        return self._open(self.turns[-1], option.thread) and not asked_lately

    def _is_to_us(self, option: Option) -> bool:
        """Whether a sentence of the last turn speaks to the machine, whose words are never given back."""
        clauses = [finding.clause for finding in self.readings[-1].findings if finding.part == "injection"]
        return any(clause.start < option.end and option.start < clause.end for clause in clauses)

    def _taste(self, option: Option) -> float:
        """How much more this persona likes something than what fits as well, so that they do not all say the same."""
        return TASTE * (crc32(f"{self.persona.name} {option.words} {option.ask}".encode()) / 2**32 - 0.5)

    @cached_property
    def passed_over(self) -> list[tuple[int, Thread]]:
        """What was heard in earlier turns and has not been taken up, each with its turn, from the latest back."""
        return [
            (number, thread)
            for number, reading in zip(reversed(self.turns[:-1]), reversed(self.readings[:-1]), strict=True)
            for thread in sorted(self.hooks.threads(reading), key=lambda thread: -thread.hook.pull)
            if self._open(number, thread)
        ]

    def _open(self, turn: int, thread: Thread) -> bool:
        """Whether a thread may be taken up: not too often, not twice at one place, and not too early."""
        taken = sum(move.thread == thread.hook.name for move in self.asked)
        here = any((move.turn, move.thread) == (turn, thread.hook.name) for move in self.asked)
        return taken < thread.hook.times and not here and self._in_order(thread)

    def _in_order(self, thread: Thread) -> bool:
        """Whether it is not too early to take this up: what changed since is asked about once it is known what happened."""
        others = [dimension for dimension in self.rubric.dimensions if dimension != self.last_dimension]
        early = not self.happening_told or sum(map(self.told, others)) * 2 < len(others)
        return thread.hook.dimension != self.last_dimension or not early

    @cached_property
    def last_dimension(self) -> Dimension:
        """What is asked about last: the dimension whose first step comes after those of all others."""
        first: dict[Dimension, int] = {}
        for step, dimension, _ in sorted(self.rubric.steps):
            first.setdefault(dimension, step)
        return max(first, key=lambda dimension: first[dimension])

    @property
    def _story_over(self) -> bool:
        """Whether enough has been said to ask what has changed since."""
        others = [self.told(dimension) for dimension in self.rubric.dimensions if dimension != self.last_dimension]
        return len(self.turns) >= STORY_TURNS or all(others)

    @cached_property
    def open_parts(self) -> list[tuple[Dimension, str]]:
        """What has been neither told nor asked about, in the order to ask for it.

        Dimensions that are untold come first, those asked about least before others, then those that may not have been told;
        otherwise the steps of the story decide, and within a step the persona's preference. A part heard in passing is open as
        long as its dimension as a whole is untold, but comes after those that were not heard at all.
        """
        asked = {(move.dimension, move.part) for move in self.asked}
        rank = {dimension: place for place, dimension in enumerate(self.persona.order)}
        left = [
            (self._rank(dimension), part in self.parts[dimension], step, rank.get(dimension, len(rank)), dimension, part)
            for step, dimension, part in self.rubric.steps
            if not (self.told(dimension) and part in self.parts[dimension])
            if (dimension, part) not in asked and dimension not in self.closed
        ]
        return [(dimension, part) for *_, dimension, part in sorted(left, key=lambda row: row[:4])]

    def _rank(self, dimension: Dimension) -> float:
        """How soon to ask about a dimension, 0 for at once: the less surely it has been told, the sooner."""
        if not self.told(dimension):
            return 1.5 if dimension == self.last_dimension and not self._story_over else self.probes[dimension] / 10
        return 1.0 if self.likely[dimension] < SURELY_TOLD else 2.0

    @cached_property
    def untold(self) -> list[tuple[Dimension, str]]:
        """The open parts of dimensions that have not been told."""
        return [(dimension, part) for dimension, part in self.open_parts if not self.told(dimension)]

    @property
    def untouched(self) -> list[tuple[Dimension, str]]:
        """The open parts of dimensions that were neither surely told nor asked about."""
        return [(d, part) for d, part in self.open_parts if self.likely[d] < SURELY_TOLD and not self.probes[d]]

    @property
    def happening_told(self) -> bool:
        """Whether it is known what went wrong, which is the first step of the story."""
        _, dimension, _ = min(self.rubric.steps, key=lambda step: step[0])
        return self.told(dimension)

    @property
    def wrapped_up(self) -> bool:
        """Whether the candidate has been asked for anything to add."""
        return any(move.kind == "wrap_up" for move in self.asked)

    @property
    def nothing_said(self) -> bool:
        """Whether the candidate has not answered for as many turns as the persona has patience for."""
        nothing = list(takewhile(NON_ANSWERS.__contains__, (act for act in reversed(self._whole) if act not in REQUESTS)))
        silent = [act for act in nothing if act != "nothing_more"]
        patience = self.persona.patience_silences
        return len(silent) >= patience or len(nothing) >= patience + PATIENCE_FOR_NO_MORE

    @property
    def has_no_more(self) -> bool:
        """Whether the candidate has lately shown, most of the time, that there is no more to hear."""
        return sum(act in CLOSES for act in self._whole[-LATELY:]) > LATELY / 2

    @property
    def half_told(self) -> bool:
        """Whether most dimensions have been told, so that another story would only mean starting over."""
        return sum(map(self.told, self.rubric.dimensions)) > len(self.rubric.dimensions) / 2


def begins(question: str) -> str:
    """The words by which a question is recognised as much the same as another: "through your head", or how it begins."""
    thought = THOUGHT.search(question.lower())
    return thought[0] if thought else " ".join(question.lower().split()[:ALIKE])


def in_context(reading: Reading, before: Move | None) -> Act:
    """What a turn does, given the move it comes after: a few words after "Is there anything to add?" add nothing."""
    if before is not None and before.kind == "wrap_up" and reading.act in ("answer", "one_word") and reading.words <= LAST_WORD:
        return "nothing_more"
    if reading.act == "correction" and reading.words <= SHORT_ANSWER:
        return "answer"
    if reading.act in TOLD_ON and reading.words > (LONG_ANSWER if reading.act != "said_already" else LONG_REMINDER):
        return "answer"
    if reading.act == "ask_time" and reading.words > SHORT and not cues().acts["ask_time"].search(reading.text[-END_OF_TURN:]):
        return "answer"
    if reading.act in QUESTIONS and reading.words > SHORT and not ASKING.search(reading.text[-END_OF_TURN:]):
        return "answer"
    return reading.act


ASKED_AGAIN = frozenset({"repeat", "rephrase", "give_time", "reply", "acknowledge"})
"""Moves that ask nothing new."""


def last_question(transcript: Transcript, before_last: bool = False) -> Turn:
    """The turn that last asked something new, or the one before it if the candidate wants to answer that one again.

    A prompt to go on that is no question ("Go on.") is not one to be repeated.
    """
    new = [turn for turn in transcript if turn.move is not None and turn.move.kind not in ASKED_AGAIN]
    asked = [turn for turn in new if turn.move is not None and (turn.move.kind != "continue" or "?" in turn.text)]
    return asked[-2] if before_last and len(asked) > 1 else asked[-1]
