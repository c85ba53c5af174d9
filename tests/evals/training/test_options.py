"""The rated turns that the interviewer learned from, and what it learned."""

from collections import Counter
from pathlib import Path

import pytest

from agents.errors import DataError
from agents.library.hooks import load_hooks
from evals.labels.options import RatedPlace, rated_places, rated_talks
from evals.labels.talks import lines_of, talks
from evals.training.options import WORTH, learned, report, rows


def test_every_rated_turn_is_about_a_sentence_of_our_own_talks() -> None:
    answers = {talk.id: talk.answers for talk in rated_talks()}
    for place in rated_places():
        text = answers[place.talk][place.answer]
        assert all(text[option.start : option.end].strip() for option in place.options), place


def test_nothing_is_learned_from_talks_that_are_only_for_measuring() -> None:
    assert not {place.talk for place in rated_places()} & {talk.id for talk in talks("unseen")}


def test_what_was_learned_prefers_what_readers_called_good() -> None:
    some = rows()[::7]
    model = learned(some)
    weights = {feature: weight["fits"] for feature, weight in model["features"].items()}
    of = [(sum(weights.get(feature, 0.0) for feature in row.features), row.option.rating) for row in some]
    mean = {rating: sum(f for f, r in of if r == rating) / Counter(r for _, r in of)[rating] for rating in WORTH}
    assert mean["good"] > mean["acceptable"] > mean["bad"]


def test_only_hooks_that_are_shipped_are_learned() -> None:
    shipped = {hook.name for hook in load_hooks(None)[0]}
    assert {row.option.hook for row in rows()[::5]} - {""} <= shipped


def test_the_report_says_how_good_the_best_fitting_turns_are() -> None:
    rated = rows()
    lines = report(rated, [float(row.option.rating == "good") for row in rated])
    count = len({row.place for row in rated if row.option.kind == "prompt"})
    quarter = next(line for line in lines if line.startswith("best prompt") and f"at {round(count / 4)} " in line)
    assert "fit 0.00 or better" in quarter
    assert lines[2].endswith("1.00 good, 0.00 acceptable, 0.00 bad")


def test_a_line_that_is_no_rating_is_named(tmp_path: Path) -> None:
    file = tmp_path / "options.jsonl"
    file.write_text('{"talk": "x", "answer": 0, "reader": "r", "options": []}\n', encoding="utf-8")
    with pytest.raises(DataError, match="line 1"):
        list(lines_of(file, RatedPlace))
