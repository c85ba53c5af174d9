"""A simulated candidate by a model: it tells what it may, and what it makes up or tells early is not said."""

import pytest

from agents.candidate.llm import ModelCandidate, audited
from agents.candidate.offline import OfflineCandidate
from agents.library.candidates import Ledger
from agents.library.files import load_named
from agents.library.prompts import Prompts
from agents.transcript import Turn
from evals.speed.model_server import ModelServer, Reply
from tests.agents.model.serving import model

LEDGER = load_named("candidates", "terse-builder", Ledger, None)
ASKED = (Turn(speaker="interviewer", text="Tell me about a time you failed."),)


async def answered(reply: Reply) -> tuple[str | None, list[str]]:
    with ModelServer([reply]) as server:
        async with model(server) as speaker:
            candidate = ModelCandidate(speaker, Prompts(), LEDGER)
            return await candidate.answer(ASKED), candidate.audit


async def test_it_says_what_the_ledger_lets_it_tell_in_other_words() -> None:
    said, audit = await answered(Reply("Well, the windows that I ordered were the wrong ones."))
    assert said == "Well, the windows that I ordered were the wrong ones."
    assert audit == []


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("I ordered 47 wrong windows.", "made up: 47"),
        (f"Wrong windows. {LEDGER.facts[-1].text}", f"told early: {LEDGER.facts[-1].text}"),
        ("", "said nothing"),
    ],
)
async def test_what_fails_the_audit_is_said_in_the_ledgers_own_words(words: str, fault: str) -> None:
    said, audit = await answered(Reply(words))
    assert fault in audit
    assert said == await OfflineCandidate(LEDGER).answer(ASKED)


async def test_a_server_that_fails_costs_nothing() -> None:
    said, audit = await answered(Reply(status=401))
    assert said == await OfflineCandidate(LEDGER).answer(ASKED)
    assert audit == []


def test_numbers_that_were_said_before_are_no_news() -> None:
    assert audited("It was 12 then.", "It was then.", LEDGER, (Turn(speaker="interviewer", text="12, you said?"),)) == []
