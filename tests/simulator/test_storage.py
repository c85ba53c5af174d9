"""A disk that refuses: nothing that was sent is lost, nothing is said to be kept that is not, and sentences are true."""

import errno
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from agents.transcript import Turn
from simulator.errors import InputError, StorageError, database_sentence, explained, os_sentence
from simulator.events import Answered, AwaitingAnswer, Event, Finished, NotStored, Spoke, Trouble
from simulator.guidance import NoGuidance
from simulator.interviews import delete_session, open_interviews
from simulator.paths import Paths
from simulator.session import LONGEST_ANSWER, Session
from simulator.store import Store
from tests.fakes import CHANGE, REPAIR, STORY, Environment, of_type, play_through, setup

KEPT_BEFORE = Path(__file__).with_name("kept_before")
"""What version 0.1 of this program kept: a finished interview, and one that stands at its third question."""


class Refusing(Store):
    """A store whose disk refuses what its statements begin with, for as long as it is told to."""

    refuses: tuple[str, ...] = ()

    def _run(self, statement: str, *values: object) -> list[sqlite3.Row]:
        if self.refuses and statement.startswith(self.refuses):
            raise StorageError("The disk is full, so sessions.sqlite cannot be written. Free up some space, then try again.")
        return super()._run(statement, *values)


@asynccontextmanager
async def refusing(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Session, Refusing]]:
    monkeypatch.setattr("tests.fakes.Store", Refusing)
    async with Environment(paths).session(setup()) as session:
        assert isinstance(session._store, Refusing)
        yield session, session._store


async def test_an_answer_that_cannot_be_stored_has_not_been_given(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    async with refusing(paths, monkeypatch) as (session, store):
        async for event in session.events():
            if isinstance(event, AwaitingAnswer) and event.number == 1:
                store.refuses = ("INSERT",)
                with pytest.raises(StorageError, match="disk is full"):
                    session.answer(STORY)
                assert len(session.transcript) == 1
                assert session.watch.running
                store.refuses = ()
                assert session.answer(STORY)
            elif isinstance(event, AwaitingAnswer):
                break
        assert session.transcript[1].text == STORY


async def test_ending_that_cannot_be_stored_has_not_happened(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    async with refusing(paths, monkeypatch) as (session, store):
        async for event in session.events():
            if isinstance(event, AwaitingAnswer):
                store.refuses = ("UPDATE", "INSERT")
                for draft in ("", "I was about to"):
                    with pytest.raises(StorageError):
                        session.end(draft)
                store.refuses = ()
                session.end("I was about to")
        assert session.transcript[1].text == "I was about to"


async def test_a_draft_that_cannot_be_saved_is_said_once_and_the_interview_goes_on(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.session.TICK_S", 0.01)
    seen: list[Event] = []
    async with refusing(paths, monkeypatch) as (session, store):
        async for event in session.events():
            seen.append(event)
            if isinstance(event, AwaitingAnswer) and event.number == 1:
                store.refuses = ("UPDATE sessions SET seconds",)
                session.draft("I had begun")
            elif isinstance(event, Trouble):
                store.refuses = ()
                assert session.answer(STORY)
            elif isinstance(event, AwaitingAnswer):
                break
    assert len(of_type(seen, Trouble)) == 1
    assert "what you type will not be saved" in of_type(seen, Trouble)[0].sentence


async def test_time_that_is_up_on_a_full_disk_cuts_the_answer_when_there_is_room_again(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.session.TICK_S", 0.01)
    async with refusing(paths, monkeypatch) as (session, store):
        async for event in session.events():
            if isinstance(event, AwaitingAnswer):
                session.draft(STORY)
                store.refuses = ("INSERT",)
                session.watch._used = 15 * 60 + 30.0
            elif isinstance(event, Trouble):
                store.refuses = ()
        assert session.transcript[1].text == STORY
        assert session.transcript[1].cut


async def test_an_answer_that_is_too_long_is_refused_with_its_length(paths: Paths) -> None:
    async with Environment(paths).session(setup()) as session:
        async for event in session.events():
            if isinstance(event, AwaitingAnswer):
                with pytest.raises(InputError, match=r"200,001 characters"):
                    session.answer("x" * (LONGEST_ANSWER + 1))
                break
        session.not_stored(StorageError("The disk is full."))
        async for event in session.events():
            if isinstance(event, NotStored):
                assert event.sentence == "The disk is full."
                break


def full(path: Path) -> None:
    with closing(Store(path)) as store:
        ((pages,),) = store._run("PRAGMA page_count")
        store._run(f"PRAGMA max_page_count = {pages}")
        for number in range(100):
            store.create(f"session-{number}", setup())


def locked(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other, closing(Store(path)) as store:
        other.execute("BEGIN EXCLUSIVE")
        store.create("session", setup())


def read_only(path: Path) -> None:
    with closing(Store(path)) as store:
        store._run("PRAGMA query_only = 1")
        store.create("session", setup())


def no_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))
    path.parent.write_text("a file")
    Store(path)


@pytest.mark.parametrize(
    ("hinder", "sentence"),
    [
        (full, "The disk is full, so .*sessions.sqlite cannot be written. Free up some space"),
        (locked, "sessions.sqlite is in use by another program"),
        (read_only, "sessions.sqlite cannot be opened or written .*INTERVIEW_HOME"),
        (no_folder, "needs a folder, but there is a file"),
    ],
)
def test_what_hinders_a_database_is_said_as_it_is(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, hinder: object, sentence: str
) -> None:
    monkeypatch.setattr("simulator.store.BUSY_S", 0.05)
    with closing(Store(paths.sessions)):
        pass
    assert callable(hinder)
    with pytest.raises(StorageError, match=sentence):
        hinder(paths.sessions)


def test_after_a_full_disk_the_store_goes_on(tmp_path: Path) -> None:
    with closing(Store(tmp_path / "s.sqlite")) as store:
        store.create("a", setup())
        ((pages,),) = store._run("PRAGMA page_count")
        store._run(f"PRAGMA max_page_count = {pages}")
        long = Turn(speaker="candidate", text=STORY * 500)
        with pytest.raises(StorageError, match="disk is full"):
            store.add_turn("a", 0, long)
        store._run("PRAGMA max_page_count = 10000")
        store.add_turn("a", 0, long)
        assert len(store.transcript("a")) == 1


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EROFS, "on a read-only disk"),
        (errno.EACCES, "You don't have permission to use /x"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EMFILE, "Too many files"),
        (errno.ENXIO, "/x cannot be used"),
    ],
)
def test_errors_of_the_system_are_told_apart_by_their_number(number: int, sentence: str) -> None:
    assert sentence in os_sentence(OSError(number, "as the system says", "/x"))
    assert sentence in explained(OSError(number, "as the system says", "/x")).sentence


def test_an_error_without_a_code_is_no_advice_to_move_a_file_away() -> None:
    assert "move" not in database_sentence(sqlite3.ProgrammingError("closed"), Path("/x"))


def keep_what_was_kept_before(paths: Paths) -> None:
    paths.data.mkdir(parents=True)
    for name in ("sessions", "checkpoints"):
        with closing(sqlite3.connect(paths.data / f"{name}.sqlite")) as database:
            database.executescript((KEPT_BEFORE / f"{name}.sql").read_text(encoding="utf-8"))


async def test_an_interview_that_the_first_version_kept_is_resumed_at_the_same_question(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulator.interviews.ArrivingGuidance", lambda paths: NoGuidance())
    keep_what_was_kept_before(paths)
    seen: list[Event] = []
    async with open_interviews(paths) as interviews, interviews.resumed() as session:
        async for event in session.events():
            seen.append(event)
            if isinstance(event, AwaitingAnswer):
                break
        assert isinstance(seen[-1], AwaitingAnswer)
        assert (seen[-1].number, seen[-1].draft) == (5, "After that we")
        assert [event.turn.text for event in of_type(seen, Answered)] == [STORY, REPAIR]
        assert len(of_type(seen, Spoke)) == 3
    async with open_interviews(paths) as interviews, interviews.resumed() as session:
        assert isinstance((await play_through(session, [CHANGE]))[-1], Finished)


def test_a_report_that_the_first_version_kept_can_be_read(paths: Paths) -> None:
    keep_what_was_kept_before(paths)
    with closing(Store(paths.sessions)) as store:
        record = store.record("20261130-0700")
        assert record.scorecard is not None
        assert record.scorecard.overall == 4
        assert store.transcript(record.id)[1].text == STORY
        assert len(store.notes(record.id)) == 3


def test_a_row_that_cannot_be_read_is_named_and_hides_no_other(paths: Paths) -> None:
    keep_what_was_kept_before(paths)
    with closing(Store(paths.sessions)) as store:
        store._run("UPDATE sessions SET setup = '{\"persona\": 5' WHERE id = ?", "20261130-070000-f1f1")
        assert [record.id for record in store.records()] == ["20261130-071000-0a0a"]
        assert store.unreadable() == ["20261130-070000-f1f1"]
        with pytest.raises(StorageError, match="interview delete 20261130-070000-f1f1"):
            store.record("20261130-0700")
    assert delete_session(paths, "20261130-0700") == "20261130-070000-f1f1"
    with closing(Store(paths.sessions)) as store:
        assert store.unreadable() == []


def test_a_damaged_database_says_what_is_left_in_it(paths: Paths) -> None:
    keep_what_was_kept_before(paths)
    with closing(Store(paths.sessions)) as store:
        ((root,),) = store._run("SELECT rootpage FROM sqlite_master WHERE name = 'turns'")
    whole = bytearray(paths.sessions.read_bytes())
    whole[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    paths.sessions.write_bytes(whole)
    with (
        closing(Store(paths.sessions)) as store,
        pytest.raises(StorageError, match="2 of its interviews may still"),
    ):
        store.transcript("20261130-070000-f1f1")
    with closing(Store(paths.sessions)) as store, pytest.raises(StorageError, match="is damaged"):
        store.check()
