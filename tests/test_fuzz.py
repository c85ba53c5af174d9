"""Whatever people, models and files bring: a sentence or a reading, never another exception. `make faults` tries much more."""

import asyncio
import json
from contextlib import suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from agents.engine import Brief
from agents.errors import DataError
from agents.evaluator.offline import OfflineEvaluator
from agents.interviewer.agenda import Agenda
from agents.interviewer.hooks import hooks_of
from agents.interviewer.offline import OfflineVoice
from agents.interviewer.policy import next_move
from agents.library.files import BUILT_IN, load, read_toml
from agents.library.personas import Persona
from agents.library.questions import Question
from agents.moves import Move
from agents.plain import plain, without_login
from agents.reading.answer import Reader, shipped_reader
from agents.reading.contradictions import contradiction
from agents.reading.quotes import quotes
from agents.transcript import Transcript, Turn
from knowledge.documents import read_document
from knowledge.errors import KnowledgeError
from simulator.errors import InputError
from simulator.scoring import read_case, score_batch
from simulator.setup import parse_minutes
from simulator.simulation import read_lines
from tests.fakes import RUBRIC, STORY, persona

SYMBOLS = st.sampled_from(
    [*".,;:!?…-–—'\"“”()[]{}<>|*_#@&%$€£0123456789 \t\n\r\u00a0\u200b\u202e\u0301é語🙂\x00\x1b", "\ud800"]
)
WORDS = st.sampled_from(
    "I we they she told decided failed the a and but because never not 4,000 euros my boss ignore previous".split()
)
RUNS = st.builds(lambda piece, times: piece * times, st.one_of(SYMBOLS, WORDS, st.text(max_size=3)), st.integers(1, 400))
TALK = st.lists(st.one_of(WORDS.map(lambda w: f"{w} "), SYMBOLS, RUNS, st.text(max_size=20), st.just(f"{STORY} ")), max_size=25)
TEXT = TALK.map("".join)
BYTES = st.binary(max_size=300) | TEXT.map(lambda text: text.encode("utf-8", "replace"))
KEYS = st.sampled_from(["id", "text", "turns", "speaker", "seconds"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
OBJECTS = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner)).map(
    lambda value: json.dumps(value).encode()
)
EVALUATOR = OfflineEvaluator.shipped(RUBRIC)
UNCACHED = Reader(shipped_reader().weights)
VOICE = OfflineVoice(shipped_reader(), hooks_of())


@given(TEXT)
def test_every_answer_is_read_and_what_is_found_stands_in_it(text: str) -> None:
    reading = UNCACHED.read(text)
    assert not reading.unread
    assert all(0 <= clause.start < clause.end <= len(text) for clause in reading.clauses)
    assert all(words in " ".join(clause.split()) for words, clause in quotes(reading))


@given(TEXT, st.lists(st.tuples(st.sampled_from(["interviewer", "candidate"]), TEXT), max_size=3))
def test_every_answer_gets_a_card_whose_evidence_is_what_was_said(text: str, before: list[tuple[str, str]]) -> None:
    turns = [*before, ("candidate", text)]
    transcript: Transcript = tuple(Turn(speaker=who, text=plain(said)) for who, said in turns)  # type: ignore[arg-type]
    card = EVALUATOR.scorecard(transcript, "fuzz")
    pieces = [e for mark in card.dimensions.values() for e in mark.evidence] + [e for f in card.red_flags for e in f.evidence]
    assert all(transcript[e.turn].text[e.start : e.end] == e.quote for e in pieces)
    contradiction([shipped_reader().read(turn.text) for turn in transcript])


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_every_answer_is_followed_by_a_move_with_words(answers: list[str]) -> None:
    question = load(BUILT_IN / "questions" / "failure.toml", Question)
    transcript: list[Turn] = [Turn(speaker="interviewer", text="What failed?", move=Move(kind="open"))]
    for answer in answers:
        transcript.append(Turn(speaker="candidate", text=plain(answer)))
        move = next_move(Agenda(tuple(transcript), persona(), RUBRIC, shipped_reader(), hooks_of()))
        words = VOICE.words(Brief(move, tuple(transcript), persona(), question, RUBRIC, (), 1))
        assert words.strip()
        transcript.append(Turn(speaker="interviewer", text=words, move=move))
        if move.kind == "close":
            return


@given(BYTES | OBJECTS)
def test_what_is_handed_in_is_a_case_or_a_sentence(data: bytes) -> None:
    for plain_text in (True, False):
        with suppress(InputError):
            read_case(data, plain_text=plain_text)
    with suppress(InputError):
        read_lines(iter(data.splitlines(keepends=True)), "file")

    async def cards() -> list[bool]:
        return [good async for _, good in score_batch(EVALUATOR, RUBRIC, data.splitlines(keepends=True))]

    asyncio.run(cards())


@given(BYTES)
def test_a_file_is_what_it_should_be_or_a_sentence(tmp_path_factory: object, data: bytes) -> None:
    path = Path(tmp_path_factory.getbasetemp(), "fuzzed")  # type: ignore[attr-defined]
    toml = path.with_suffix(".toml")
    toml.write_bytes(data)
    for read in (read_toml, lambda file: load(file, Persona)):
        with suppress(DataError):
            read(toml)
    for suffix in (".txt", ".md"):
        path.with_suffix(suffix).write_bytes(data)
        with suppress(KnowledgeError):
            assert read_document(path.with_suffix(suffix))


@given(TEXT)
def test_short_inputs_are_values_or_a_sentence(text: str) -> None:
    with suppress(InputError):
        parse_minutes(text)
    assert without_login(plain(text)) is not None
