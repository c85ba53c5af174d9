"""The offline voice: takes up what was said, asks one question, never twice in the same words."""

import asyncio

import pytest

from agents.candidate.offline import OfflineCandidate
from agents.engine import Brief, Passage
from agents.interviewer.agenda import Agenda
from agents.interviewer.offline import quote_for
from agents.interviewer.policy import next_move
from agents.interviewer.sentences import sentences
from agents.library.candidates import Ledger
from agents.library.files import load_named
from agents.library.questions import Question
from agents.moves import Move
from agents.reading.answer import shipped_reader
from agents.transcript import Turn
from tests.fakes import RUBRIC, STORY, RecordingVoice, persona, said, setup

QUESTION: Question = setup().question


def brief(move: Move, *answers: str, passages: tuple[Passage, ...] = ()) -> Brief:
    opening = Turn(speaker="interviewer", text="Tell me about a time you failed.", move=Move(kind="open"))
    return Brief(move, (opening, *said(*answers)), persona(), QUESTION, RUBRIC, passages, 7)


def interview(name: str, who: str, seed: int) -> list[Turn]:
    """The voice and the policy with a simulated candidate, without clock and graph."""
    voice, turns = RecordingVoice(), list[Turn]()
    candidate = OfflineCandidate(load_named("candidates", name, Ledger, None))
    while not turns or turns[-1].move is None or turns[-1].move.kind != "close":
        move = next_move(Agenda(tuple(turns), persona(who), RUBRIC, shipped_reader()))
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


def test_a_probe_takes_up_the_candidates_words() -> None:
    move = Move(kind="dig", dimension="ownership", part="why", why="")
    words = RecordingVoice().words(brief(move, STORY))
    quote = quote_for(shipped_reader().read(STORY), move)
    assert quote
    assert quote in STORY
    assert f"“{quote}”" in words or "you decided to skip the load test" in words


def test_guidance_chooses_the_angle() -> None:
    angle = Passage("1", "An angle", "What would your quietest colleague have said about it?", "probe")
    move = Move(kind="dig", dimension="growth", part="measure", why="")
    assert "quietest colleague" in RecordingVoice().words(brief(move, STORY, passages=(angle,)))


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
