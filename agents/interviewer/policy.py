"""Chooses the next move: a pure function of what was said, what was asked and the clock, without any wording.

It asks about the dimension where one more question is worth the most: how uncertain it is x how much it weighs.
Depth is the same for all personas: at most two probes per dimension, and every dimension touched on before closing.
"""

from agents.interviewer.agenda import PROBES_A_DIMENSION, Agenda, last_question, told_in
from agents.moves import DIMENSIONS, Dimension, Ended, Move, MoveKind
from agents.reading.acts import Act
from agents.reading.answer import Reading
from agents.reading.contradictions import contradiction
from agents.reading.mentions import mentions_in

ABOUT_THE_MOST = 0.7
HURRY_S = 180.0
WRAP_UP_S = 75.0
OPENED, FRUITLESS = 6.0, 0.3
"""Factors for the worth of a second question about a dimension, after a useful and after a fruitless answer to the first."""
SHORTEST_DODGE, LONGEST_DODGE = 4, 12
TOO_SHORT_TO_FOLLOW = 12
"""An opening with fewer words than this cannot be followed, so the interviewer asks what it was about."""


def next_move(now: Agenda) -> Move:
    """The interviewer's next move, and why."""
    if now.ended == "candidate":
        return Move(kind="close", why="the candidate ended the interview")
    if now.left_s is not None and now.left_s <= 0:
        return Move(kind="close", why="the time is over")
    if not now.transcript:
        return Move(kind="open", why="nothing has been asked yet")
    last = now.readings[-1]
    return _for_act(now, last) or _for_time(now) or _for_flags(now, last) or _probe(now)


def how_it_ended(now: Agenda) -> Ended:
    """Why an interview closes: everything was covered, time ran out, or the candidate ended it or stopped answering."""
    if now.ended == "candidate" or (now.nothing_said and now.readings[-1].act != "nothing_more"):
        return "candidate"
    return "time" if now.left_s is not None and now.left_s < WRAP_UP_S else "covered"


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
"""What follows a turn that is something other than an answer, once for the same question."""


def _for_act(now: Agenda, last: Reading) -> Move | None:
    """Responds to a turn that is something other than an answer."""
    asked = now.asked
    if asked[-1].kind == "wrap_up" and last.act not in ("repeat", "rephrase", "give_time"):
        return Move(kind="close", why="all was asked and the candidate had the last word")
    if now.nothing_said:
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
        if declined > 1 and not now.half_told and "reask" not in {m.kind for m in asked}:
            return Move(kind="reask", why="the candidate cannot or will not tell this story; perhaps another")
        return _elsewhere(
            now, "skip", "the candidate cannot share this" if last.act == "cannot_share" else "the candidate declines"
        )
    return None


def _for_time(now: Agenda) -> Move | None:
    if now.left_s is not None and now.left_s < WRAP_UP_S:
        return Move(kind="wrap_up", why=f"{now.left_s:.0f} seconds are left")
    return None


def _for_flags(now: Agenda, last: Reading) -> Move | None:
    """Asks for a real failure once, challenges a contradiction or blame, and steers a rambling candidate back once."""
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
    if "inconsistent" not in challenged and contradiction(now.readings) is not None:
        return Move(kind="challenge", dimension="ownership", part="inconsistent", why="this contradicts what was said before")
    flag = next((f for f in ("blame", "anger", "defensive") if f in flags), None)
    if flag and not challenged - {"inconsistent"} and now.probes_left("ownership") > 0:
        return Move(kind="challenge", dimension="ownership", part=flag, why="others are named as the cause")
    if "redirect" not in kinds and last.idle_words > now.persona.patience_words:
        return _elsewhere(now, "redirect", "much was said with little about the failure")
    return None


def _worth(now: Agenda, dimension: Dimension) -> float:
    """What one more question about a dimension is worth: uncertainty x weight, or nothing if it is well evidenced.

    It is worth more if the last answer has just opened the dimension up, and less if the last question brought nothing.
    """
    parts = now.rubric.dimensions[dimension].parts
    known = 1 - len(now.missing(dimension)) / len(parts)
    probes = PROBES_A_DIMENSION - now.probes_left(dimension)
    if probes >= PROBES_A_DIMENSION or now.well_evidenced(dimension):
        return 0.0
    untouched = probes == 0 and known == 0
    worth = (1 - known) * now.rubric.dimensions[dimension].weight * (0.45**probes) + (0.5 if untouched else 0.0)
    if probes and now.asked[-1].dimension == dimension:
        worth *= OPENED if told_in(now.readings[-1], now.answered[-1], dimension) else FRUITLESS
    return worth


def _best(now: Agenda) -> Dimension | None:
    """The dimension to ask about: the first, in the persona's order, of those that are worth about the most."""
    worth = {d: _worth(now, d) for d in DIMENSIONS}
    most = max(worth.values())
    if most == 0:
        return None
    return next(d for d in [*now.persona.order, *DIMENSIONS] if worth[d] >= ABOUT_THE_MOST * most)


def _elsewhere(now: Agenda, kind: str, why: str) -> Move:
    """Leaves a subject and asks about the next one, or wraps up if there is nothing left to ask or no time."""
    if (out_of_time := _for_time(now)) is not None:
        return out_of_time
    at = now.asked[-1].dimension
    worth = {d: _worth(now, d) for d in DIMENSIONS if d != at or kind != "skip"}
    best = max(worth, key=lambda d: worth[d])
    if worth[best] == 0:
        return Move(kind="wrap_up", why=f"{why}, and nothing else is open")
    return Move(kind=kind, dimension=best, part=now.missing(best)[0], why=why)  # type: ignore[arg-type]


def _dodged(now: Agenda) -> Dimension | None:
    """The dimension that was asked about, if the answer dodged it and the last few questions have not pressed already."""
    asked, last = now.asked, now.readings[-1]
    at = asked[-1].dimension
    if at is None or not asked[-1].is_probe or last.act != "answer" or not SHORTEST_DODGE <= last.words <= LONGEST_DODGE:
        return None
    pressed = any(move.kind == "clarify" for move in asked[-4:])
    tells = last.plain or told_in(last, asked[-1], at) or any(mentions_in(now.transcript[-1].text, "amount"))
    dodged = not tells and not pressed and now.probes_left(at) > 0 and now.missing(at)
    return at if dodged else None


def _probe(now: Agenda) -> Move:
    if not now.probes and now.readings[-1].words < TOO_SHORT_TO_FOLLOW and _worth(now, "context") > 0:
        part = now.missing("context")[0]
        return Move(kind="clarify", dimension="context", part=part, why="the opening is too short to follow")
    dodged = _dodged(now)
    dimension = dodged or _best(now)
    if dimension is None:
        return Move(kind="wrap_up", why="every dimension is well evidenced or was asked about twice")
    wanted = now.missing(dimension)
    why = f"{dimension}: {now.rubric.dimensions[dimension].parts[wanted[0]].missing} is missing"
    if dodged:
        return Move(kind="clarify", dimension=dimension, part=wanted[0], why="the answer went past the question")
    if now.left_s is not None and now.left_s < HURRY_S:
        return Move(kind="hurry", dimension=dimension, part=wanted[0], why=f"{why}; {now.left_s:.0f} seconds are left")
    if dimension == "impact" and wanted[0] == "size":
        return Move(kind="quantify", dimension=dimension, part=wanted[0], why=why)
    return Move(kind="dig", dimension=dimension, part=wanted[0], why=why)
