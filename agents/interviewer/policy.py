"""Chooses the next move: a pure function of what was said, what was asked and the clock, without any wording.

In this order: respond to what the candidate does if it is not an answer; put to them what does not fit; take up what they just
said or let them go on, whichever fits best; then ask for the next open part, in the order of the story, and go back to threads
that were passed over. What is told is never asked for again. Personas differ in pace and manner, not in this.
"""

from agents.acts import REQUESTS, Act
from agents.interviewer.agenda import Agenda, last_question
from agents.interviewer.echo import echo
from agents.interviewer.options import Kind, Option
from agents.moves import Ended, Move, MoveKind
from agents.reading.contradictions import contradiction, standing

HURRY_S = 180.0
WRAP_UP_S = 75.0
PROMPTS_IN_A_ROW, PROMPTS = 2, 5
"""How often in a row, and in all, the candidate is asked what happened next rather than about what was said."""
TURNS_A_WAIT = 6
"""An interviewer gives words back, or says "Go on.", without asking anything at most once in so many turns on average."""
WORTH_WAITING, WORTH_MOVING_ON = 0.1, 0.15
"""How much better that must fit than a question, and "What happened next?" than a question about what was said."""
FITS, FITS_WELL = -0.25, 0.35
"""How well something must fit to be said rather than asking for what is missing, and to follow a reply in the same turn."""
LISTENED, STORY_TURNS, MUST_HEAR = 4, 9, 0.3
"""After how many turns in a row that took up what was said, and after how many answers, something is asked that is missing,
unless what was said last fits so well that it must be taken up."""
RECENT = 3
"""How many of the last turns a question may go back to without saying so."""
STRONGEST = 5
"""How strongly one pulls that is taken up whatever else is open, even a few turns later."""
TOUCH_S = 45.0
"""How many seconds are kept for each dimension that has not been touched."""
WHOLE_STORY = 6
"""After how many answers a candidate who has no more to tell may be taken at their word."""
FIRST_TURNS, SHORT_STORY = 3, 40
"""Up to how many answers, and words, a story may be found to be no failure at all."""
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
    rules = (_response, _no_time, _another_failure, _dodged, _what_does_not_fit, _listen)
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
    astray = now.act == "off_topic" and (now.acts[-2:-1] == ["off_topic"] or not now.happening_told)
    if astray and now.asked[-1].kind != "redirect" and not _worth_hearing(now):
        return _elsewhere(now, "redirect", "what was said has nothing to do with it")
    return None


def _about_the_last(now: Agenda, kind: MoveKind, why: str) -> Move:
    """A move that stays with the last question, or with the one before if the candidate wants to answer that again.

    A correction is taken up where it is something to take up.
    """
    if kind == "acknowledge":
        best = _best(now, "hook", "echo")
        taken = _say(now, best[1]) if best is not None and best[0] >= FITS_WELL else Move(kind=kind)
        return taken.model_copy(update={"kind": kind, "why": why, "dimension": None, "part": None})
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
        at=about.at if stays else None,
    )


def _no_time(now: Agenda) -> Move | None:
    if now.left_s is not None and now.left_s < WRAP_UP_S:
        return Move(kind="wrap_up", why=f"{now.left_s:.0f} seconds are left")
    return None


def _dodged(now: Agenda) -> Move | None:
    """Points out, once, that the answer goes around the question."""
    if now.act != "dodge" or now.acts.count("dodge") > 1 or now.told(now.rubric.own_part):
        return None
    return Move(kind="challenge", dimension=now.rubric.own_part, part="dodge", why="the answer goes around the question")


def _listen(now: Agenda) -> Move | None:
    """Takes up what was just said or lets the story go on, as long as there is time for what has not been touched."""
    if now.act == "nothing_more" or _out_of_time_for_more(now):
        return None
    best = _asking(now)
    waits = _best(now, "echo", "prompt") if now.act != "said_already" else None
    if waits is not None and (best is None or waits[0] > best[0] + WORTH_WAITING):
        best = waits
    if best is None or best[0] < FITS or (best[0] < MUST_HEAR and _much_listened(now)):
        return None
    return _say(now, best[1])


def _asking(now: Agenda) -> tuple[float, Option] | None:
    """The question that fits best: about what was said, unless it was said before, or what happened next."""
    moving_on, about_it = _best(now, "next"), _best(now, "hook") if now.act != "said_already" else None
    if moving_on is None or about_it is None or about_it[0] < 0:
        return moving_on or about_it
    return moving_on if moving_on[0] > about_it[0] + WORTH_MOVING_ON else about_it


def _out_of_time_for_more(now: Agenda) -> bool:
    """Whether the time that is left is needed for what has not been touched."""
    untouched = {dimension for dimension, _ in now.untouched}
    return bool(untouched) and now.left_s is not None and now.left_s < HURRY_S + TOUCH_S * len(untouched)


def _much_listened(now: Agenda) -> bool:
    """Whether so much was listened to that it is time to ask for something that has not been touched."""
    listened = [move.turn is not None for move in now.asked[-LISTENED:]] == [True] * LISTENED
    return bool(now.untouched) and listened and len(now.turns) > STORY_TURNS


def _worth_hearing(now: Agenda) -> bool:
    """Whether a listener would take up something of the last turn."""
    taken_up = _best(now, "hook", "echo")
    return taken_up is not None and taken_up[0] >= 0


def _best(now: Agenda, *kinds: Kind) -> tuple[float, Option] | None:
    """What fits best of these kinds, if any may be said: prompts and waiting are rationed."""
    allowed = {kind for kind in kinds if kind == "hook" or _may_go_on(now, kind)}
    return next(((fit, option) for fit, option in now.options if option.kind in allowed), None)


def _may_go_on(now: Agenda, kind: Kind) -> bool:
    """Whether the candidate may be left to go on like this once more."""
    before = [move.part for move in now.asked if move.kind == "continue"]
    if kind == "next":
        in_a_row = [move.part for move in now.asked[-PROMPTS_IN_A_ROW:]] == ["next"] * PROMPTS_IN_A_ROW
        return before.count("next") < PROMPTS and not in_a_row
    waited = before.count("echo") + before.count("prompt")
    return waited <= len(now.asked) // TURNS_A_WAIT and (now.asked[-1].kind != "continue" or before[-1] == "next")


def _say(now: Agenda, option: Option) -> Move:
    """The move that says an option."""
    if option.thread is not None:
        return _take_up(now, now.turns[-1], option)
    why = "the candidate's own words may bring out more" if option.kind == "echo" else "the candidate is telling the story"
    return Move(kind="continue", part=option.kind, why=why, turn=now.turns[-1], at=option.start)


def _take_up(now: Agenda, number: int, option: Option) -> Move:
    """Asks about something that was said; this is no question about a dimension that has been told."""
    assert option.thread is not None, "only what is about a hook is taken up"
    hook = option.thread.hook
    told = now.told(hook.dimension)
    kind: MoveKind = "clarify" if told else "quantify" if hook.part == "size" else "dig"
    why = f"the candidate said something to take up: {hook.title[0].lower()}{hook.title[1:]}"
    move = Move(kind=kind, dimension=hook.dimension, part=hook.part, why=why)
    return move.model_copy(update={"thread": hook.name, "turn": number, "at": option.start})


def _another_failure(now: Agenda) -> Move | None:
    """Asks for another failure, once, if this one is none or too small to tell anything."""
    if "re_ask" in _kinds(now) or len(now.turns) > FIRST_TURNS or now.readings[-1].words > SHORT_STORY:
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
    passed_over = [] if short or now.has_no_more else _passed_over(now)
    if passed_over and passed_over[0][0] >= now.turns[-RECENT:][0] and _pull(passed_over[0]) >= STRONGEST:
        return _take_up(now, *passed_over[0])
    parts = now.untold if short else now.untouched if now.has_no_more else now.open_parts
    if not parts and passed_over:
        return _take_up(now, *max(passed_over, key=_pull))
    over = now.act == "nothing_more" and now.half_told and len(now.turns) > WHOLE_STORY
    if not parts or (over and all(now.told(dimension) for dimension, _ in now.untouched)):
        return Move(kind="wrap_up", why="everything was told or asked about")
    if not now.untold and not now.has_no_more and _tells_more(now):
        return Move(kind="continue", part="next", why="everything was told or asked about, and there is more to it")
    dimension, part = parts[0]
    why = f"{dimension}: {now.rubric.dimensions[dimension].parts[part].missing} is missing"
    if short:
        return Move(kind="hurry", dimension=dimension, part=part, why=f"{why}; {now.left_s:.0f} seconds are left")
    return Move(kind="quantify" if part == "size" else "dig", dimension=dimension, part=part, why=why)


def _passed_over(now: Agenda) -> list[tuple[int, Option]]:
    """The threads of earlier turns that can be gone back to in the candidate's own words, from the latest back."""
    found = ((number, thread, echo(thread.sentence(now.transcript[number].text))) for number, thread in now.passed_over)
    return [(number, Option("hook", thread.start, thread.end, words, thread)) for number, thread, words in found if words]


def _pull(found: tuple[int, Option]) -> int:
    thread = found[1].thread
    return thread.hook.pull if thread is not None else 0


def _tells_more(now: Agenda) -> bool:
    """Whether the candidate is telling more of the story of their own accord, or says that this was told already."""
    more = now.act == "answer" and now.readings[-1].words >= NEWS
    return (more or now.act == "said_already") and now.asked[-1].kind != "continue"


def _elsewhere(now: Agenda, kind: MoveKind, why: str) -> Move:
    """Leaves a subject: asks for another dimension that has not been told, or lets the story go on."""
    if (out_of_time := _no_time(now)) is not None:
        return out_of_time
    hook = _best(now, "hook") if now.act != "off_topic" else None
    if hook is not None and hook[0] >= FITS_WELL:
        return _take_up(now, now.turns[-1], hook[1]).model_copy(update={"kind": kind, "why": why})
    if not now.happening_told or (now.untold and _may_go_on(now, "next")):
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
        asks = _best(now, "hook", "next")
        if asks is not None and asks[0] >= FITS:
            return _say(now, asks[1])
        return Move(kind="continue", part="next", why="there is something new")
    return Move(kind="close", why="all was asked and the candidate had the last word")


def _kinds(now: Agenda) -> list[MoveKind]:
    return [move.kind for move in now.asked]


def _challenged(now: Agenda) -> set[str]:
    return {move.part or "" for move in now.asked if move.kind == "challenge"}
