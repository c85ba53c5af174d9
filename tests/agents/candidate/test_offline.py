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
        "That is all.",
        "That is all.",
    ]


@pytest.mark.parametrize("name", ["weak", "middling", "strong"])
def test_the_shipped_ledgers_hold_something_for_every_rule(name: str) -> None:
    ledger = load_named("candidates", name, Ledger, None)
    assert {fact.disclosed for fact in ledger.facts} >= {"freely", "if_asked"}
