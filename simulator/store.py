"""The saved sessions, in our own database; the transcript is stored before anything else happens."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from agents.moves import Ended
from agents.scorecard import Citation, Note, Scorecard
from agents.transcript import Provenance, Transcript, Turn
from simulator.errors import InputError, SimulatorError, StorageError, database_sentence, os_sentence
from simulator.setup import Setup

SCHEMA_VERSION = 2
SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, setup TEXT NOT NULL, seconds REAL NOT NULL DEFAULT 0,
    draft TEXT NOT NULL DEFAULT '', ended TEXT, scorecard TEXT);
CREATE TABLE IF NOT EXISTS turns (session TEXT, number INTEGER, turn TEXT NOT NULL, PRIMARY KEY (session, number));
CREATE TABLE IF NOT EXISTS scorecards (session TEXT, number INTEGER, scorecard TEXT NOT NULL, PRIMARY KEY (session, number));
CREATE TABLE IF NOT EXISTS notes (session TEXT, turn INTEGER, note TEXT NOT NULL, PRIMARY KEY (session, turn));
"""

LAST_SESSIONS = 3
"""For how many sessions no question comes again."""
LEAST_OF_AN_ID = 4
"""The fewest characters of an id that can stand for all of it."""
BUSY_S = 5.0
"""How long a statement waits for another program that is writing to the same database."""

log = logging.getLogger(__name__)


class Record(BaseModel):
    """One saved session."""

    model_config = ConfigDict(frozen=True)

    id: str
    created: datetime
    setup: Setup
    seconds: float = 0.0
    draft: str = ""
    ended: Ended | None = None
    scorecard: Scorecard | None = None
    later: tuple[Scorecard, ...] = ()
    """The scorecards that other evaluators gave it afterwards, oldest first."""

    @property
    def finished(self) -> bool:
        """Whether it has a result."""
        return self.scorecard is not None


class Store:
    """The database of sessions, with one connection for one thread; `:memory:` saves nothing.

    Every method raises StorageError, saying what to do, if the database cannot be read or written.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        with self._told():
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path or ":memory:", timeout=BUSY_S, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        try:
            self._prepare()
        except SimulatorError:
            self._db.close()
            raise

    def _prepare(self) -> None:
        ((version,),) = self._run("PRAGMA user_version")
        if version > SCHEMA_VERSION:
            raise SimulatorError(
                f"The sessions in {self._path} were saved by a newer version of this program. Update it to read them."
            )
        self._run("PRAGMA journal_mode = WAL")
        self._run("PRAGMA synchronous = FULL")
        if version < SCHEMA_VERSION:
            with self._told():
                self._db.executescript(f"{SCHEMA} PRAGMA user_version = {SCHEMA_VERSION};")

    def close(self) -> None:
        """Closes the database."""
        self._db.close()

    def check(self) -> int:
        """Returns how many sessions are saved, after checking every page of the database and that it can be written to."""
        ((found,),) = self._run("PRAGMA quick_check(1)")
        if found != "ok":
            raise StorageError(f"{self._path} is damaged ({found}): {self._what_is_left()}")
        with self._transaction():  # nothing can be saved while another program holds the database
            self._run("UPDATE sessions SET draft = draft WHERE 0")
        return len(self.records())

    def create(self, session: str, setup: Setup) -> Record:
        """Saves a new session."""
        record = Record(id=session, created=datetime.now(UTC), setup=setup)
        self._run(
            "INSERT INTO sessions (id, created, setup) VALUES (?, ?, ?)",
            session,
            record.created.isoformat(),
            setup.model_dump_json(),
        )
        return record

    def add_turn(
        self, session: str, number: int, turn: Turn, ended: Ended | None = None, provenance: Provenance | None = None
    ) -> None:
        """Stores a turn once, with how it came about, and how the interview ended if this turn ended it.

        A turn number that is already stored stays unchanged.

        A candidate's turn clears the draft.
        """
        row = turn.model_dump(mode="json") | (provenance or Provenance()).model_dump(mode="json")
        with self._transaction():
            self._run("INSERT OR IGNORE INTO turns VALUES (?, ?, ?)", session, number, json.dumps(row))
            if turn.speaker == "candidate":
                self._run("UPDATE sessions SET draft = '' WHERE id = ?", session)
            if ended is not None:
                self.ending(session, ended)

    def ending(self, session: str, ended: Ended) -> None:
        """Records that an interview is ending, and why, before there is a result."""
        self._run("UPDATE sessions SET ended = ? WHERE id = ?", ended, session)

    def add_note(self, session: str, note: Note) -> None:
        """Stores the evaluator's note on one turn."""
        self._run("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", session, note.turn, note.model_dump_json())

    def save_progress(self, session: str, seconds: float, draft: str) -> None:
        """Saves the seconds used and what is in the answer box."""
        self._run("UPDATE sessions SET seconds = ?, draft = ? WHERE id = ?", seconds, draft, session)

    def finish(self, session: str, ended: Ended, scorecard: Scorecard, seconds: float) -> None:
        """Saves the result."""
        self._run(
            "UPDATE sessions SET ended = ?, scorecard = ?, seconds = ?, draft = '' WHERE id = ?",
            ended,
            scorecard.model_dump_json(),
            seconds,
            session,
        )

    def rescored(self, session: str, scorecard: Scorecard) -> None:
        """Saves another scorecard beside the one that a session ended with."""
        self._run(
            "INSERT INTO scorecards SELECT ?, COUNT(*), ? FROM scorecards WHERE session = ?",
            session,
            scorecard.model_dump_json(),
            session,
        )

    def scorecards(self, session: str) -> tuple[Scorecard, ...]:
        """Returns the scorecards made later, oldest first."""
        rows = self._run("SELECT scorecard FROM scorecards WHERE session = ? ORDER BY number", session)
        with _readable(session):
            return tuple(Scorecard.model_validate_json(row["scorecard"]) for row in rows)

    def transcript(self, session: str) -> Transcript:
        """The turns in order."""
        rows = self._run("SELECT turn FROM turns WHERE session = ? ORDER BY number", session)
        with _readable(session):
            return tuple(Turn.model_validate_json(row["turn"]) for row in rows)

    def said_before(self, record: Record) -> str:
        """Returns what the interviewer said in the three sessions before this one, in lowercase."""
        rows = self._run(
            "SELECT turn FROM turns WHERE session IN (SELECT id FROM sessions WHERE created < ? ORDER BY created DESC LIMIT ?)",
            record.created.isoformat(),
            LAST_SESSIONS,
        )
        turns = [json.loads(row["turn"]) for row in rows]
        return " ".join(turn["text"] for turn in turns if turn["speaker"] == "interviewer").lower()

    def read_before(self, session: str) -> tuple[Citation, ...]:
        """Returns the guidance that the last scored session before this one recommended; nothing if it cannot be read."""
        rows = self._run(
            "SELECT scorecard FROM sessions WHERE scorecard IS NOT NULL AND id != ?"
            " AND created < (SELECT created FROM sessions WHERE id = ?) ORDER BY created DESC LIMIT 1",
            session,
            session,
        )
        with suppress(ValueError):
            return Scorecard.model_validate_json(rows[0]["scorecard"]).reading if rows else ()
        return ()

    def provenance(self, session: str) -> tuple[Provenance, ...]:
        """Returns how each turn came about, in turn order."""
        rows = self._run("SELECT turn FROM turns WHERE session = ? ORDER BY number", session)
        with _readable(session):
            return tuple(Provenance.model_validate_json(row["turn"]) for row in rows)

    def notes(self, session: str) -> tuple[Note, ...]:
        """Returns the evaluator's notes in turn order; one that cannot be read is left out, and made again."""
        found = []
        for row in self._run("SELECT note FROM notes WHERE session = ? ORDER BY turn", session):
            with suppress(ValueError):
                found.append(Note.model_validate_json(row["note"]))
        return tuple(found)

    def records(self) -> list[Record]:
        """Returns every session that can be read, newest first; `unreadable` has the ids of the others."""
        return [record for _, record in self._rows() if record is not None]

    def unreadable(self) -> list[str]:
        """The ids of sessions that cannot be read."""
        return [id for id, record in self._rows() if record is None]

    def _rows(self) -> Iterator[tuple[str, Record | None]]:
        for row in self._run("SELECT * FROM sessions ORDER BY created DESC, id"):
            try:
                yield row["id"], _record(row)
            except (ValueError, TypeError):
                log.warning("session %s cannot be read", row["id"], exc_info=True)
                yield row["id"], None

    def id_of(self, session: str) -> str:
        """Returns the full id of a session, given the id or its beginning, whether or not it can be read; raises InputError."""
        rows = self._run("SELECT id FROM sessions WHERE id = ?", session)
        if not rows and len(session) >= LEAST_OF_AN_ID:
            rows = self._run("SELECT id FROM sessions WHERE substr(id, 1, length(?)) = ?", session, session)
        if len(rows) != 1:
            what = "No session matches" if not rows else "More than one session matches"
            raise InputError(f"{what} '{session}'. Run 'interview sessions' to see them all.")
        return str(rows[0]["id"])

    def record(self, session: str) -> Record:
        """Returns one session, given its id or the beginning of it; raises InputError."""
        (row,) = self._run("SELECT * FROM sessions WHERE id = ?", self.id_of(session))
        with _readable(row["id"]):
            record = _record(row)
        return record.model_copy(update={"later": self.scorecards(record.id)})

    def unfinished(self, session: str | None = None) -> Record:
        """Returns the session to resume, the latest if no id is given; raises InputError if there is none."""
        if session is not None:
            record = self.record(session)
            if record.finished:
                raise InputError(
                    f"Interview {record.id} is already finished. Run 'interview report {record.id} --format md' to see it."
                )
            return record
        for record in self.records():
            if not record.finished:
                return record
        raise InputError("There is no unfinished interview. Run 'interview start' to begin one.")

    def delete(self, session: str) -> None:
        """Permanently deletes a session."""
        with self._transaction():
            for table, column in (("turns", "session"), ("notes", "session"), ("scorecards", "session"), ("sessions", "id")):
                self._run(f"DELETE FROM {table} WHERE {column} = ?", session)

    def _run(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """Runs one statement and returns its rows."""
        with self._told():
            return self._db.execute(statement, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # after some errors SQLite has already rolled back by itself
                self._run("ROLLBACK")
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns errors from SQLite and the system into sentences."""
        try:
            yield
        except sqlite3.Error as error:
            damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
            left = f" {self._what_is_left()}" if damaged else ""
            raise StorageError(f"{database_sentence(error, self._path)}{left}") from error
        except OSError as error:
            raise StorageError(os_sentence(error, self._path)) from error

    def _what_is_left(self) -> str:
        """Says how much of a damaged database can still be read."""
        count = 0
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as database:
            for _ in database.execute("SELECT id FROM sessions"):
                count += 1
        if not count:
            return "None of its interviews can be read."
        return f"{count} of its interviews may still be readable. Save them with 'interview report ID' before you move it."


@contextmanager
def _readable(session: str) -> Iterator[None]:
    """Turns the error from a row that this version cannot read into a sentence."""
    try:
        yield
    except (ValueError, TypeError) as error:
        log.warning("session %s cannot be read", session, exc_info=True)
        raise StorageError(
            f"Interview {session} cannot be read (it is damaged or from another "
            f"version). Run 'interview delete {session}' to remove it."
        ) from error


def _record(row: sqlite3.Row) -> Record:
    return Record(
        id=row["id"],
        created=datetime.fromisoformat(row["created"]),
        setup=Setup.model_validate_json(row["setup"]),
        seconds=row["seconds"],
        draft=row["draft"],
        ended=row["ended"],
        scorecard=Scorecard.model_validate_json(row["scorecard"]) if row["scorecard"] else None,
    )
