"""A simulated candidate tells a fact only when its rule is met, and invents none."""

import asyncio

import pytest

from agents.candidate.offline import OfflineCandidate
from agents.library.candidates import Ledger
from agents.library.files import load_named
from agents.moves import Dimension, Move
from agents.transcript import Turn

LEDGER = Ledger.model_validate(
    {
        "name": "x",
        "title": "X",
        "summary": "X.",
        "opening": "So.",
        "manner": {"has_nothing": ["That is all."]},
        "gold": dict.fromkeys(("context", "impact", "ownership", "mitigation", "growth"), 3),
        "facts": [
            {"about": "context", "text": "Told freely.", "disclosed": "freely"},
            {"about": "growth", "text": "Told when asked.", "disclosed": "if_asked"},
            {"about": "growth", "text": "Told when pressed.", "disclosed": "if_pressed"},
        ],
    }
)


def asked(*dimensions: Dimension | None) -> list[str | None]:
    """What the candidate says to the opening and to a probe about each dimension in turn."""
    candidate, turns, answers = OfflineCandidate(LEDGER), list[Turn](), []
    for dimension in dimensions:
        move = Move(kind="dig", dimension=dimension) if dimension else Move(kind="open")
        turns.append(Turn(speaker="interviewer", text="?", move=move))
        answers.append(asyncio.run(candidate.answer(tuple(turns))))
        turns.append(Turn(speaker="candidate", text=answers[-1] or ""))
    return answers


def test_facts_come_out_by_their_rules() -> None:
    assert asked(None, "growth", "growth", "growth", "impact") == [
        "So. Told freely.",
        "Told when asked.",
        "Told when pressed.",
        "Like I told you, told when pressed.",
        "That is all.",
    ]


def test_it_asks_back_once_where_its_file_says_so_and_then_answers_what_was_asked() -> None:
    aside = {"turn": 2, "text": "How do you mean?"}
    candidate = OfflineCandidate(Ledger.model_validate(LEDGER.model_dump() | {"asides": [aside]}))
    asked = Move(kind="dig", dimension="growth", part="measure")
    turns: list[Turn] = []
    for move in (Move(kind="open"), asked, Move(kind="rephrase", dimension="growth", part="measure")):
        turns.append(Turn(speaker="interviewer", text="?", move=move))
        turns.append(Turn(speaker="candidate", text=asyncio.run(candidate.answer(tuple(turns))) or ""))
    assert [turn.text for turn in turns[1::2]] == ["So. Told freely.", "How do you mean?", "Told when asked."]


def test_it_goes_on_when_it_is_let() -> None:
    candidate = OfflineCandidate(LEDGER)
    opening = Turn(speaker="interviewer", text="?", move=Move(kind="open"))
    first = Turn(speaker="candidate", text=asyncio.run(candidate.answer((opening,))) or "")
    then = Turn(speaker="interviewer", text="And then?", move=Move(kind="continue"))
    assert asyncio.run(candidate.answer((opening, first, then))) == "Told when asked."


@pytest.mark.parametrize("name", ["weak", "middling", "strong"])
def test_the_shipped_ledgers_hold_something_for_every_rule(name: str) -> None:
    ledger = load_named("candidates", name, Ledger, None)
    assert {fact.disclosed for fact in ledger.facts} >= {"freely", "if_asked"}
