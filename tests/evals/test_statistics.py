"""Agreement, intervals, differences and pass^k."""

import pytest
from sklearn.metrics import cohen_kappa_score

from evals.statistics import agreement, difference, measured, pass_k
from evals.suite import Figure, Sample, by_case, mean_of

SCORE = Figure("score", mean_of("score"))


def run(scores: dict[str, list[float]], failed: tuple[str, ...] = ()) -> list[Sample]:
    return [
        Sample(suite="s", case=case, group=case, repeat=n, data={"score": score}, error="lost" if case in failed else "")
        for case, repeats in scores.items()
        for n, score in enumerate(repeats)
    ]


def test_agreement_is_what_scikit_learn_says() -> None:
    true, guessed = [1, 2, 3, 4, 5, 3, 2, 2], [1, 3, 3, 5, 4, 1, 2, 2]
    assert agreement(true, guessed) == pytest.approx(cohen_kappa_score(true, guessed, weights="quadratic", labels=range(1, 6)))
    assert agreement(true, true) == 1
    assert agreement([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]) == pytest.approx(-1)


def test_an_interval_is_the_same_whatever_the_order_of_the_samples() -> None:
    samples = run({f"case {n}": [n % 4, n % 3] for n in range(20)})
    one, other = measured(SCORE, samples), measured(SCORE, samples[::-1])
    assert one == other
    assert one.low < one.value < one.high


def test_cases_are_resampled_and_not_repeats() -> None:
    few = measured(SCORE, run({"a": [0.0] * 50, "b": [1.0] * 50}))
    assert (few.low, few.high) == (0, 1)


def test_failed_samples_are_in_no_figure() -> None:
    assert measured(SCORE, run({"a": [1.0], "b": [0.0]}, failed=("b",))).value == 1


def test_a_difference_is_taken_on_the_samples_that_both_runs_have() -> None:
    before = run({f"case {n}": [n % 2] for n in range(30)})
    after = run({f"case {n}": [1.0] for n in range(20)})
    found = difference(SCORE, before, after)
    assert (found.samples, found.before, found.after) == (20, 0.5, 1.0)
    assert found.verdict == "better"
    assert difference(SCORE, before, before).verdict == "within noise"
    assert difference(Figure("faults", mean_of("score"), "less"), before, after).verdict == "worse"


def test_pass_k_is_the_chance_that_k_repeats_all_pass() -> None:
    assert pass_k([[True, True, True, False]], 1) == 0.75
    assert pass_k([[True, True, True, False]], 2) == pytest.approx(0.5)
    assert pass_k([[True] * 3, [False] * 3], 3) == 0.5


def test_a_case_that_is_drawn_twice_is_two_cases() -> None:
    samples = run({"a": [1, 1, 0], "b": [1, 1, 1]})
    assert [len(repeats) for repeats in by_case([*samples, *samples[:3]])] == [3, 3, 3]


def test_one_group_says_nothing_about_noise() -> None:
    found = difference(SCORE, run({"a": [0.1]}), run({"a": [0.9]}))
    assert found.verdict == "within noise"
    assert found.document()["low"] is None
