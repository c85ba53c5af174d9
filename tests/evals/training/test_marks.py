"""How marks are learned and measured: on our own labelled answers, and what must hold for every one of them."""

import pytest

from agents.evaluator.offline import OfflineEvaluator
from agents.rubric import NO_REAL_FAILURE, load_rubric
from agents.scorecard import Scorecard
from agents.transcript import Turn
from evals.kinds.metamorphic import moved
from evals.labels.answers import read_labelled, said_by, transcript_of
from evals.labels.baselines import by_word_count, by_words
from evals.labels.changes import FALLING, STILL
from evals.labels.variants import as_transcribed, nothing_said, with_idle_talk
from evals.training.learn import learn


@pytest.fixture(scope="module")
def evaluator() -> OfflineEvaluator:
    return OfflineEvaluator.shipped(load_rubric())


@pytest.fixture(scope="module")
def cards(evaluator: OfflineEvaluator) -> dict[str, Scorecard]:
    return {answer.id: evaluator.scorecard(transcript_of(answer), answer.id) for answer in read_labelled()}


def test_every_mark_above_one_stands_on_words_that_the_candidate_said(cards: dict[str, Scorecard]) -> None:
    for answer in read_labelled():
        for mark in cards[answer.id].dimensions.values():
            assert mark.evidence or not mark.score or mark.score == 1
            for span in mark.evidence:
                turn = answer.turns[span.turn]
                assert turn.speaker == "candidate"
                assert span.quote == turn.text[span.start : span.end]


def test_a_mark_keeps_to_what_its_overall_allows(cards: dict[str, Scorecard]) -> None:
    for card in cards.values():
        flags = {flag.flag for flag in card.red_flags}
        assert card.overall == 1 or not flags & NO_REAL_FAILURE


def test_what_must_not_move_by_construction_does_not(evaluator: OfflineEvaluator, cards: dict[str, Scorecard]) -> None:
    exact = {"everything said by the interviewer", "layout: soft hyphens", "layout: quoted in mail", "layout: Q and A"}
    changes = [change for change in STILL if change.name in exact]
    assert len(changes) == len(exact)
    for change in changes:
        for answer in read_labelled()[::27]:
            if change.name == "layout: quoted in mail" and answer.kind == "list":
                continue  # once it is wrapped, a line below a list may as well belong to its last point
            changed = change.make(answer)
            assert changed is not None
            assert not any(moved(cards[answer.id], evaluator.scorecard(changed, answer.id))), (change.name, answer.id)


def test_every_change_changes_something_and_touches_no_interviewer() -> None:
    for change in (*STILL, *FALLING):
        made = [(answer, change.make(answer)) for answer in read_labelled()[::5]]
        assert any(changed is not None for _, changed in made), change.name
        assert any(changed and changed != transcript_of(answer) for answer, changed in made), change.name


def test_a_retraction_takes_ownership_back(evaluator: OfflineEvaluator) -> None:
    owned = "I decided to skip the test myself because I was sure of my own work. Two hundred shops could not sell for a day."
    before = evaluator.scorecard((Turn(speaker="candidate", text=owned),), "a")
    retracted = f"{owned} Actually, that wasn't me, a colleague did it."
    after = evaluator.scorecard((Turn(speaker="candidate", text=retracted),), "b")
    assert (before.dimensions["ownership"].score or 0) >= 3
    assert after.dimensions["ownership"].score == 1


def test_an_evaluator_that_knows_few_answers_marks_by_them_alone() -> None:
    known = [answer for answer in read_labelled() if not answer.in_test and answer.writer in ("trades", "starters", "product")]
    new = next(answer for answer in read_labelled() if answer.writer == "mixed")
    few, shipped = learn(known[::3]).evaluator(load_rubric()), OfflineEvaluator.shipped(load_rubric())
    assert few.scorecard(transcript_of(new), new.id).scored
    cards = [[evaluator.scorecard(transcript_of(a), a.id).dimensions for a in known[1:40:3]] for evaluator in (few, shipped)]
    assert cards[0] != cards[1]


def test_variants_keep_what_each_label_points_at() -> None:
    for answer in read_labelled()[::7]:
        idle, bare = with_idle_talk(answer), as_transcribed(answer)
        assert any(line in said_by(idle) for line in nothing_said())
        assert len(said_by(bare)) == len(said_by(answer))
        for before, after in zip(answer.clauses, idle.clauses, strict=True):
            words = answer.turns[before.turn].text[before.start : before.end]
            assert idle.turns[after.turn].text[after.start : after.end] == words


def test_baselines_give_as_many_of_each_mark_as_are_known() -> None:
    answers = [answer for answer in read_labelled() if answer.writer == "product"]
    marks = [answer.marks.overall for answer in answers]
    for guessed in (by_word_count(marks, answers), by_words(answers, {"overall": marks}, answers)["overall"]):
        assert all(abs(guessed.count(mark) - marks.count(mark)) <= 1 for mark in range(1, 6))  # two answers may be equally long
