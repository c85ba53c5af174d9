"""What a clause carries: learned from labels, so the sentences here are other people's."""

import pytest

from agents.reading.answer import shipped_reader
from agents.reading.clauses import clauses_of
from agents.reading.features import deduplicated, own_features, tokens
from agents.reading.weights import load_reading_weights

HEARD = [
    ("I was the head baker at a hotel in Leeds", "context", "role"),
    ("It cost us eleven thousand euros and three weeks", "impact", "size"),
    ("so two hundred families had no water until Sunday", "impact", "party"),
    ("because I thought nobody would notice", "ownership", "why"),
    ("and I told my manager the same afternoon", "mitigation", "tell"),
    ("I rang every customer and apologised", "mitigation", "tell"),
    ("Since then we use a checklist before every delivery", "growth", "measure"),
    ("and it has not happened again in two years", "growth", "held"),
]

WEIGHTS = load_reading_weights()


@pytest.mark.parametrize(("clause", "dimension", "part"), HEARD)
def test_a_clause_carries_a_part(clause: str, dimension: str, part: str) -> None:
    found = {(f.dimension, f.part) for f in shipped_reader().read(clause).findings}
    assert (dimension, part) in found


@pytest.mark.parametrize("clause", ["The weather was nice that day", "He plays the piano", "You know how it is"])
def test_small_talk_carries_nothing_of_weight(clause: str) -> None:
    assert not {f.dimension for f in shipped_reader().read(clause).plain} & {"ownership", "mitigation", "growth"}


def test_who_acts_whether_it_was_done_and_whether_it_is_denied() -> None:
    told = [
        ("I signed the order", "i", False, False),
        ("and sent it to the printer", "i", False, False),
        ("but the customers were told nothing", "they", False, True),
        ("we would ask them next time", "we", True, False),
        ("because it had not arrived", "nobody", False, True),
    ]
    clauses = clauses_of(", ".join(words for words, *_ in told) + ".", WEIGHTS.borders)
    assert [(c.agency, c.hypothetical, c.negated) for c in clauses] == [tuple(how) for _, *how in told]


def test_numbers_and_money_are_made_alike() -> None:
    assert tokens("We didn't lose 1,200 or five, but €3.") == ["we", "did", "not", "lose", "#", "or", "#", "but", "$", "#"]


def test_every_clause_has_features_and_every_label_is_one_of_the_rubrics() -> None:
    text = "I forgot it. Two shops closed, and we called them at once."
    clauses = clauses_of(text, WEIGHTS.borders)
    assert len(clauses) == 3 == sum(bool(own_features(text, clause)) for clause in clauses)
    kinds = {"context", "impact", "ownership", "mitigation", "growth", "flag", "feeling"}
    assert {label.partition(".")[0] for label in WEIGHTS.findings.labels} <= kinds


def test_what_was_said_before_says_nothing_new() -> None:
    text = "I forgot it. Two shops closed. I forgot it!"
    clauses = clauses_of(text, WEIGHTS.borders)
    assert deduplicated(text, clauses) == [True, True, False]
    once, twice = shipped_reader().read(text[:30]), shipped_reader().read(text)
    assert twice.likely[2] == (0.0,) * len(twice.likely[0])
    assert twice.likely[:2] == once.likely


def test_a_clause_says_the_same_wherever_it_stands() -> None:
    told = "I skipped the test. Two shops closed for a day. I told my boss at once."
    turned = "I told my boss at once. It was raining that week. Two shops closed for a day. I skipped the test."
    one, other = shipped_reader().read(told), shipped_reader().read(turned)
    rows = {other.text[c.start : c.end]: row for c, row in zip(other.clauses, other.likely, strict=True)}
    assert all(rows[one.text[c.start : c.end]] == row for c, row in zip(one.clauses, one.likely, strict=True))
