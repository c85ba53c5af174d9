"""Reports: what people said stays words in every format, and quotes are theirs."""

import json
from datetime import UTC, datetime

import pytest

from agents.evaluator.offline import OfflineEvaluator
from agents.moves import DIMENSIONS
from agents.transcript import Provenance, Transcript, Turn
from simulator.report.content import Report, duration, report_of
from simulator.report.document import document
from simulator.report.markdown import markdown
from simulator.report.page import page
from simulator.store import Record
from tests.fakes import CHANGE, RUBRIC, STORY, said, setup

EVIL = "<script>alert(1)</script> # head *bold* [link](http://x) `code` I decided to skip the load test and lost 40 customers."


def kept(*texts: str) -> tuple[Record, Transcript]:
    transcript = (Turn(speaker="interviewer", text="Tell me about a time you failed."), *said(*texts))
    card = OfflineEvaluator.shipped(RUBRIC).scorecard(transcript, "abc")
    return Record(id="abc", created=datetime.now(UTC), setup=setup(), seconds=301, ended="covered", scorecard=card), transcript


def report(*texts: str) -> Report:
    record, transcript = kept(*texts)
    return report_of(record, transcript, [Provenance()] * len(transcript), RUBRIC)


def test_the_report_quotes_and_says_what_to_work_on() -> None:
    text = markdown(report(STORY))
    assert "Overall" in text
    assert "## What to practise" in text
    for dimension in DIMENSIONS:
        assert f"{RUBRIC.dimensions[dimension].title}" in text
    assert "I decided to skip the load test" in text
    card = report(STORY).card
    assert card is not None
    assert [title for title, _ in card.advice][:4] == [
        "Your strongest sentence",
        "The weakest place",
        "One drill for tomorrow",
        "What a panel would ask next",
    ]


def test_what_a_reason_quotes_is_not_quoted_again() -> None:
    card = report(STORY, CHANGE).card
    assert card is not None
    for dimension in card.dimensions:
        assert all(quote.words.strip(" .,;:!") not in dimension.reason for quote in dimension.unquoted)


def test_somebodys_words_are_never_markup() -> None:
    text = markdown(report(EVIL))
    html = page("A failure", text)
    assert "<script>" not in html
    assert "<strong>bold" not in html
    assert "<em>bold" not in html
    assert 'href="http://x"' not in html
    assert "alert(1)" in html
    assert "\n# head" not in text


def test_the_page_needs_nothing_else() -> None:
    html = page("A failure", markdown(report(STORY, CHANGE)))
    assert "default-src 'none'" in html
    for outside in ("<link", "<img", "src=", "http://", "https://", "<script"):
        assert outside not in html


def test_an_unfinished_interview_says_how_to_go_on() -> None:
    record = Record(id="abc", created=datetime.now(UTC), setup=setup())
    assert "interview resume abc" in markdown(report_of(record, (), (), RUBRIC))
    assert json.loads(json.dumps(document(record, (), ())))["scorecard"] is None


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.9, "0:59"), (61, "1:01"), (3600, "60:00")])
def test_durations(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown
