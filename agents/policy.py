"""Which move next: a pure function of what was said, what was asked and the clock. It has no wording.

It asks about the dimension where one more question is worth most: how uncertain x how much it weighs.
Depth is common to all personas: at most two probes a dimension, every dimension touched before closing.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Literal

from agents.acts import NON_ANSWERS, Act
from agents.contradictions import contradiction
from agents.mentions import mentions_in
from agents.moves import DIMENSIONS, Dimension, Move, MoveKind
from agents.personas import Persona
from agents.reading import Reading, read_answer
from agents.rubric import Rubric
from agents.transcript import Transcript, Turn, candidate_turns, probes_made

Ended = Literal["covered", "time", "candidate"]

PROBES_A_DIMENSION = 2
WELL_EVIDENCED = 0.7
ABOUT_THE_MOST = 0.7
HURRY_S = 180.0
WRAP_UP_S = 75.0
OPENED, FRUITLESS = 6.0, 0.3
"""What an answer to the first question about a dimension does to the worth of a second one."""
PATIENCE_FOR_NO_MORE = 2
"""How many turns longer an interviewer asks somebody who says that there is no more to tell of it."""
ASKED_FOR = 0.2
"""How sure the reading must be of a part in an answer to a question about its dimension."""
SHORTEST_DODGE, LONGEST_DODGE = 4, 12
TOO_SHORT_TO_FOLLOW = 12
"""Words of an opening under which a listener has to ask what it was about."""


@dataclass(frozen=True)
class Situation:
    """All that the policy may look at; `left_s` is None in an untimed interview."""

    transcript: Transcript
    persona: Persona
    rubric: Rubric
    left_s: float | None = None
    ended: str | None = None

    @cached_property
    def readings(self) -> list[Reading]:
        """A reading of each turn of the candidate."""
        return [read_answer(turn.text) for _, turn in candidate_turns(self.transcript)]

    @cached_property
    def answered(self) -> list[Move | None]:
        """The move that each turn of the candidate follows."""
        return [self.transcript[n - 1].move if n else None for n, _ in candidate_turns(self.transcript)]

    @cached_property
    def told(self) -> dict[Dimension, frozenset[str]]:
        """The parts of each dimension heard in any turn so far; less is enough in an answer to a question about it."""
        pairs = list(zip(self.readings, self.answered, strict=True))
        return {d: frozenset().union(*(_told(reading, move, d) for reading, move in pairs)) for d in DIMENSIONS}

    @cached_property
    def probes(self) -> Counter[Dimension | None]:
        """How often each dimension was asked about."""
        return Counter(move.dimension for move in probes_made(self.transcript))

    @cached_property
    def asked(self) -> list[Move]:
        """Every move of the interviewer so far."""
        return [turn.move for turn in self.transcript if turn.move is not None]


def next_move(now: Situation) -> Move:
    """The interviewer's next move, and why."""
    if now.ended == "candidate":
        return Move(kind="close", why="the candidate ended the interview")
    if now.left_s is not None and now.left_s <= 0:
        return Move(kind="close", why="the time is over")
    if not now.transcript:
        return Move(kind="open", why="nothing has been asked yet")
    last = now.readings[-1]
    return _for_act(now, last) or _for_time(now) or _for_flags(now, last) or _probe(now)


def how_it_ended(now: Situation) -> Ended:
    """Why an interview closes: all was asked, the time ran out, or the candidate ended it or said nothing."""
    if now.ended == "candidate" or (_nothing_said(now) and now.readings[-1].act != "nothing_more"):
        return "candidate"
    return "time" if now.left_s is not None and now.left_s < WRAP_UP_S else "covered"


def _nothing_said(now: Situation) -> bool:
    acts = [reading.act for reading in now.readings]
    nothing = list(takewhile(NON_ANSWERS.__contains__, reversed(acts)))
    silent = [act for act in nothing if act != "nothing_more"]
    patience = now.persona.patience_silences
    return len(silent) >= patience or len(nothing) >= patience + PATIENCE_FOR_NO_MORE


AGAIN: dict[Act, tuple[MoveKind, str]] = {
    "repeat": ("repeat", "the candidate asked to hear it again"),
    "rephrase": ("rephrase", "the candidate did not understand"),
    "give_time": ("give_time", "the candidate wants a moment"),
    "try_again": ("repeat", "the candidate wants to try the last answer again"),
    "question_back": ("repeat", "the candidate asked something back"),
    "how_am_i_doing": ("repeat", "the candidate wants to know the marks, which wait"),
    "injection": ("repeat", "the candidate spoke to the machine"),
    "rude": ("repeat", "the candidate was rude, which changes nothing"),
    "gibberish": ("repeat", "nothing could be made of it"),
    "silence": ("repeat", "the candidate said nothing"),
}
"""What follows a turn that is something else than an answer, once for the same question."""


def _for_act(now: Situation, last: Reading) -> Move | None:
    """Answers a turn that is something else than an answer."""
    asked = now.asked
    if asked[-1].kind == "wrap_up" and last.act not in ("repeat", "rephrase", "give_time"):
        return Move(kind="close", why="all was asked and the candidate had the last word")
    if _nothing_said(now):
        return Move(kind="wrap_up", why=f"{now.persona.patience_silences} turns in a row held no answer")
    if last.act in AGAIN:
        kind, why = AGAIN[last.act]
        times = 2 if last.act in ("repeat", "rephrase", "give_time") else 1
        if [m.kind for m in asked[-times:]] != [kind] * times:
            about = last_question(now.transcript, last.act == "try_again").move
            assert about is not None, "only turns with a move are looked at"
            return Move(kind=kind, dimension=about.dimension, part=about.part, why=why)
    if last.act == "off_topic" and asked[-1].kind != "redirect":
        return _elsewhere(now, "redirect", "what was said has nothing to do with it")
    if last.act in ("cannot_share", "refusal"):
        declined = sum(reading.act == last.act for reading in now.readings)
        if declined > 1 and not _half_told(now) and "reask" not in {m.kind for m in asked}:
            return Move(kind="reask", why="the candidate cannot or will not tell this story; perhaps another")
        return _elsewhere(
            now, "skip", "the candidate cannot share this" if last.act == "cannot_share" else "the candidate declines"
        )
    return None


ASKED_AGAIN = frozenset({"repeat", "rephrase", "give_time"})
"""Moves that ask nothing new."""


def last_question(transcript: Transcript, before_last: bool = False) -> Turn:
    """The turn that last asked something new, or the one before it, whose answer the candidate wants to give again."""
    asked = [turn for turn in transcript if turn.move is not None and turn.move.kind not in ASKED_AGAIN]
    return asked[-2] if before_last and len(asked) > 1 else asked[-1]


def _half_told(now: Situation) -> bool:
    """Whether most of what a story needs was touched, so that another one would only begin again."""
    return sum(bool(now.told[d]) for d in DIMENSIONS) > len(DIMENSIONS) / 2


def _for_time(now: Situation) -> Move | None:
    if now.left_s is not None and now.left_s < WRAP_UP_S:
        return Move(kind="wrap_up", why=f"{now.left_s:.0f} seconds are left")
    return None


def _for_flags(now: Situation, last: Reading) -> Move | None:
    """Re-asks for a real failure once, challenges a contradiction or blame, brings a rambling candidate back once."""
    kinds = {move.kind for move in now.asked}
    flags = last.flags()
    if "reask" not in kinds and now.probes.total() < 2:
        if last.act == "no_failure":
            return Move(kind="reask", why="the candidate says that nothing ever failed")
        if {"fake_failure", "trivial"} & flags and not last.parts("ownership") & {"decision", "why"}:
            return Move(
                kind="reask",
                why=f"the failure looks {'trivial' if 'trivial' in flags else 'like a success in disguise'}",
            )
    challenged = {move.part for move in now.asked if move.kind == "challenge"}
    if "inconsistent" not in challenged and contradiction(now.transcript) is not None:
        return Move(kind="challenge", dimension="ownership", part="inconsistent", why="this contradicts what was said before")
    flag = next((f for f in ("blame", "anger", "defensive") if f in flags), None)
    if flag and not challenged - {"inconsistent"} and _open_probes(now, "ownership") > 0:
        return Move(kind="challenge", dimension="ownership", part=flag, why="others are named as the cause")
    if "redirect" not in kinds and last.idle_words > now.persona.patience_words:
        return _elsewhere(now, "redirect", "much was said with little about the failure")
    return None


def _told(reading: Reading, asked: Move | None, dimension: Dimension) -> frozenset[str]:
    if reading.act != "answer" or asked is None or asked.dimension != dimension:
        return reading.parts(dimension)
    return frozenset(f.part for f in reading.findings if f.dimension == dimension and f.strength >= ASKED_FOR)


def missing_parts(now: Situation, dimension: Dimension) -> list[str]:
    """The parts of a dimension not heard yet, in the rubric's order."""
    return [part for part in now.rubric.dimensions[dimension].parts if part not in now.told[dimension]]


def well_evidenced(now: Situation, dimension: Dimension) -> bool:
    """Whether so much of a dimension was heard that nobody would ask on."""
    parts = now.rubric.dimensions[dimension].parts
    return 1 - len(missing_parts(now, dimension)) / len(parts) >= WELL_EVIDENCED


def _open_probes(now: Situation, dimension: Dimension) -> int:
    return PROBES_A_DIMENSION - now.probes[dimension]


def _worth(now: Situation, dimension: Dimension) -> float:
    """What one more question about a dimension is worth: uncertainty x weight, nothing where it is well evidenced.

    More where the last answer has just opened it, less where the last question about it brought nothing.
    """
    parts = now.rubric.dimensions[dimension].parts
    known = 1 - len(missing_parts(now, dimension)) / len(parts)
    probes = PROBES_A_DIMENSION - _open_probes(now, dimension)
    if probes >= PROBES_A_DIMENSION or well_evidenced(now, dimension):
        return 0.0
    untouched = probes == 0 and known == 0
    worth = (1 - known) * now.rubric.dimensions[dimension].weight * (0.45**probes) + (0.5 if untouched else 0.0)
    if probes and now.asked[-1].dimension == dimension:
        worth *= OPENED if _told(now.readings[-1], now.answered[-1], dimension) else FRUITLESS
    return worth


def _best(now: Situation) -> Dimension | None:
    """The dimension worth asking about: the first in the persona's order of those that are worth about the most."""
    worth = {d: _worth(now, d) for d in DIMENSIONS}
    most = max(worth.values())
    if most == 0:
        return None
    return next(d for d in [*now.persona.order, *DIMENSIONS] if worth[d] >= ABOUT_THE_MOST * most)


def _elsewhere(now: Situation, kind: str, why: str) -> Move:
    """Leaves a subject and asks about the next one, or wraps up where there is nothing left to ask, or no time."""
    if (out_of_time := _for_time(now)) is not None:
        return out_of_time
    at = now.asked[-1].dimension
    worth = {d: _worth(now, d) for d in DIMENSIONS if d != at or kind != "skip"}
    best = max(worth, key=lambda d: worth[d])
    if worth[best] == 0:
        return Move(kind="wrap_up", why=f"{why}, and nothing else is open")
    return Move(kind=kind, dimension=best, part=missing_parts(now, best)[0], why=why)  # type: ignore[arg-type]


def _dodged(now: Situation) -> Dimension | None:
    """The dimension that was asked about, where the answer went past it; but not again within the next questions."""
    asked, last = now.asked, now.readings[-1]
    at = asked[-1].dimension
    if at is None or not asked[-1].is_probe or last.act != "answer" or not SHORTEST_DODGE <= last.words <= LONGEST_DODGE:
        return None
    pressed = any(move.kind == "clarify" for move in asked[-4:])
    tells = last.plain or _told(last, asked[-1], at) or any(mentions_in(now.transcript[-1].text, "amount"))
    dodged = not tells and not pressed and _open_probes(now, at) > 0 and missing_parts(now, at)
    return at if dodged else None


def _probe(now: Situation) -> Move:
    if not now.probes and now.readings[-1].words < TOO_SHORT_TO_FOLLOW and _worth(now, "context") > 0:
        part = missing_parts(now, "context")[0]
        return Move(kind="clarify", dimension="context", part=part, why="the opening is too short to follow")
    dodged = _dodged(now)
    dimension = dodged or _best(now)
    if dimension is None:
        return Move(kind="wrap_up", why="every dimension is well evidenced or was asked about twice")
    wanted = missing_parts(now, dimension)
    why = f"{dimension}: {now.rubric.dimensions[dimension].parts[wanted[0]].missing} is missing"
    if dodged:
        return Move(kind="clarify", dimension=dimension, part=wanted[0], why="the answer went past the question")
    if now.left_s is not None and now.left_s < HURRY_S:
        return Move(kind="hurry", dimension=dimension, part=wanted[0], why=f"{why}; {now.left_s:.0f} seconds are left")
    if dimension == "impact" and wanted[0] == "size":
        return Move(kind="quantify", dimension=dimension, part=wanted[0], why=why)
    return Move(kind="dig", dimension=dimension, part=wanted[0], why=why)
