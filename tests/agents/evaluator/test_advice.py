"""Advice: made of the candidate's own words and of what is missing, and there is some for a perfect story, too."""

from agents.evaluator.offline import OfflineEvaluator
from agents.moves import DIMENSIONS
from agents.scorecard import Advice
from evals.labels.answers import read_labelled, transcript_of
from tests.fakes import CHANGE, REPAIR, RUBRIC, STORY, said

JUDGE = OfflineEvaluator.shipped(RUBRIC)
IDLE = "The building has a big car park behind it, and there is a nice view of the river from the third floor on most days."


def advice(*texts: str) -> Advice:
    found = JUDGE.scorecard(said(*texts), "x").advice
    assert found is not None
    return found


def test_it_quotes_the_strongest_sentence_and_the_place_where_something_is_missing() -> None:
    found = advice(f"{STORY} {REPAIR}")
    assert found.strongest is not None
    assert found.strongest.quote in f"{STORY} {REPAIR}"
    assert found.strongest_shows
    assert found.weakest_in == "growth"
    assert found.weakest_lacks == RUBRIC.dimensions["growth"].parts["measure"].missing
    assert found.drill == RUBRIC.dimensions["growth"].parts["measure"].drill
    assert found.follow_up.endswith(RUBRIC.dimensions["growth"].parts["measure"].question)


def test_idle_words_are_what_to_leave_out() -> None:
    found = advice(f"{STORY} {IDLE} {REPAIR} {CHANGE}")
    assert found.leave_out is not None
    assert "car park" in found.leave_out.quote
    assert advice(f"{STORY} {REPAIR} {CHANGE}").leave_out is None


def test_a_perfect_card_gets_something_to_grow_by() -> None:
    perfect = [a for a in read_labelled() if a.marks.overall == 5]
    cards = [JUDGE.scorecard(transcript_of(a), a.id) for a in perfect]
    full = [card for card in cards if all(mark.score == 5 for mark in card.dimensions.values())]
    assert full
    assert all(card.advice and card.advice.drill and card.advice.follow_up for card in full)


def test_each_step_has_its_time_beside_what_it_should_take() -> None:
    shares = advice(f"{STORY} {REPAIR} {CHANGE}").shares
    assert list(shares) == list(DIMENSIONS)
    assert all(share.least < share.most for share in shares.values())
    assert 0 < sum(share.given for share in shares.values()) <= 102
    assert shares["growth"].seconds > 0


def test_every_part_has_a_drill() -> None:
    parts = [part for scale in RUBRIC.dimensions.values() for part in scale.parts.values()]
    assert len({part.drill for part in parts}) == len(parts)
    assert all(part.drill for part in parts)
