"""What is taken up and when: the strongest thing just said, once, in order, and what was passed over while there is time."""

from dataclasses import replace

from agents.engine import Brief
from agents.interviewer.agenda import Agenda
from agents.interviewer.hooks import hooks_of
from agents.interviewer.policy import next_move
from agents.library.files import load_named
from agents.library.phrases import Phrases
from agents.moves import Move
from agents.reading.answer import shipped_reader
from agents.transcript import Transcript, Turn
from tests.fakes import RUBRIC, STORY, RecordingVoice, persona, setup

OPEN = Move(kind="open")
GO_ON = Move(kind="continue")
DIG = Move(kind="dig", dimension="growth", part="measure")
HAPPENED = "I'm a baker and I left the salt out, so two hundred loaves went in the bin and the hotel had no bread."
TOLD_NOBODY = "The hotel rang and I told nobody."


def talk(*steps: tuple[Move, str]) -> Transcript:
    turns: list[Turn] = []
    for move, answer in steps:
        turns += [Turn(speaker="interviewer", text=f"({move.kind})?", move=move), Turn(speaker="candidate", text=answer)]
    return tuple(turns)


def agenda(transcript: Transcript, left_s: float | None = 900) -> Agenda:
    return Agenda(transcript, persona(), RUBRIC, shipped_reader(), hooks_of(), left_s)


def names(transcript: Transcript) -> list[str]:
    return [thread.hook.name for _, thread in agenda(transcript).threads]


def test_the_strongest_thread_of_the_last_answer_is_taken_up() -> None:
    move = next_move(agenda(talk((OPEN, HAPPENED), (GO_ON, f"I rang my mum. {TOLD_NOBODY}"))))
    assert (move.thread, move.turn) == ("told-nobody", 3)
    assert "told nobody" in move.why


def test_a_thread_is_taken_up_once() -> None:
    first = talk((OPEN, HAPPENED), (GO_ON, TOLD_NOBODY))
    move = next_move(agenda(first))
    again = (*first, Turn(speaker="interviewer", text="Why?", move=move), Turn(speaker="candidate", text="I was tired."))
    assert "told-nobody" in names(first)
    assert "told-nobody" not in names(again)


def test_what_changed_is_not_taken_up_before_it_is_known_what_happened() -> None:
    change = "These days I always taste the dough before it goes in."
    assert "does-it-now" not in names(talk((OPEN, f"I bake. {change}")))
    assert "does-it-now" in names(talk((OPEN, f"{STORY} {HAPPENED}"), (GO_ON, change)))


def test_a_weak_thread_waits_until_the_story_is_told() -> None:
    assert next_move(agenda(talk((OPEN, "So I drove down to the depot that morning.")))).kind == "continue"


def test_a_new_fact_is_followed_after_the_wrap_up() -> None:
    wrapped = talk((OPEN, f"{STORY} {HAPPENED}"), (Move(kind="wrap_up"), f"One more thing, since you ask. {TOLD_NOBODY}"))
    assert next_move(agenda(wrapped)).thread == "told-nobody"
    assert next_move(agenda(wrapped, left_s=20)).kind == "close"


def test_with_time_left_what_was_passed_over_is_gone_back_to() -> None:
    """A whole story in two answers does not end the interview after five minutes."""
    full = (
        "I run the bakery's night shift, we bake for two hotels. I left the salt out because I was on the phone. Two hundred "
        "loaves went in the bin and the hotel had no bread for eighty guests. I told my boss at six and drove round with rolls "
        "from my cousin's. Since then the salt stands weighed out by the mixer, everybody on the shift does it, and it hasn't "
        "happened again in two years. My boss asked me why I hadn't tasted it. I never rang the hotel."
    )
    transcript = talk((OPEN, full))
    kinds = []
    for _ in range(8):
        move = next_move(agenda(transcript, 600))
        kinds.append(move.kind)
        turn = Turn(speaker="interviewer", text=f"{move.kind} {len(kinds)}?", move=move)
        transcript = (*transcript, turn, Turn(speaker="candidate", text="Yes, that was how it went that night in the end."))
    assert "close" not in kinds
    assert kinds.index("wrap_up") >= 5 if "wrap_up" in kinds else True


def test_a_dimension_that_was_not_touched_is_asked_about_before_the_time_is_up() -> None:
    move = next_move(agenda(talk((OPEN, HAPPENED), (GO_ON, TOLD_NOBODY)), left_s=190))
    assert move.thread is None


def brief(transcript: Transcript, move: Move) -> Brief:
    return Brief(move, transcript, persona(), setup().question, RUBRIC, (), 3)


def test_a_reply_goes_on_with_what_was_said() -> None:
    transcript = talk((OPEN, HAPPENED), (GO_ON, f"{STORY} {TOLD_NOBODY}"), (DIG, "Have you ever done that?"))
    move = next_move(agenda(transcript))
    assert (move.kind, move.thread) == ("reply", "told-nobody")
    words = RecordingVoice().words(brief(transcript, move))
    assert words.startswith(persona().replies["asked_ever"])
    assert words.count("?") == 1


def test_a_reply_before_the_story_goes_on_with_nothing() -> None:
    move = next_move(agenda(talk((OPEN, "I signed something once. Have you ever done that?"))))
    assert (move.kind, move.thread) == ("reply", None)


def test_a_question_asked_in_the_last_interviews_is_not_asked_again() -> None:
    transcript = talk((OPEN, HAPPENED), (GO_ON, TOLD_NOBODY))
    move = next_move(agenda(transcript))
    hook = next(thread.hook for _, thread in agenda(transcript).threads if thread.hook.name == move.thread)
    plain = [ask for ask in hook.ask if "{" not in ask]
    before = replace(brief(transcript, move), said_before=" ".join(plain[:-1]).lower())
    assert plain[-1] in RecordingVoice().words(before)


def test_which_of_two_things_was_meant_is_answered() -> None:
    transcript = talk((OPEN, HAPPENED), (DIG, "Do you mean me, or the others?"))
    words = RecordingVoice().words(brief(transcript, next_move(agenda(transcript))))
    assert words in persona().replies["either"]


def test_a_question_that_was_not_understood_twice_is_dropped() -> None:
    phrases, again = load_named("phrases", "common", Phrases, None), DIG.model_copy(update={"kind": "rephrase"})
    transcript = talk((OPEN, HAPPENED), (DIG, "I don't understand."), (again, "I still don't understand what you mean."))
    words = RecordingVoice().words(brief(transcript, again))
    assert words.startswith(phrases.replies["never_mind"])
    assert words.endswith(phrases.go_on_plain)
