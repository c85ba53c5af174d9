"""The measure of listening: it judges the words alone, and cannot be flattered."""

import json
from datetime import date
from pathlib import Path

import pytest

from evals.blunders import judged, stock, topic, whole
from evals.kinds.listening import STRAWS, straw_turns
from evals.labels.talks import Said, Talk, act_examples, talks
from evals.ratings import kept, report

NOTHING = dict.fromkeys(("context", "impact", "ownership", "mitigation", "growth"), False)
OPENING = "Tell me about a time you failed."


def answer(act: str, *told: str, hook: str | None = None, heard_by: tuple[str, ...] = ()) -> Said:
    return Said.model_validate(
        {"text": "I cut the check, and forty people fell ill.", "act": act, "told": NOTHING | dict.fromkeys(told, True)}
        | {"hook": hook, "good": ["Forty people. Who told you?"], "bad": "", "heard_by": heard_by}
    )


def found(said: str, *answers: Said, before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The blunders of a turn after the last of the answers."""
    talk = Talk(id="x", who="x", answers=(*answers, answer("answer")))
    return judged(talk, [OPENING, *before, said, "And then?"])[len(answers) - 1].blunders


@pytest.mark.parametrize(
    ("said", "given", "blunders"),
    [
        ("Which part of it was yours?", answer("answer", "ownership"), ("told-again",)),
        ("Which part of it was yours?", answer("answer", "impact"), ()),
        ("What do you do differently now?", answer("answer", "context"), ("early-growth",)),
        ("What do you do differently now?", answer("answer", "impact"), ()),
        ("What happened because of it?", answer("not_finished"), ("deaf",)),
        ("Of course, go on.", answer("not_finished"), ()),
        ("Who else was part of this?", answer("ask_choice"), ("deaf",)),
        ("Whichever you like.", answer("ask_choice"), ()),
        ("What was the first thing you did?", answer("ask_time"), ("deaf",)),
        ("Take your time.", answer("ask_time"), ()),
        ("What did you do first?", answer("correction"), ("deaf",)),
        ("Eleven, then. And what did you do?", answer("correction", heard_by=("eleven",)), ()),
        ("What was your job?", answer("ask_repeat"), ("deaf",)),
        ("Once more: tell me about a time you failed.", answer("ask_repeat"), ()),
        ("“forty people fell” is what I heard. And then?", answer("answer"), ("cut-quote",)),
        ("“Forty people fell ill.” And then?", answer("answer"), ()),
    ],
)
def test_a_blunder_is_seen_in_the_words(said: str, given: Said, blunders: tuple[str, ...]) -> None:
    assert found(said, given) == blunders


def test_the_same_again_is_a_repeat_and_saying_nothing_twice_is_idle() -> None:
    told = answer("answer", hook="forty people")
    assert found("And then?", told, told, before=("And then?",)) == ("repeat",)
    assert found("I see.", told, told, before=("Go on.",)) == ("idle",)


def test_what_comes_in_more_than_a_third_of_the_talks_is_stock() -> None:
    turns = [(f"talk {k}", "What changed?" if k < 3 else f"What happened in year {k}?") for k in range(6)]
    assert stock(turns) == {"what changed?": 3}


@pytest.mark.parametrize(("quote", "is_whole"), [("I cut the check", True), ("cut the", False), ("never said", None)])
def test_a_quotation_is_whole_cut_or_invented(quote: str, is_whole: bool | None) -> None:
    assert whole(quote, ["I cut the check, and that was that."]) is is_whole


def test_the_topic_of_a_question_is_in_its_words() -> None:
    assert topic("How much money did it cost?") == "impact"
    assert topic("What do you do differently since then?") == "growth"
    assert topic("And then?") is None
    assert topic("I see.") is None


@pytest.mark.parametrize("straw", STRAWS)
def test_a_straw_interviewer_fails(straw: str) -> None:
    rows = [row for talk in talks("unseen")[:12] for row in judged(talk, straw_turns(talk, straw))]
    assert sum(not row.blunders for row in rows) / len(rows) < 0.6


def test_there_are_forty_talks_half_of_them_only_measured_on() -> None:
    tuned, unseen = talks("tuned-on"), talks("unseen")
    assert len(unseen) >= 20
    assert len(tuned) + len(unseen) >= 40
    assert not {talk.writer for talk in tuned} & {talk.writer for talk in unseen}
    for talk in (*tuned, *unseen):
        assert sum(said.act != "answer" for said in talk.answers) >= 2
        assert all(said.good and said.bad for said in talk.answers)
    counts = [example.act for example in act_examples("unseen")]
    assert all(counts.count(act) >= 20 for act in set(counts))


def test_ratings_are_reported_by_source_with_the_agreement_of_the_readers(tmp_path: Path) -> None:
    folder = tmp_path / "batch"
    folder.mkdir()
    sources = {"0": "ours", "1": "ours", "2": "hand-written"}
    key = [{"id": name, "source": source, "talk": f"talk {name}"} for name, source in sources.items()]
    (folder / "key.jsonl").write_text("".join(json.dumps(row) + "\n" for row in key))
    rows = []
    for reader, ratings in (("a", ("bad", "good", "good")), ("b", ("bad", "acceptable", "good"))):
        file = tmp_path / f"{reader}.jsonl"
        file.write_text("".join(json.dumps({"id": str(k), "rating": r, "why": ""}) + "\n" for k, r in enumerate(ratings)))
        rows += kept(folder, file, reader, date(2026, 11, 30))
    lines = report(rows)
    assert lines[0].startswith("hand-written: 1 turns, good 100% (100% to 100%)")
    assert lines[1].startswith("ours: 2 turns, good 25%")
    assert lines[2] == "a and b: linear weighted kappa 0.67 on 3 turns"
