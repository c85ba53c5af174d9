"""Marks of one's own are kept as labelled answers, one a session, with the suite that measures against them."""

from pathlib import Path

from agents.moves import DIMENSIONS
from evals.labels.answers import read_answers
from evals.suite_files import suites
from simulator.own_marks import keep
from tests.fakes import REPAIR, STORY, said

TWOS, FOURS = dict.fromkeys(DIMENSIONS, 2), dict.fromkeys(DIMENSIONS, 4)


def test_own_marks_are_a_labelled_answer(tmp_path: Path) -> None:
    keep(tmp_path, "one", said(STORY, REPAIR), TWOS, 2, ["blame"])
    keep(tmp_path, "two", said(STORY), FOURS, 4, [])
    file = keep(tmp_path, "one", said(STORY, REPAIR), FOURS, 5, [])
    kept = {answer.id: answer for answer in read_answers(file)}
    assert list(kept) == ["two", "one"]
    assert kept["one"].marks.overall == 5
    assert [turn.text for turn in kept["one"].turns] == [STORY, REPAIR]


def test_a_suite_measures_against_them(tmp_path: Path) -> None:
    keep(tmp_path, "one", said(STORY), TWOS, 2, [])
    assert "own-marks" in suites(tmp_path)
