"""The candidate's own words, cut at phrase borders, and the statements that contradict each other."""

import pytest

from agents.reading.answer import shipped_reader
from agents.reading.clauses import split_clauses
from agents.reading.contradictions import contradiction
from agents.reading.quotes import quote
from tests.fakes import CHANGE, REPAIR, STORY

READER = shipped_reader()


@pytest.mark.parametrize(
    ("clause", "cut"),
    [
        ("I decided to skip the load test", "I decided to skip the load test"),
        ("and um so I skipped the load test,", "I skipped the load test"),
        ("I told them that evening, and after that I called the twelve largest customers", "I told them that evening"),
        ("Yes.", ""),
        ("was it really my fault?", ""),
        ("we went to the", ""),
        ("because we were late.", "we were late"),
    ],
)
def test_quotes_are_cut_at_phrase_borders(clause: str, cut: str) -> None:
    assert quote(clause) == cut


@pytest.mark.parametrize("text", [STORY, REPAIR, CHANGE, f"{STORY} {REPAIR} {CHANGE}".lower().replace(".", " and")])
def test_quotes_are_the_candidates_words_and_short(text: str) -> None:
    for start, end in split_clauses(text, READER.weights.borders):
        words = quote(text[start:end])
        assert words in " ".join(text.split())
        assert len(words.split()) <= 12


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("400 customers left us.", "In the end 40 customers left."),
        ("I told my boss the same day.", "Well, I never told anybody."),
        ("It was my decision.", "It wasn't my decision, really."),
        ("That year many customers complained.", "Nobody complained to our shop."),
    ],
)
def test_a_contradiction_is_seen(before: str, now: str) -> None:
    found = contradiction([READER.read(before), READER.read(now)])
    assert found is not None
    assert found[0] in before
    assert found[1] in now


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("400 customers left us.", "Sorry, I meant 40 customers."),
        ("400 customers left us.", "It cost 400,000 euros in two months."),
        ("I told my boss the same day.", "I told my team a day later."),
        (STORY, f"{REPAIR} {CHANGE}"),
    ],
)
def test_a_correction_and_another_matter_are_none(before: str, now: str) -> None:
    assert contradiction([READER.read(before), READER.read(now)]) is None
