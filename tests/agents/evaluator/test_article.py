"""The article's own example answer, which is not in the project: give its path as ARTICLE=PATH."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.evaluator.offline import OfflineEvaluator
from agents.transcript import Transcript, Turn
from tests.fakes import RUBRIC, said

JUDGE = OfflineEvaluator.shipped(RUBRIC)
ASKED = ("Tell me about a time you failed.", "Why did you go ahead?", "What did you do about it?", "What changed since?")

pytestmark = pytest.mark.skipif("ARTICLE" not in os.environ, reason="ARTICLE does not say where the article is")


def example() -> list[str]:
    """The paragraphs of the example, which begins two paragraphs after its heading."""
    paragraphs = Path(os.environ["ARTICLE"]).read_text(encoding="utf-8").split("\n\n")
    first = next(k for k, paragraph in enumerate(paragraphs) if paragraph.strip() == "Example Response")
    last = next(k for k, paragraph in enumerate(paragraphs) if paragraph.strip() == "Summary" and k > first)
    return [paragraph.strip() for paragraph in paragraphs[first + 2 : last]]


def in_turns() -> Transcript:
    paragraphs = example()
    size = -(-len(paragraphs) // len(ASKED))
    parts = [" ".join(paragraphs[k : k + size]) for k in range(0, len(paragraphs), size)]
    pairs = zip(ASKED, parts, strict=False)
    return tuple(turn for asked, part in pairs for turn in (Turn(speaker="interviewer", text=asked), *said(part)))


def as_text() -> Transcript:
    return said("\n\n".join(example()))


@pytest.mark.parametrize("told", [as_text, in_turns])
def test_a_good_example_is_marked_as_one(told: Callable[[], Transcript]) -> None:
    card = JUDGE.scorecard(told(), "x")
    assert (card.dimensions["growth"].score or 0) >= 4
    assert (card.overall or 0) >= 4
