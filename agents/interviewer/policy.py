"""Chooses the next move: a pure function of what was said, what was asked and the clock, without any wording.

In this order: respond to what the candidate does if it is not an answer; put to them what does not fit; take up the strongest
thread in what they just said; let the story be told; then ask for the next open part, in the order of the story, and go back to
threads that were passed over. What is told is never asked for again. Personas differ in pace and manner, not in this.
"""

from itertools import takewhile

from agents.acts import REQUESTS, Act
from agents.interviewer.agenda import Agenda, last_question
from agents.interviewer.echo import echo
from agents.interviewer.hooks import Thread
from agents.moves import Ended, Move, MoveKind
from agents.reading.contradictions import contradiction, standing

HURRY_S = 180.0
WRAP_UP_S = 75.0
PROMPTS_IN_A_ROW, PROMPTS = 2, 5
"""How often in a row, and in all, the candidate is asked to go on."""
TAKEN_UP_IN_PASSING = 3
"""How strongly a thread must pull to be taken up after a reply or a correction."""
STRONG = 4
"""How strongly a thread must pull to be taken up before it is known what happened."""
RECENT = 3
"""How many of the last turns a question may go back to without saying so."""
STRONGEST = 5
"""How strongly one pulls that is taken up whatever else is open, even a few turns later."""
IN_A_ROW = 3
"""How many threads may be taken up one after the other while a dimension has not been touched."""
TOUCH_S = 45.0
"""How many seconds are kept for each dimension that has not been touched."""
STORY = 25
"""How many words an answer has that goes on with the story."""
NEWS = 12
"""How many words make an answer something new, which is followed once everything has been asked about, while there is time."""
FOLLOWED = 4
"""How often that happens."""


def next_move(now: Agenda) -> Move:
    """The interviewer's next move, and why."""
    if now.ended == "candidate":
        return Move(kind="close", why="the candidate ended the interview")
    if now.left_s is not None and now.left_s <= 0:
        return Move(kind="close", why="the time is over")
    if not now.transcript:
        return Move(kind="open", why="nothing has been asked yet")
    if now.wrapped_up:
        return _after_wrapping_up(now)
    if now.nothing_said:
        return Move(kind="wrap_up", why=f"{now.persona.patience_silences} turns in a row held no answer")
    rules = (_response, _no_time, _another_failure, _dodged, _what_does_not_fit, _follow, _let_tell, _let_go_on)
    return next((move for rule in rules if (move := rule(now)) is not None), None) or _ask(now)


def how_it_ended(now: Agenda) -> Ended:
    """Why an interview closes: everything was covered, time ran out, or the candidate ended it or stopped answering."""
    if now.ended == "candidate" or (now.nothing_said and now.act != "nothing_more"):
        return "candidate"
    return "time" if now.left_s is not None and now.left_s < WRAP_UP_S else "covered"


RESPONSES: dict[Act, tuple[MoveKind, str]] = {
    "ask_repeat": ("repeat", "the candidate asked to hear it again"),
    "ask_meaning": ("rephrase", "the candidate did not understand"),
    "ask_time": ("give_time", "the candidate wants a moment"),
    "ask_choice": ("reply", "the candidate asked what they may choose"),
    "ask_interviewer": ("reply", "the candidate asked about the interviewer or the interview"),
    "not_finished": ("continue", "the candidate has not finished"),
    "correction": ("acknowledge", "the candidate put something right"),
    "try_again": ("repeat", "the candidate wants to try the last answer again"),
}
"""What follows a turn that asks for something, each time."""
ANSWERED = frozenset(kind for kind, _ in RESPONSES.values())
ONCE: dict[Act, tuple[MoveKind, str]] = {
    "injection": ("repeat", "the candidate spoke to the machine"),
    "rude": ("repeat", "the candidate was rude, which changes nothing"),
    "gibberish": ("repeat", "nothing could be made of it"),
    "silence": ("repeat", "the candidate said nothing"),
}
"""What follows a turn with nothing in it, once for the same question."""


def _response(now: Agenda) -> Move | None:
    """Responds to a turn that is something other than an answer; in the last minute only to a request, and once."""
    if _no_time(now) and (now.act not in REQUESTS or now.asked[-1].kind in ANSWERED):
        return None
    if now.act in RESPONSES:
        return _about_the_last(now, *RESPONSES[now.act])
    if now.act in ONCE and now.asked[-1].kind != ONCE[now.act][0]:
        return _about_the_last(now, *ONCE[now.act])
    if now.act in ("cannot_share", "refusal"):
        declined = sum(act == now.act for act in now.acts)
        if declined > 1 and not now.half_told and "re_ask" not in _kinds(now):
            return Move(kind="re_ask", why="the candidate cannot or will not tell this story; perhaps another")
        return _elsewhere(now, "skip", f"the candidate {'cannot share this' if now.act == 'cannot_share' else 'declines'}")
    if now.act == "off_topic" and now.asked[-1].kind != "redirect" and not now.just_opened:
        return _elsewhere(now, "redirect", "what was said has nothing to do with it")
    return None


def _about_the_last(now: Agenda, kind: MoveKind, why: str) -> Move:
    """A move that stays with the last question, or with the one before if the candidate wants to answer that again.

    A reply or an acknowledgement goes on with what the candidate had said, if there is something to take up.
    """
    if kind == "acknowledge" or (now.act == "ask_interviewer" and now.happening_told):
        since = now.turns[-1] if kind == "acknowledge" else now.turns[-2:][0]
        number, thread = next(
            ((n, t) for n, t in now.threads if n >= since and t.hook.pull >= TAKEN_UP_IN_PASSING), (None, None)
        )
        return Move(kind=kind, why=why, thread=thread.hook.name if thread else None, turn=number)
    about = last_question(now.transcript, now.act == "try_again").move
    assert about is not None, "only turns with a move are looked at"
    stays = kind in ("repeat", "rephrase", "give_time")
    return Move(
        kind=kind,
        dimension=about.dimension if stays else None,
        part=about.part if stays else None,
        why=why,
        thread=about.thread if stays else None,
        turn=about.turn if stays else None,
    )


def _no_time(now: Agenda) -> Move | None:
    if now.left_s is not None and now.left_s < WRAP_UP_S:
        return Move(kind="wrap_up", why=f"{now.left_s:.0f} seconds are left")
    return None


def _dodged(now: Agenda) -> Move | None:
    """Points out, once, that the answer goes around the question."""
    if now.act != "dodge" or now.acts.count("dodge") > 1:
        return None
    why = "the answer goes around the question"
    return (
        _elsewhere(now, "redirect", why)
        if now.told(now.rubric.own_part)
        else Move(kind="challenge", dimension=now.rubric.own_part, part="dodge", why=why)
    )


def _follow(now: Agenda) -> Move | None:
    """Takes up the strongest thread in what was just said, as long as there is time for what has not been touched."""
    if now.act == "nothing_more" or not now.just_opened:
        return None
    pull = now.threads[0][1].hook.pull
    untouched = {dimension for dimension, _ in now.untouched}
    row = list(takewhile(lambda move: move.thread is not None, reversed(now.asked)))
    if untouched and now.left_s is not None and now.left_s < HURRY_S + TOUCH_S * len(untouched):
        return None
    if untouched and now.happening_told and len(row) >= IN_A_ROW and pull < STRONGEST:
        return None
    return _take_up(now, *now.threads[0]) if now.happening_told or pull >= STRONG else None


def _take_up(now: Agenda, number: int, thread: Thread) -> Move:
    """Asks about something that was said; this is no question about a dimension that has been told."""
    hook = thread.hook
    told = now.told(hook.dimension)
    kind: MoveKind = "clarify" if told else "quantify" if hook.part == "size" else "dig"
    why = f"the candidate said something to take up: {hook.title[0].lower()}{hook.title[1:]}"
    return Move(kind=kind, dimension=hook.dimension, part=hook.part, why=why, thread=hook.name, turn=number)


def _let_tell(now: Agenda) -> Move | None:
    """Lets the candidate go on while it is not known what went wrong."""
    in_a_row = _kinds(now)[-PROMPTS_IN_A_ROW:] == ["continue"] * PROMPTS_IN_A_ROW
    if now.happening_told or now.act == "nothing_more" or in_a_row or not _may_prompt(now):
        return None
    return Move(kind="continue", why="it is not yet told what happened")


def _let_go_on(now: Agenda) -> Move | None:
    """Lets the candidate go on while they are telling their story, and after they say that this was told already."""
    telling = now.act == "answer" and now.untold and (now.just_told or now.readings[-1].words >= STORY)
    if not (telling or now.act == "said_already") or now.asked[-1].kind == "continue" or not _may_prompt(now):
        return None
    return Move(kind="continue", why="the candidate is telling the story")


def _may_prompt(now: Agenda) -> bool:
    time = now.left_s is None or now.left_s >= HURRY_S
    return time and _kinds(now).count("continue") < PROMPTS


def _another_failure(now: Agenda) -> Move | None:
    """Asks for another failure, once, if this one is none or too small to tell anything."""
    if "re_ask" in _kinds(now) or now.probes.total() > 1:
        return None
    if now.act == "no_failure":
        return Move(kind="re_ask", why="the candidate says that nothing ever failed")
    flags = now.readings[-1].flags()
    if {"fake_failure", "trivial"} & flags and not now.told(now.rubric.own_part):
        looks = "trivial" if "trivial" in flags else "like a success in disguise"
        return Move(kind="re_ask", why=f"the failure looks {looks}")
    return None


def _what_does_not_fit(now: Agenda) -> Move | None:
    """Confronts a contradiction or blame, each once, and steers a rambling candidate back once."""
    challenged, last = _challenged(now), now.readings[-1]
    if "inconsistent" not in challenged and contradiction(standing(now.readings)) is not None:
        return Move(kind="challenge", part="inconsistent", why="this contradicts what was said before")
    flag = next((flag for flag in ("blame", "anger", "defensive") if flag in last.flags()), None)
    if flag and not challenged - {"inconsistent", "dodge"} and not now.told(now.rubric.own_part):
        return Move(kind="challenge", dimension=now.rubric.own_part, part=flag, why="others are named as the cause")
    if "redirect" not in _kinds(now) and last.idle_words > now.persona.patience_words:
        return _elsewhere(now, "redirect", "much was said with little about the failure")
    return None


def _ask(now: Agenda) -> Move:
    """Asks for the next open part; if time is short, only for a dimension that has not been told."""
    short = now.left_s is not None and now.left_s < HURRY_S
    earlier = [] if short or now.has_no_more else [(n, t) for n, t in now.threads if n < now.turns[-1]]
    passed_over = [(n, t) for n, t in earlier if echo(t.sentence(now.transcript[n].text))]
    if passed_over and passed_over[0][0] >= now.turns[-RECENT:][0] and passed_over[0][1].hook.pull >= STRONGEST:
        return _take_up(now, *passed_over[0])
    parts = now.untold if short else now.untouched if now.has_no_more else now.open_parts
    if not parts and passed_over:
        return _take_up(now, *max(passed_over, key=lambda found: found[1].hook.pull))
    if not parts:
        return Move(kind="wrap_up", why="everything was told or asked about")
    if not now.untold and not now.has_no_more and _tells_more(now):
        return Move(kind="continue", why="everything was told or asked about, and there is more to it")
    dimension, part = parts[0]
    why = f"{dimension}: {now.rubric.dimensions[dimension].parts[part].missing} is missing"
    if short:
        return Move(kind="hurry", dimension=dimension, part=part, why=f"{why}; {now.left_s:.0f} seconds are left")
    return Move(kind="quantify" if part == "size" else "dig", dimension=dimension, part=part, why=why)


def _tells_more(now: Agenda) -> bool:
    """Whether the candidate is telling more of the story of their own accord, or says that this was told already."""
    more = now.act == "answer" and now.readings[-1].words >= NEWS
    return (more or now.act == "said_already") and now.asked[-1].kind != "continue"


def _elsewhere(now: Agenda, kind: MoveKind, why: str) -> Move:
    """Leaves a subject: asks for another dimension that has not been told, or lets the story go on."""
    if (out_of_time := _no_time(now)) is not None:
        return out_of_time
    if now.just_opened and now.act != "off_topic":
        return _take_up(now, *now.threads[0]).model_copy(update={"kind": kind, "why": why})
    if not now.happening_told or (now.untold and _may_prompt(now)):
        return Move(kind=kind, why=why)
    at = now.answered[-1].dimension if kind == "skip" and now.answered[-1] is not None else None
    if not any(dimension != at for dimension, _ in now.open_parts):
        return Move(kind="wrap_up", why=f"{why}, and nothing else is open")
    left = next(((dimension, part) for dimension, part in now.untold if dimension != at), (None, None))
    return Move(kind=kind, dimension=left[0], part=left[1], why=why)


def _after_wrapping_up(now: Agenda) -> Move:
    """Answers the candidate's last question, follows something new while there is time, and otherwise says goodbye."""
    if now.act in REQUESTS:
        return _about_the_last(now, *RESPONSES[now.act])
    kinds = _kinds(now)
    followed = len(kinds) - 1 - kinds.index("wrap_up")
    time = now.left_s is None or now.left_s > WRAP_UP_S
    if now.act in ("answer", "correction", "not_finished") and now.readings[-1].words >= NEWS and time and followed < FOLLOWED:
        if now.just_opened:
            return _take_up(now, *now.threads[0])
        return Move(kind="continue", why="the candidate added something new")
    return Move(kind="close", why="all was asked and the candidate had the last word")


def _kinds(now: Agenda) -> list[MoveKind]:
    return [move.kind for move in now.asked]


def _challenged(now: Agenda) -> set[str]:
    return {move.part or "" for move in now.asked if move.kind == "challenge"}
