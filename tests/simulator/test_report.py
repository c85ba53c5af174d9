"""Reports: what people said stays words in every format, and quotes are theirs."""

import json
from datetime import UTC, datetime

import pytest

from agents.moves import DIMENSIONS
from agents.offline.judge import OfflineJudge
from agents.transcript import Transcript, Turn
from simulator import report
from simulator.store import Record
from tests.cast import CHANGE, RUBRIC, STORY, said, setup

EVIL = "<script>alert(1)</script> # head *bold* [link](http://x) `code` I decided to skip the load test and lost 40 customers."


def finished(*texts: str) -> tuple[Record, Transcript]:
    transcript = (Turn(speaker="interviewer", text="Tell me about a time you failed."), *said(*texts))
    card = OfflineJudge(RUBRIC).scorecard(transcript, "abc")
    return Record(id="abc", created=datetime.now(UTC), setup=setup(), seconds=301, ended="covered", scorecard=card), transcript


def test_the_report_quotes_and_says_what_to_work_on() -> None:
    record, transcript = finished(STORY)
    text = report.markdown(record, transcript, RUBRIC)
    assert "Overall" in text
    assert "## What to work on" in text
    for dimension in DIMENSIONS:
        assert f"{RUBRIC.dimensions[dimension].title}" in text
    assert "I decided to skip the load test" in text
    assert len(report.to_work_on(record.scorecard, RUBRIC)) == 2  # type: ignore[arg-type]


def test_somebodys_words_are_never_markup() -> None:
    record, transcript = finished(EVIL)
    page = report.html(record, transcript, RUBRIC)
    assert "<script>" not in page
    assert "<strong>bold" not in page
    assert "<em>bold" not in page
    assert 'href="http://x"' not in page
    assert "alert(1)" in page
    assert "\n# head" not in report.markdown(record, transcript, RUBRIC)


def test_the_page_needs_nothing_else() -> None:
    page = report.html(*finished(STORY, CHANGE), RUBRIC)
    assert "default-src 'none'" in page
    for outside in ("<link", "<img", "src=", "http://", "https://", "<script"):
        assert outside not in page


def test_an_unfinished_interview_says_how_to_go_on() -> None:
    record = Record(id="abc", created=datetime.now(UTC), setup=setup())
    assert "interview resume abc" in report.markdown(record, (), RUBRIC)
    assert json.loads(json.dumps(report.document(record, ())))["scorecard"] is None


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.9, "0:59"), (61, "1:01"), (3600, "60:00")])
def test_durations(seconds: float, shown: str) -> None:
    assert report.duration(seconds) == shown
