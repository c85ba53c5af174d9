"""The offline voice: replies to what was done, asks one question, never twice in the same words."""

import asyncio
from dataclasses import replace

import pytest

from agents.candidate.offline import OfflineCandidate
from agents.engine import Brief, Passage
from agents.interviewer.agenda import Agenda
from agents.interviewer.hooks import hooks_of
from agents.interviewer.offline import quote_for
from agents.interviewer.policy import next_move
from agents.interviewer.sentences import sentences
from agents.library.candidates import Ledger
from agents.library.files import load_all, load_named
from agents.library.personas import Persona
from agents.library.phrases import Phrases
from agents.library.questions import Question
from agents.moves import Move, MoveKind
from agents.reading.answer import shipped_reader
from agents.transcript import Turn
from tests.fakes import RUBRIC, STORY, RecordingVoice, persona, said, setup

QUESTION: Question = setup().question
PERSONAS = [entry.name for entry in load_all("personas", Persona, None)[0]]
PHRASES = load_named("phrases", "common", Phrases, None)
ASIDES: list[tuple[MoveKind, str]] = [
    ("reply", "Does it have to be about work?"),
    ("give_time", "Give me a moment to think."),
    ("rephrase", "Sorry, I don't understand the question."),
    ("repeat", "Could you repeat that, please?"),
    ("reply", "Has this ever happened to you?"),
    ("dig", "Like I said, that was me."),
    ("continue", "Sorry, can I just finish what happened first?"),
    ("dig", "No, that's it, there isn't any more."),
    ("skip", "I can't share that, I'm under an NDA."),
    ("challenge", "Well, the whole system is broken, everybody knows that."),
    ("acknowledge", "Sorry, I misspoke, it was my other boss who told me."),
]


def brief(move: Move, *answers: str, passages: tuple[Passage, ...] = ()) -> Brief:
    opening = Turn(speaker="interviewer", text="Tell me about a time you failed.", move=Move(kind="open"))
    return Brief(move, (opening, *said(*answers)), persona(), QUESTION, RUBRIC, passages, 7)


def interview(name: str, who: str, seed: int) -> list[Turn]:
    """The voice and the policy with a simulated candidate, without clock and graph."""
    voice, turns = RecordingVoice(), list[Turn]()
    candidate = OfflineCandidate(load_named("candidates", name, Ledger, None))
    while not turns or turns[-1].move is None or turns[-1].move.kind != "close":
        move = next_move(Agenda(tuple(turns), persona(who), RUBRIC, shipped_reader(), hooks_of()))
        words = voice.words(Brief(move, tuple(turns), persona(who), QUESTION, RUBRIC, (), seed))
        turns.append(Turn(speaker="interviewer", text=words, move=move))
        if move.kind != "close":
            turns.append(Turn(speaker="candidate", text=asyncio.run(candidate.answer(tuple(turns))) or ""))
    return turns


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("who", ["warm-mentor", "sceptical-executive"])
@pytest.mark.parametrize("name", ["weak", "middling", "strong"])
def test_an_interview_asks_one_short_question_a_turn_and_repeats_none(name: str, who: str, seed: int) -> None:
    asked = [turn for turn in interview(name, who, seed) if turn.speaker == "interviewer"]
    for turn in asked:
        assert turn.text.strip()
        assert "{" not in turn.text
        assert turn.text.count("?") <= 1
        if turn.move and turn.move.is_probe:
            assert turn.text.endswith("?")
            assert len(turn.text.split()) <= 45
    assert len({turn.text for turn in asked}) == len(asked)


def test_a_quote_for_the_search_is_the_candidates_words() -> None:
    quote = quote_for(shipped_reader().read(STORY), Move(kind="dig", dimension="ownership", part="why", why=""))
    assert quote
    assert quote in STORY


ANSWERS = {
    "ask_choice": ("choice_must", "choice_which", "choice_permission"),
    "ask_interviewer": ("asked_ever", "asked_would", "asked_opinion", "asked_ok", "asked_practical", "ask_interviewer"),
}
"""The replies that an act may have, by what the question is about."""


@pytest.mark.parametrize("who", PERSONAS)
@pytest.mark.parametrize(("kind", "words"), ASIDES)
def test_every_act_has_its_reply_in_every_persona(kind: MoveKind, words: str, who: str) -> None:
    part = {"dimension": "growth", "part": "measure"} if kind in ("dig", "skip", "repeat", "rephrase") else {}
    told = brief(Move.model_validate({"kind": kind} | part | ({"part": "dodge"} if kind == "challenge" else {})), STORY, words)
    reply = RecordingVoice().words(replace(told, persona=persona(who)))
    act = shipped_reader().read(words).act
    own = [line for name, lines in persona(who).replies.items() if name in ANSWERS.get(act, (act,)) for line in lines]
    assert any(line in reply for line in own), reply


def test_what_was_corrected_is_not_held_against_the_candidate() -> None:
    steps = (
        "We lost 400 customers that month.",
        "Sorry, I misspoke. It was not 400, we lost 40 customers.",
        "We lost 60 customers.",
    )
    move = Move(kind="challenge", part="inconsistent")
    assert "400" not in RecordingVoice().words(brief(move, *steps))


def test_a_question_is_not_taken_for_one_about_the_clock() -> None:
    words = "There was no time left before the launch and I panicked. Has that ever happened to you?"
    assert RecordingVoice().words(brief(Move(kind="reply"), STORY, words)).startswith(persona().replies["asked_ever"])
    clock = RecordingVoice().words(brief(Move(kind="reply"), STORY, "How much time do we have left?"))
    assert clock.startswith(PHRASES.replies["ask_clock"])


def test_to_hear_it_again_after_go_on_is_to_hear_the_question_again() -> None:
    dig = Move(kind="dig", dimension="growth", part="measure")
    asked = Turn(speaker="interviewer", text="What do you do differently?", move=dig)
    go_on = Turn(speaker="interviewer", text="Go on.", move=Move(kind="continue"))
    told, again = (Turn(speaker="candidate", text=text) for text in ("Well, the list.", "Could you repeat that?"))
    turns = (*brief(dig, STORY).transcript, asked, told, go_on, again)
    words = RecordingVoice().words(replace(brief(Move(kind="repeat"), STORY), transcript=turns))
    assert words.endswith("What do you do differently?")


def test_a_correction_says_the_new_amount() -> None:
    words = RecordingVoice().words(brief(Move(kind="acknowledge"), STORY, "Sorry, I misspoke. It was only 40 customers."))
    assert "40 customers" in words


@pytest.mark.parametrize(
    "wrong", ["Sorry, not nine days, it was eleven.", "I said 400 customers and that's wrong, it was fewer."]
)
def test_a_correction_never_repeats_the_wrong_amount(wrong: str) -> None:
    words = RecordingVoice().words(brief(Move(kind="acknowledge"), STORY, wrong))
    assert "nine" not in words
    assert "400" not in words


def test_plainer_words_are_plainer_and_shorter() -> None:
    asked = Move(kind="dig", dimension="impact", part="size")
    question = RecordingVoice().words(brief(asked, STORY))
    turns = (
        *brief(asked, STORY).transcript,
        Turn(speaker="interviewer", text=question, move=asked),
        *said("What do you mean?")[1:],
    )
    again = replace(brief(asked, STORY), move=asked.model_copy(update={"kind": "rephrase"}), transcript=turns)
    plainer = [probe.plain for probe in PHRASES.probes["impact.size"] if probe.ask in question]
    assert RecordingVoice().words(again).endswith(tuple(plainer))


def test_the_last_question_is_answered_before_the_goodbye() -> None:
    told = brief(Move(kind="reply"), STORY)
    wrapped = (*told.transcript, Turn(speaker="interviewer", text="Anything to add?", move=Move(kind="wrap_up")))
    asked = (*wrapped, Turn(speaker="candidate", text="Have you ever failed like that?"))
    assert RecordingVoice().words(replace(told, transcript=asked)) in persona().replies["asked_ever"]
    other = (*wrapped, Turn(speaker="candidate", text="What does your company do?"))
    assert RecordingVoice().words(replace(told, transcript=other)) in PHRASES.replies["last_question"]


def test_guidance_chooses_the_angle() -> None:
    angle = Passage("1", "An angle", "What would your quietest colleague have said about it?", "probe")
    move = Move(kind="dig", dimension="growth", part="measure", why="")
    told = brief(move, STORY, passages=(angle,))
    assert any("quietest colleague" in RecordingVoice().words(replace(told, seed=seed)) for seed in range(20))


def test_repeat_says_the_same_question_and_rephrase_another() -> None:
    repeat = RecordingVoice().words(brief(Move(kind="repeat"), "Could you repeat that?"))
    assert "Tell me about a time you failed." in repeat
    rephrased = RecordingVoice().words(brief(Move(kind="rephrase"), "I don't understand."))
    assert QUESTION.rephrased in rephrased


def test_the_same_seed_says_the_same_and_another_seed_does_not() -> None:
    first, again = interview("strong", "warm-mentor", 1), interview("strong", "warm-mentor", 1)
    assert first == again
    assert [t.text for t in first] != [t.text for t in interview("strong", "warm-mentor", 2)]


@pytest.mark.parametrize("text", ["One. Two? Three!", "“Quoted.” And on.", "no end", "It cost 3.5 million. Then"])
def test_sentences_are_the_text_again(text: str) -> None:
    assert "".join(sentences(text)) == text
