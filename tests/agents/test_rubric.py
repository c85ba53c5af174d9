"""The hiring judgement: mean, floor, caps and verdict, to the letter of the rubric."""

import pytest

from agents.moves import DIMENSIONS
from agents.rubric import overall_mark, verdict
from tests.fakes import RUBRIC

# context, impact, ownership, mitigation, growth; flags; overall
CASES: list[tuple[tuple[int | None, ...], set[str], int | None]] = [
    ((5, 5, 5, 5, 5), set(), 5),
    ((3, 3, 5, 3, 5), set(), 4),  # the mean is 3.9
    ((4, 4, 4, 4, 5), set(), 4),  # a 5 needs ownership and growth at 5
    ((5, 5, 5, 5, 4), set(), 4),
    ((2, 5, 5, 5, 5), set(), 4),  # nothing below 3
    ((1, 3, 4, 4, 4), set(), 4),  # the floor: the mean is 3.5 and rounds to 4 anyway
    ((1, 3, 4, 4, 4), {"inconsistent"}, 3),  # minus one comes last
    ((3, 3, 3, 3, 3), set(), 3),
    ((5, 5, 4, 4, 2), set(), 3),  # growth 1 or 2
    ((5, 5, 2, 5, 5), set(), 3),  # ownership 2
    ((5, 5, 1, 5, 5), set(), 2),  # ownership 1
    ((5, 5, 1, 3, 1), set(), 1),  # with growth 1 as well
    ((5, 5, 1, 4, 1), set(), 2),  # or 2 where mitigation is at least 4
    ((5, 5, 5, 1, 5), set(), 3),  # nothing was done
    ((5, 5, 2, 5, 2), set(), 2),  # neither owned nor learnt
    ((5, 5, 4, 1, 2), set(), 2),  # neither repaired nor learnt
    ((5, 5, 5, 5, 5), {"blame"}, 2),
    ((5, 5, 5, 5, 5), {"anger"}, 2),
    ((5, 5, 5, 5, 5), {"trivial"}, 2),
    ((5, 5, 5, 5, 5), {"fake_failure"}, 1),
    ((5, 5, 5, 5, 5), {"no_failure"}, 1),
    ((5, 5, 5, 5, 5), {"off_topic"}, 1),
    ((5, 5, 5, 5, 5), {"injection"}, 5),  # inside a real story it is flagged and ignored
    ((1, 1, 1, 1, 1), {"inconsistent"}, 1),
    ((None, 4, 4, 4, 4), set(), 4),  # weights are shared out among what was scored
    ((5, 5, None, 5, 5), set(), None),
    ((5, 5, 5, 5, None), set(), None),
]


@pytest.mark.parametrize(("marks", "flags", "overall"), CASES)
def test_overall_follows_the_rubric(marks: tuple[int | None, ...], flags: set[str], overall: int | None) -> None:
    assert overall_mark(RUBRIC, dict(zip(DIMENSIONS, marks, strict=True)), flags) == overall


def test_what_can_no_longer_be_repaired_may_still_earn_a_four() -> None:
    marks = dict(zip(DIMENSIONS, (5, 5, 5, 1, 5), strict=True))
    assert overall_mark(RUBRIC, marks, set(), irreparable=True) == 4


@pytest.mark.parametrize(
    ("overall", "growth", "word"),
    [
        (1, 1, "fragile"),
        (2, 5, "fragile"),
        (3, 5, "resilient"),
        (4, 3, "resilient"),
        (4, 4, "antifragile"),
        (5, 5, "antifragile"),
    ],
)
def test_growth_decides_what_a_four_is_called(overall: int, growth: int, word: str) -> None:
    assert verdict(overall, growth) == word


def test_the_weights_are_those_of_the_rubric() -> None:
    assert [RUBRIC.dimensions[d].weight for d in DIMENSIONS] == [0.10, 0.20, 0.25, 0.20, 0.25]
    assert all({1, 3, 5} <= set(RUBRIC.dimensions[d].anchors) for d in DIMENSIONS)
