"""What is kept: turns once, drafts until they are said, and nothing of a deleted session."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import ValidationError

from agents.moves import Move
from agents.scorecard import unscored
from agents.transcript import Provenance, Turn
from simulator.errors import InputError, SimulatorError
from simulator.store import Store
from tests.fakes import setup

ASKED = Turn(speaker="interviewer", text="Well?")
ANSWER = Turn(speaker="candidate", text="I failed.", cut=True)


@pytest.fixture
def store() -> Iterator[Store]:
    with closing(Store(None)) as opened:
        yield opened


def test_a_turn_is_stored_once(store: Store) -> None:
    store.create("a", setup())
    store.add_turn("a", 0, ASKED)
    store.add_turn("a", 0, ANSWER)
    assert store.transcript("a") == (ASKED,)


def test_the_draft_goes_with_the_answer_and_seconds_stay(store: Store) -> None:
    store.create("a", setup())
    store.save_progress("a", 12.5, "I was about to")
    assert (store.record("a").seconds, store.record("a").draft) == (12.5, "I was about to")
    store.add_turn("a", 1, ANSWER)
    assert (store.record("a").seconds, store.record("a").draft) == (12.5, "")


def test_a_new_session_has_used_no_time_and_has_no_end(store: Store) -> None:
    created = store.create("a", setup())
    assert (created.seconds, created.draft, created.ended, created.finished) == (0.0, "", None, False)


def test_the_turn_that_ends_an_interview_says_so_and_no_other_does(store: Store) -> None:
    store.create("a", setup())
    store.add_turn("a", 0, ASKED)
    assert store.record("a").ended is None
    store.add_turn("a", 1, ANSWER, "candidate")
    assert store.record("a").ended == "candidate"


def test_what_is_resumed_is_unfinished_also_by_its_id(store: Store) -> None:
    store.create("20260101-aaaa", setup())
    store.create("20260102-bbbb", setup())
    store.finish("20260102-bbbb", "covered", unscored("b", "1", "nothing"), 60)
    assert store.unfinished().id == store.unfinished("20260101-aaaa").id == "20260101-aaaa"
    with pytest.raises(InputError, match="already finished"):
        store.unfinished("20260102-bbbb")


def test_a_record_is_a_value(store: Store) -> None:
    with pytest.raises(ValidationError):
        store.create("a", setup()).seconds = 1.0


def test_how_a_turn_came_about_stands_beside_it(store: Store) -> None:
    store.create("a", setup())
    came = Provenance(passages=("p1",), tokens=(10, 4), first_word_s=0.5)
    store.add_turn("a", 0, ASKED, None, came)
    store.add_turn("a", 1, ANSWER)
    assert store.provenance("a") == (came, Provenance())
    assert store.transcript("a") == (ASKED, ANSWER)


def test_sessions_are_found_by_the_beginning_of_their_id(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite")
    for name in ("20260101-aaaa", "20260102-bbbb"):
        store.create(name, setup())
    for beginning in ("20260101", "20260101-a", "20260101-aaaa"):
        assert store.record(beginning).id == "20260101-aaaa"
    for wrong in ("2026", "202", "", "%", "20260101-aaaa-x"):
        with pytest.raises(InputError, match="interview sessions"):
            store.record(wrong)
    assert store.unfinished().id == "20260102-bbbb"
    store.delete("20260102-bbbb")
    assert [record.id for record in store.records()] == ["20260101-aaaa"]
    store.close()
    with closing(Store(tmp_path / "s.sqlite")) as again:
        assert [record.id for record in again.records()] == ["20260101-aaaa"]


def test_a_database_of_a_newer_version_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    newer = tmp_path / "newer.sqlite"
    database = sqlite3.connect(newer)
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(SimulatorError, match="newer version"):
        Store(newer)
    none = tmp_path / "none.sqlite"
    none.write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(SimulatorError, match=r"none.sqlite is damaged. Move it.*None of its interviews can be read"):
        Store(none)


def test_what_was_asked_in_the_last_three_sessions_is_known(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "sessions.db")) as store:
        for number, question in enumerate(("Oldest?", "Older?", "Old?", "Last?")):
            record = store.create(f"session-{number}", setup())
            store.add_turn(record.id, 0, Turn(speaker="interviewer", text=question, move=Move(kind="open")))
            store.add_turn(record.id, 1, Turn(speaker="candidate", text="And an answer."))
        assert store.said_before(store.create("now", setup())) in {"last? old? older?", "older? old? last?"}
        assert store.said_before(store.record("session-0")) == ""
