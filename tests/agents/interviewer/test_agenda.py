"""What the interviewer knows: what a turn does where it stands, what is open and in which order, what was asked last."""

import pytest

from agents.acts import Act
from agents.interviewer.agenda import (
    ALIKE,
    ASKED_LATELY,
    FRUITLESS,
    LAST_WORD,
    LATELY,
    LONG_ANSWER,
    LONG_REMINDER,
    SHORT_ANSWER,
    STORY_TURNS,
    TASTE,
    Agenda,
    begins,
    in_context,
    last_question,
)
from agents.interviewer.hooks import hooks_of
from agents.interviewer.options import Fit, load_fit
from agents.interviewer.policy import FIRST_TURNS, WRAP_UP_S, how_it_ended, next_move
from agents.library.files import load_named
from agents.library.personas import Persona
from agents.moves import Move
from agents.reading.answer import shipped_reader
from agents.transcript import Transcript, Turn
from tests.fakes import REPAIR, RUBRIC, STORY, persona

OPEN, WRAP, GO_ON = Move(kind="open"), Move(kind="wrap_up"), Move(kind="continue", part="next", turn=1)
GROWTH = Move(kind="dig", dimension="growth", part="measure")
TELL = Move(kind="dig", dimension="mitigation", part="tell")
HAPPENED = "I'm a baker and I left the salt out, so two hundred loaves went in the bin and the hotel had no bread."
PLAIN = "So this was at the depot, I was new there."
NOTHING_FITS = Fit(-1.0, {})


def talk(*steps: tuple[Move, str]) -> Transcript:
    turns: list[Turn] = []
    for move, answer in steps:
        turns += [Turn(speaker="interviewer", text=f"({move.kind})?", move=move), Turn(speaker="candidate", text=answer)]
    return tuple(turns)


def agenda(transcript: Transcript, left_s: float | None = 900, who: Persona | None = None, fit: Fit = NOTHING_FITS) -> Agenda:
    return Agenda(transcript, who or persona(), RUBRIC, shipped_reader(), hooks_of(), left_s, fit=fit)


def act(text: str, before: Move | None = None) -> Act:
    return in_context(shipped_reader().read(text), before)


def words(text: str, count: int) -> str:
    """The text made as long as that by words that say nothing."""
    return f"{text} {' '.join(['really'] * (count - len(text.split())))}"


def test_a_few_words_after_the_last_question_add_nothing() -> None:
    assert act(words("We were at the depot", LAST_WORD), WRAP) == "nothing_more"
    assert act(words("We were at the depot", LAST_WORD + 1), WRAP) != "nothing_more"
    assert act(words("We were at the depot", LAST_WORD), GROWTH) != "nothing_more"


@pytest.mark.parametrize(
    ("said", "of", "limit"),
    [
        ("I can't share that, it's under NDA.", "cannot_share", LONG_ANSWER),
        ("I've told you that already.", "said_already", LONG_REMINDER),
    ],
)
def test_what_goes_on_at_length_is_an_answer(said: str, of: str, limit: int) -> None:
    reading = shipped_reader().read(said)
    assert in_context(reading, None) == of == reading.act
    tells = "The oven was on and the bread was burnt and the hotel rang and my boss came in and nobody spoke for an hour. "
    long = f"{tells * 2}{said}"
    assert len(long.split()) > limit
    assert act(long) == "answer"


def test_a_short_correction_only_answers() -> None:
    assert act("No, sorry, eleven.") in ("answer", "one_word")
    assert len("No, sorry, eleven.".split()) == SHORT_ANSWER


def test_each_turn_is_seen_after_the_move_that_it_follows() -> None:
    """A few words mean no after "Is there anything to add?", and only there."""
    said = "We were at the depot."
    assert agenda(talk((OPEN, STORY), (WRAP, said), (GROWTH, said))).acts[1:] == ["nothing_more", "answer"]
    assert agenda(talk((OPEN, STORY), (GROWTH, said), (WRAP, said))).acts[1:] == ["answer", "nothing_more"]


def test_who_shows_that_there_is_no_more_is_believed_after_a_few_times() -> None:
    no = "That's all there is to it."
    assert not agenda(talk((OPEN, STORY), *[(GROWTH, no)] * (LATELY // 2))).has_no_more
    assert agenda(talk((OPEN, STORY), *[(GROWTH, no)] * (LATELY // 2 + 1))).has_no_more
    assert not agenda(talk(*[(OPEN, no)] * 3, *[(GROWTH, STORY)] * 3)).has_no_more


def test_a_dimension_is_left_alone_after_so_many_fruitless_questions() -> None:
    no = "That's all there is to it."
    assert "growth" not in agenda(talk((OPEN, STORY), *[(GROWTH, no)] * (FRUITLESS - 1))).closed
    assert "growth" in agenda(talk((OPEN, STORY), *[(GROWTH, no)] * FRUITLESS)).closed
    long = f"{no} And then the hotel rang, and I stood there with the phone and I told them that it was all my own doing."
    assert "growth" not in agenda(talk((OPEN, STORY), *[(GROWTH, long)] * FRUITLESS)).closed


def test_the_persona_decides_what_comes_first_within_a_step() -> None:
    steps = [{dimension for dimension, _ in at} for at in _same_step()]
    choice = next(dimensions for dimensions in steps if len(dimensions) > 1)
    for first in choice:
        order = (first, *(dimension for dimension in RUBRIC.dimensions if dimension != first))
        likes = persona().model_copy(update={"order": order})
        asked = [d for d, part in agenda(talk((OPEN, "So.")), who=likes).open_parts if (d, part) in _parts_of(choice)]
        assert asked[0] == first


def _same_step() -> list[list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for step, dimension, part in RUBRIC.steps:
        found.setdefault(step, []).append((dimension, part))
    return [found[step] for step in sorted(found)]


def _parts_of(choice: set[str]) -> set[tuple[str, str]]:
    return next(set(at) for at in _same_step() if {dimension for dimension, _ in at} == choice)


def test_what_changed_waits_until_the_story_has_gone_on_for_some_turns() -> None:
    def first_of_growth(turns: int) -> int:
        parts = agenda(talk((OPEN, HAPPENED), *[(GO_ON, PLAIN)] * (turns - 1))).open_parts
        return next(place for place, (dimension, _) in enumerate(parts) if dimension == "growth")

    assert first_of_growth(STORY_TURNS) < first_of_growth(STORY_TURNS - 1)
    assert first_of_growth(STORY_TURNS + 1) == first_of_growth(STORY_TURNS)


def test_the_last_question_is_the_last_that_asked_something_new() -> None:
    steps = talk((OPEN, STORY), (TELL, "Yes."), (GROWTH, "Sorry?"), (Move(kind="repeat"), "I'd like to try that again."))
    assert last_question(steps).move == GROWTH
    assert last_question(steps, before_last=True).move == TELL
    assert last_question(talk((OPEN, "I'd like to try that again.")), before_last=True).move == OPEN
    prompt = (steps[0].model_copy(update={"text": "Go on.", "move": GO_ON}), steps[1])
    assert last_question((*steps[:4], *prompt)).move == TELL
    asks = (steps[0].model_copy(update={"text": "And then?", "move": GO_ON}), steps[1])
    assert last_question((*steps[:4], *asks)).move == GO_ON


def test_what_is_much_the_same_question_is_known_by_its_words() -> None:
    assert begins("What kept you there?") == begins("What kept you from it?")
    assert begins("What kept him there?") != begins("What kept you there?")
    assert begins("What was going through your head?") == begins("And what went through your head then?")
    assert len(begins("Who else knew about the tape?").split()) == ALIKE


def test_a_question_may_come_again_after_a_while() -> None:
    told = "The hotel rang and I told nobody."
    first, answer = talk((OPEN, told))
    first = first.model_copy(update={"text": "What kept you there?"})

    def asks(turns: int) -> set[str]:
        rest = talk(*[(GROWTH, PLAIN)] * (turns - 2), (GROWTH, told))
        return {o.ask for _, o in agenda((first, answer, *rest), fit=load_fit()).options if begins(o.ask) == "what kept you"}

    assert not asks(ASKED_LATELY)
    assert asks(ASKED_LATELY + 1)


def test_personas_have_their_own_taste_within_limits() -> None:
    steps, fits = talk((OPEN, f"{STORY} {HAPPENED} I told nobody.")), []
    for name in ("warm-mentor", "sceptical-executive"):
        who = load_named("personas", name, Persona, None)
        fits.append({o.words: fit for fit, o in agenda(steps, who=who, fit=Fit(0.0, {})).options if o.kind == "echo"})
    assert fits[0] != fits[1]
    values = [fit for found in fits for fit in found.values()]
    assert -TASTE / 2 <= min(values) < 0 < max(values) <= TASTE / 2


def test_how_an_interview_ends() -> None:
    done = talk((OPEN, STORY), (WRAP, "No, thank you."))
    assert how_it_ended(agenda(done, None)) == "covered"
    assert how_it_ended(agenda(done, WRAP_UP_S)) == "covered"
    assert how_it_ended(agenda(done, WRAP_UP_S + 1)) == "covered"
    assert how_it_ended(agenda(done, WRAP_UP_S - 1)) == "time"
    assert how_it_ended(agenda(talk(*[(OPEN, "...")] * 4))) == "candidate"


def test_after_what_cannot_be_shared_another_dimension_is_asked_about() -> None:
    before = [(OPEN, f"{STORY} {HAPPENED}"), *[(GO_ON, PLAIN)] * 6]
    dimension, part = agenda(talk(*before)).untold[0]
    asked = Move(kind="dig", dimension=dimension, part=part)
    move = next_move(agenda(talk(*before, (asked, "I can't share that, it's under NDA.")), left_s=170))
    assert move.kind == "skip"
    assert move.dimension not in (None, dimension)


def test_a_question_that_is_repeated_is_about_the_same_as_before_and_a_reply_about_nothing() -> None:
    again = next_move(agenda(talk((OPEN, STORY), (GROWTH, "Could you repeat that?"))))
    assert (again.kind, again.dimension, again.part) == ("repeat", "growth", "measure")
    thread = GROWTH.model_copy(update={"thread": "told-nobody", "turn": 1, "at": 0})
    again = next_move(agenda(talk((OPEN, STORY), (thread, "Could you repeat that?"))))
    assert (again.thread, again.turn, again.at) == ("told-nobody", 1, 0)
    reply = next_move(agenda(talk((OPEN, STORY), (thread, "How am I doing so far?"))))
    assert (reply.kind, reply.dimension, reply.part, reply.thread, reply.turn) == ("reply", None, None, None, None)


def test_the_last_second_still_has_a_wrap_up() -> None:
    assert next_move(agenda(talk((OPEN, STORY)), 0)).kind == "close"
    assert next_move(agenda(talk((OPEN, STORY)), 1)).kind == "wrap_up"


def test_half_of_the_story_is_more_than_half_of_its_dimensions() -> None:
    for answer in (HAPPENED, f"{STORY} {HAPPENED}", f"{STORY} {REPAIR} {HAPPENED}"):
        now = agenda(talk((OPEN, answer)))
        assert now.half_told == (sum(map(now.told, RUBRIC.dimensions)) >= 3)
    assert not agenda(talk((OPEN, HAPPENED))).half_told


def test_somebody_who_says_nothing_is_given_up_on_and_stays_so() -> None:
    patience = persona().patience_silences
    for silences in range(patience - 1, patience + 3):
        now = agenda(talk(*[(OPEN, "...")] * silences))
        assert now.nothing_said == (silences >= patience)


def test_a_moment_is_asked_for_in_few_words_or_at_the_end() -> None:
    ask = "Give me a moment."
    told = "I saw the alarm and I turned it off, and then the clinic rang and asked me where their bookings had gone. "
    assert act(ask) == "ask_time"
    assert act(f"{told} {ask}") == "ask_time"
    assert act(f"{ask} {told * 2}") != "ask_time"


def test_how_large_something_was_is_a_question_of_its_own() -> None:
    only_heard = Fit(-1.0, {"hook": 0.5, "heard": 1.0})
    move = next_move(agenda(talk((OPEN, "So I was at the depot, and it had been like that for six weeks.")), fit=only_heard))
    assert (move.thread, move.part) == ("how-long-it-ran", "size")
    assert move.kind == "quantify"


def test_a_failure_is_found_too_small_only_early_and_in_few_words() -> None:
    small = "My biggest failure is that I work too hard and care too much."
    assert next_move(agenda(talk((OPEN, words(small, 40))))).kind == "re_ask"
    assert next_move(agenda(talk((OPEN, words(small, 41))))).kind != "re_ask"
    assert next_move(agenda(talk((OPEN, f"Well. {'So. ' * 45}"), (GO_ON, small)))).kind == "re_ask"
    assert next_move(agenda(talk(*[(OPEN, "Well, so.")] * (FIRST_TURNS - 1), (GO_ON, small)))).kind == "re_ask"
    assert next_move(agenda(talk(*[(OPEN, "Well, so.")] * FIRST_TURNS, (GO_ON, small)))).kind != "re_ask"


def test_what_was_told_is_not_open() -> None:
    told = agenda(talk((OPEN, f"{STORY} {REPAIR}"))).open_parts
    assert ("mitigation", "tell") not in told
    assert ("mitigation", "tell") in agenda(talk((OPEN, "So."))).open_parts
