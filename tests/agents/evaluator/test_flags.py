"""Red flags: each has its words or the question that got no answer, or it is not raised."""

import pytest

from agents.evaluator.offline import OfflineEvaluator
from agents.moves import Move
from agents.scorecard import RedFlag, Scorecard
from agents.transcript import Turn
from evals.labels.answers import read_labelled, transcript_of
from tests.fakes import RUBRIC, STORY, said

JUDGE = OfflineEvaluator.shipped(RUBRIC)


def flags(card: Scorecard) -> dict[str, RedFlag]:
    return {flag.flag: flag for flag in card.red_flags}


def asked(text: str, move: Move) -> Turn:
    return Turn(speaker="interviewer", text=text, move=move)


@pytest.mark.parametrize("part", range(4))
def test_no_flag_stands_alone(part: int) -> None:
    for answer in read_labelled()[part::40]:
        for flag in JUDGE.scorecard(transcript_of(answer), answer.id).red_flags:
            assert flag.evidence or flag.question, (answer.id, flag.flag)
            for piece in flag.evidence:
                assert piece.quote == answer.turns[piece.turn].text[piece.start : piece.end]


def test_in_a_text_nothing_done_about_the_damage_is_shown_by_the_damage() -> None:
    flag = flags(JUDGE.scorecard(said(STORY), "x"))["no_mitigation"]
    assert "pay" in flag.evidence[0].quote or "lost" in flag.evidence[0].quote


def test_in_an_interview_what_is_absent_must_have_been_asked_about() -> None:
    opening = asked("Tell me about a time you failed.", Move(kind="open"))
    repair = asked("What did you do first to stop the damage?", Move(kind="dig", dimension="mitigation", part="contain"))
    told, evaded = said(STORY, "That is a good question. The office there was by the river, on the third floor.")
    assert "no_mitigation" not in flags(JUDGE.scorecard((opening, told), "x"))
    flag = flags(JUDGE.scorecard((opening, told, repair, evaded), "x"))["no_mitigation"]
    assert flag.question == repair.text


def test_what_could_not_be_read_is_not_taken_for_absent() -> None:
    card = JUDGE.scorecard(said(f"{STORY} Ich habe sofort den Betriebsleiter angerufen und alles zurückgerollt."), "x")
    assert "no_mitigation" not in flags(card)
    assert card.dimensions["mitigation"].state == "unscored"
    assert "not read" in card.left_out[0]


def test_a_tight_answer_does_not_ramble() -> None:
    tight = [a for a in read_labelled() if "rambling" not in a.marks.flags and a.marks.overall >= 3]
    rambling = [a.id for a in tight if "rambling" in flags(JUDGE.scorecard(transcript_of(a), a.id))]
    assert len(rambling) <= 0.05 * len(tight), rambling
