"""Every persona with every candidate: interviews that end, in good words, each in its own manner."""

from itertools import pairwise

import pytest

from agents.library.candidates import Ledger
from agents.library.files import load_all, load_named
from agents.library.personas import Persona
from agents.reading.answer import shipped_reader
from agents.transcript import Transcript
from evals.kinds.conduct import broken_promises, faults
from tests.agents.interviewer.interviewed import interview
from tests.fakes import setup

PERSONAS = [entry.name for entry in load_all("personas", Persona, None)[0]]
LEDGERS = [entry.name for entry in load_all("candidates", Ledger, None)[0]]
QUESTION = setup().question


def talk(persona: str, ledger: str, seed: int, limit_s: float | None = None) -> Transcript:
    return interview(
        load_named("personas", persona, Persona, None), QUESTION, load_named("candidates", ledger, Ledger, None), seed, limit_s
    )


def asked(turns: Transcript) -> list[str]:
    return [turn.text for turn in turns if turn.speaker == "interviewer"]


def test_there_are_six_personas_and_sixteen_candidates_and_more() -> None:
    assert len(PERSONAS) == 6
    assert len(LEDGERS) >= 16
    assert {"empty", "gibberish", "repeating", "injecting"} <= set(LEDGERS)


@pytest.mark.parametrize("ledger", LEDGERS)
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_persona_with_every_candidate(persona: str, ledger: str) -> None:
    for seed, limit in ((1, None), (2, 900), (3, 240)):
        turns = talk(persona, ledger, seed, limit)
        assert faults(turns) == []
        assert broken_promises(turns, load_named("personas", persona, Persona, None), limit) == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_a_candidate_has_to_tell_comes_out(persona: str) -> None:
    ledger = load_named("candidates", "strong", Ledger, None)
    said = " ".join(turn.text for turn in talk(persona, "strong", 5) if turn.speaker == "candidate")
    told = sum(fact.text in said for fact in ledger.facts)
    assert told / len(ledger.facts) >= 0.7


@pytest.mark.parametrize("persona", PERSONAS)
def test_two_interviews_by_one_persona_do_not_sound_alike(persona: str) -> None:
    talks = [set(asked(talk(persona, "middling", seed))) for seed in range(5)]
    shares = [len(a & b) / min(len(a), len(b)) for a, b in pairwise(talks)]
    assert sum(shares) / len(shares) <= 0.45  # what fits best in the same answers is much the same


def test_two_personas_on_the_same_answers_plainly_differ() -> None:
    talks = [set(asked(talk(persona, "strong", 7))) for persona in PERSONAS]
    for a, b in pairwise(talks):
        assert len(a & b) / min(len(a), len(b)) <= 0.35


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_contradiction_does_not_pass(persona: str) -> None:
    turns = talk(persona, "contradicting-manager", 1)
    kinds = [(turn.move.kind, turn.move.part) for turn in turns if turn.move is not None]
    assert ("challenge", "inconsistent") in kinds


def test_somebody_who_cannot_share_is_not_interrogated() -> None:
    pressed = []
    for persona in PERSONAS:
        turns = talk(persona, "nda-product-manager", 1)
        for place, turn in enumerate(turns[1:-1], start=1):
            before, after = turns[place - 1].move, turns[place + 1].move
            if shipped_reader().read(turn.text).act == "cannot_share" and before is not None and after is not None:
                pressed.append(after.is_probe and after.dimension == before.dimension)
    assert pressed
    assert not any(pressed)


def test_a_trivial_failure_is_asked_about_once_more() -> None:
    for ledger in ("trivial-student", "humblebrag-executive"):
        kinds = [turn.move.kind for turn in talk("warm-mentor", ledger, 1) if turn.move is not None]
        assert kinds.count("re_ask") == 1


def test_there_is_room_for_the_candidates_own_questions() -> None:
    for persona in PERSONAS:
        last = [turn for turn in talk(persona, "strong", 2) if turn.speaker == "interviewer"][-2]
        assert last.move is not None
        assert last.move.kind == "wrap_up"
