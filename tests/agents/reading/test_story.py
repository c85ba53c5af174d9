"""Clauses in their story: what stands around them settles what they carry, and what carries nothing stays that way."""

import numpy as np

from agents.reading.story import FAR, in_context, log_odds, together
from agents.reading.weights import load_reading_weights

STORY, LABELS = load_reading_weights().story, load_reading_weights().findings.labels


def test_a_clause_sees_its_neighbours_and_the_most_before_and_after() -> None:
    likely = np.array([[0.9], [0.5], [0.1], [0.2]])
    own, second_before, before, after, second_after, most_before, most_after = in_context(likely).T
    odds = log_odds(likely)[:, 0]
    assert own.tolist() == odds.tolist()
    assert before.tolist() == [FAR, *odds[:-1]]
    assert after.tolist() == [*odds[1:], FAR]
    assert second_before.tolist() == [FAR, FAR, *odds[:-2]]
    assert second_after.tolist() == [*odds[2:], FAR, FAR]
    assert most_before.tolist() == [FAR, odds[0], odds[0], odds[0]]
    assert most_after.tolist() == [odds[1], odds[3], odds[3], FAR]


def test_both_readings_count_the_same() -> None:
    assert np.allclose(together(np.array([[0.9]]), np.array([[-np.log(9)]])), 0.5)


def test_what_tells_nothing_is_left_out_of_the_story() -> None:
    rng = np.random.default_rng(0)
    told = rng.uniform(0.01, 0.9, (5, len(LABELS)))
    with_idle = np.insert(told, 2, 0.0, axis=0)
    again = STORY.again(with_idle, LABELS)
    assert not again[2].any()
    assert np.allclose(np.delete(again, 2, axis=0), STORY.again(told, LABELS))


def test_only_parts_are_read_again() -> None:
    assert {label.partition(".")[0] for label in STORY.labels} == {"context", "impact", "ownership", "mitigation", "growth"}
    likely = np.full((3, len(LABELS)), 0.3)
    flags = [place for place, label in enumerate(LABELS) if label.startswith("flag.")]
    assert (STORY.again(likely, LABELS)[:, flags] == 0.3).all()
    assert STORY.again(np.zeros((0, len(LABELS))), LABELS).shape == (0, len(LABELS))
