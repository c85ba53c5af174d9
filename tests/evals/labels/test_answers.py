"""Our labelled answers: each can be read, its labels point at words, and its overall follows the rubric."""

from collections import Counter
from pathlib import Path

import pytest

from agents.errors import DataError
from agents.rubric import load_rubric
from evals.labels.answers import ANSWERS, read_labelled


def test_every_label_points_at_words_of_the_candidate() -> None:
    for answer in read_labelled():
        for label in answer.clauses:
            turn = answer.turns[label.turn]
            assert turn.speaker == "candidate"
            assert turn.text[label.start : label.end].strip()


def test_a_pair_stays_in_one_part() -> None:
    by_story: dict[str, set[bool]] = {}
    for answer in read_labelled():
        by_story.setdefault(answer.story, set()).add(answer.in_test)
    assert all(len(parts) == 1 for parts in by_story.values())


def test_ids_are_unique_and_flags_are_the_rubrics() -> None:
    answers = read_labelled()
    assert [i for i, n in Counter(answer.id for answer in answers).items() if n > 1] == []
    assert {flag for answer in answers for flag in answer.marks.flags} <= set(load_rubric().red_flags)


def test_a_broken_line_is_said_with_its_place(tmp_path: Path) -> None:
    good = next(ANSWERS.glob("*.jsonl")).read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "mine.jsonl").write_text(f"{good}\n{good.replace('overall', 'total')}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.jsonl, line 2: intent\."):
        read_labelled(tmp_path)
