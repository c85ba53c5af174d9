"""The evaluator by a model: marks stand on words that were said, or there are none."""

import json
from pathlib import Path
from typing import Any

import pytest

from agents.errors import DataError
from agents.evaluator.evidence import found_in
from agents.evaluator.llm import NO_WORDS, ModelEvaluator
from agents.evaluator.offline import OfflineEvaluator
from agents.library.files import BUILT_IN
from agents.library.prompts import Prompts
from agents.moves import DIMENSIONS, Move
from agents.scorecard import Note, Scorecard
from agents.transcript import Transcript, Turn
from evals.speed.model_server import ModelServer, Reply
from tests.agents.model.serving import NO_FLAGS, NOTE, marks, model
from tests.fakes import CHANGE, REPAIR, RUBRIC, STORY, said

ANSWER = f"{STORY} {REPAIR} {CHANGE}"
TALK: Transcript = (Turn(speaker="interviewer", text="4,000 customers? What happened?"), *said(ANSWER))


def answering(form_of: dict[str, str], otherwise: str) -> Any:
    """Answers by what the form asks for."""

    def answer(request: dict[str, Any]) -> Reply:
        asked = f"{json.dumps(request.get('response_format') or request.get('tools'))} {request['messages'][0]['content']}"
        return Reply(next((text for word, text in form_of.items() if word in asked), otherwise))

    return answer


async def scored(server: ModelServer, transcript: Transcript = TALK) -> Scorecard:
    async with model(server) as speaker:
        return await ModelEvaluator(speaker, Prompts(), RUBRIC, OfflineEvaluator.shipped(RUBRIC)).score(transcript, (), "x")


async def test_a_card_of_the_model_keeps_the_contract() -> None:
    with ModelServer(otherwise=answering({"irreparable": NO_FLAGS}, marks(4, 1, "I decided to skip the load test"))) as server:
        card = await scored(server)
        assert len(server.history) == len(DIMENSIONS) + 1
    assert (card.engine, card.model, card.fallback) == ("llm", "scripted", None)
    assert (card.overall, card.verdict) == (4, "antifragile")
    assert card.prompts == Prompts().version
    assert card.tokens is not None
    for mark in card.dimensions.values():
        assert mark.score == 4
        for piece in mark.evidence:
            assert TALK[piece.turn].speaker == "candidate"
            assert piece.quote == TALK[piece.turn].text[piece.start : piece.end]


@pytest.mark.parametrize("quote", ["I never said this at all", "4,000 customers? What happened?", "", "…"])
async def test_a_mark_without_words_that_were_said_falls_to_unscored(quote: str) -> None:
    with ModelServer(otherwise=answering({"irreparable": NO_FLAGS, "of one dimension": ""}, marks(5, 0, quote))) as server:
        card = await scored(server)
    assert card.engine == "offline"
    assert card.fallback is not None
    assert NO_WORDS in card.fallback


async def test_what_one_dimension_lacks_costs_only_that_dimension() -> None:
    forms = {"irreparable": NO_FLAGS, "fail”: Context": "", "Context": marks(5, 1, "nobody said that anywhere")}
    with ModelServer(otherwise=answering(forms, marks(3, 1, "we lost 80,000 euros"))) as server:
        card = await scored(server)
    assert card.dimensions["context"].state == "unscored"
    assert card.dimensions["growth"].score == 3
    assert card.overall == 3


async def test_without_ownership_there_is_no_overall_mark() -> None:
    forms = {"irreparable": NO_FLAGS, 'failed": Ownership': "prose"}
    with ModelServer(otherwise=answering(forms, marks(3, 1, "we lost 80,000 euros"))) as server:
        card = await scored(server)
    assert card.dimensions["ownership"].state == "unscored"
    assert card.overall is None
    assert card.verdict is None


async def test_a_server_that_fails_gives_the_offline_card_and_says_so() -> None:
    with ModelServer(otherwise=lambda _request: Reply(status=401)) as server:
        card = await scored(server)
    assert card.engine == "offline"
    assert "rejected the API key" in (card.fallback or "")
    assert card.overall == OfflineEvaluator.shipped(RUBRIC).scorecard(TALK, "x").overall


async def test_flags_need_words_that_were_said_and_names_that_the_rubric_has() -> None:
    flags = [
        {"flag": "blame", "turn": 1, "quote": "because we were late"},
        {"flag": "anger", "turn": 1, "quote": "I hate them all"},
        {"flag": "evil", "turn": 1, "quote": "because we were late"},
        {"flag": "no_mitigation", "turn": 1, "quote": ""},
    ]
    forms = {"irreparable": json.dumps({"flags": flags, "irreparable": False})}
    with ModelServer(otherwise=answering(forms, marks(4, 1, "we lost 80,000 euros"))) as server:
        card = await scored(server)
    assert [flag.flag for flag in card.red_flags] == ["blame", "no_mitigation"]
    assert card.overall == 2


async def test_what_was_not_asked_about_is_not_reached_and_costs_no_call() -> None:
    interview = (Turn(speaker="interviewer", text="?", move=Move(kind="open")), *said(STORY))
    with ModelServer(otherwise=answering({"irreparable": NO_FLAGS}, marks(3, 1, "we lost 80,000 euros"))) as server:
        card = await scored(server, interview)
    assert card.dimensions["growth"].state == "not_reached"
    assert card.overall is None


async def test_a_note() -> None:
    with ModelServer([Reply(NOTE)]) as server:
        async with model(server) as speaker:
            note = await ModelEvaluator(speaker, Prompts(), RUBRIC, OfflineEvaluator.shipped(RUBRIC)).note(TALK, 1)
        assert ANSWER in str(server.history[0]["messages"])
    assert note == Note(turn=1, heard=("impact",), missing="whom you told", missing_in="mitigation")


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("I decided to skip the load test", "I decided to skip the load test"),
        ("i DECIDED to  skip\nthe load test…", "I decided to skip the load test"),
        ("I decided to skip that load test because we were late", "I decided to skip the load test because we were late"),
        ("“we lost 80,000 euros.”", "we lost 80,000 euros"),
    ],
)
def test_a_quote_is_found_and_the_transcripts_own_words_are_kept(quote: str, found: str) -> None:
    piece = found_in(TALK, 0, quote)
    assert piece is not None
    assert piece.quote.strip(" .") == found
    assert piece.quote == TALK[piece.turn].text[piece.start : piece.end]


def test_examples_of_a_persons_own_stand_in_place_and_change_the_version(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    file = tmp_path / "prompts" / "examples.toml"
    file.write_text(
        (BUILT_IN / "prompts" / "examples.toml").read_text(encoding="utf-8").replace("The line stood", "The ferry stood")
    )
    own = Prompts(tmp_path)
    assert "The ferry stood" in own.examples("impact")
    assert own.version != Prompts().version


def test_examples_that_are_wrong_are_named_with_their_field(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    file = tmp_path / "prompts" / "examples.toml"
    file.write_text("[context]\n2 = 'half'\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"examples.toml: context.2"):
        Prompts(tmp_path)
