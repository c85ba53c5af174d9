"""Answers and transcripts of other people's: scored as they are, and a bad line costs only itself."""

import asyncio
import json

import pytest

from agents.evaluator.offline import OfflineEvaluator
from agents.moves import DIMENSIONS
from agents.scorecard import Scorecard
from simulator.errors import InputError
from simulator.scoring import read_case, score_batch
from tests.fakes import RUBRIC, STORY


def scored(*lines: bytes) -> list[tuple[Scorecard, bool]]:
    async def every() -> list[tuple[Scorecard, bool]]:
        return [pair async for pair in score_batch(OfflineEvaluator.shipped(RUBRIC), RUBRIC, lines)]

    return asyncio.run(every())


def test_the_scorecard_keeps_the_contract() -> None:
    (card, good), *rest = scored(json.dumps({"id": "a", "text": STORY}).encode())
    assert good
    assert rest == []
    document = card.model_dump(mode="json")
    expected = {"id", "rubric", "rubric_version", "engine", "model", "scored", "unscored_reason", "dimensions", "red_flags"}
    assert expected | {"overall", "verdict"} <= set(document)
    assert [document[key] for key in ("id", "rubric", "engine", "model")] == ["a", "antifragility", "offline", None]
    assert list(document["dimensions"]) == list(DIMENSIONS)
    for mark in document["dimensions"].values():
        assert {"score", "state", "confidence", "reason", "missing", "question", "evidence"} <= set(mark)
        for piece in mark["evidence"]:
            assert STORY[piece["start"] : piece["end"]] == piece["quote"]


def test_a_batch_is_answered_line_by_line_in_order() -> None:
    lines = [
        b'{"id": "first", "text": "I failed."}',
        b"",
        b"not json",
        b'{"id": "third"}',
        b'{"id": 4, "text": "x", "turns": []}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"id": "last", "turns": [{"speaker": "interviewer", "text": "?"}, {"speaker": "candidate", "text": "I failed."}]}',
    ]
    got = scored(*lines)
    assert [card.id for card, _ in got] == ["first", "line 3", "third", "4", "line 6", "line 7", "last"]
    assert [good for _, good in got] == [True, False, False, False, False, False, True]
    for card, good in got:
        assert card.scored or (not good and (card.unscored_reason or "").startswith("Line "))


def test_evidence_counts_all_turns_and_code_points() -> None:
    turns = [{"speaker": "interviewer", "text": "Go on 🙂?"}, {"speaker": "candidate", "text": f"🙂🙂 {STORY}"}]
    ((card, _),) = scored(json.dumps({"id": "a", "turns": turns}).encode())
    pieces = card.dimensions["ownership"].evidence
    assert pieces
    assert all(piece.turn == 1 and piece.quote == turns[1]["text"][piece.start : piece.end] for piece in pieces)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "not valid JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "give either 'text' or 'turns'"),
        (b'{"turns": [{"speaker": "nobody", "text": ""}]}', "turns.0.speaker"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_case(data)


def test_a_text_is_taken_as_it_is_and_a_transcript_is_known_by_its_look() -> None:
    assert read_case(f"\ufeff{STORY}".encode(), plain_text=True).text == STORY
    assert read_case(b'{"id": "x", "text": "I failed."}', plain_text=True).text == "I failed."
    assert read_case(b"{brackets} are words", plain_text=True).text == "{brackets} are words"
