"""What is kept of sessions, in a database of ours: the transcript is there before anything else happens."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agents.personas import Persona
from agents.policy import Ended
from agents.questions import Question
from agents.scorecard import Note, Scorecard
from agents.transcript import Transcript, Turn
from simulator.clock import DEFAULT_MINUTES
from simulator.errors import InputError, SimulatorError

SCHEMA_VERSION = 2
SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, created TEXT NOT NULL, setup TEXT NOT NULL, seconds REAL NOT NULL DEFAULT 0,
    draft TEXT NOT NULL DEFAULT '', ended TEXT, scorecard TEXT);
CREATE TABLE IF NOT EXISTS turns (session TEXT, number INTEGER, turn TEXT NOT NULL, PRIMARY KEY (session, number));
CREATE TABLE IF NOT EXISTS scorecards (session TEXT, number INTEGER, scorecard TEXT NOT NULL, PRIMARY KEY (session, number));
CREATE TABLE IF NOT EXISTS notes (session TEXT, turn INTEGER, note TEXT NOT NULL, PRIMARY KEY (session, turn));
"""

EngineName = Literal["offline", "llm"]
Mode = Literal["stress", "learning"]


MOST_MINUTES = 240
LEAST_OF_AN_ID = 4
"""Letters of an id that may stand for it."""


def parse_minutes(text: str) -> float | None:
    """Minutes as somebody types them; None for an empty text, which means untimed. Raises InputError."""
    if not text.strip():
        return None
    try:
        minutes = float(text.replace(",", "."))
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= MOST_MINUTES:
        raise InputError(f"Minutes must be a number above 0 and at most {MOST_MINUTES}, not '{text}'.")
    return minutes


class Setup(BaseModel):
    """What was chosen before an interview; persona and question as they were then."""

    model_config = ConfigDict(frozen=True)

    persona: Persona
    question: Question
    minutes: float | None = Field(default=DEFAULT_MINUTES, gt=0, le=MOST_MINUTES)
    engine: EngineName = "offline"
    model: str | None = None
    """The chat model, where it is another than the settings name."""
    base_url: str | None = None
    """Its server, where it is another than the settings name."""
    mode: Mode = "stress"
    seed: int = 0

    @property
    def limit_s(self) -> float | None:
        """Seconds the interview may take; None when untimed."""
        return None if self.minutes is None else self.minutes * 60


class Record(BaseModel):
    """One kept session."""

    model_config = ConfigDict(frozen=True)

    id: str
    created: datetime
    setup: Setup
    seconds: float = 0.0
    draft: str = ""
    ended: Ended | None = None
    scorecard: Scorecard | None = None
    later: tuple[Scorecard, ...] = ()
    """What other evaluators made of it afterwards, the oldest first."""

    @property
    def finished(self) -> bool:
        """Whether it has a result."""
        return self.scorecard is not None


class Store:
    """The database of sessions; one connection, for one thread. `:memory:` keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", timeout=10, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        try:
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise SimulatorError(
                f"The sessions in {path} cannot be read ({error}): move that file away and start again."
            ) from error
        except SimulatorError:
            self._db.close()
            raise

    def _prepare(self, path: Path | None) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise SimulatorError(
                f"The sessions in {path} were kept by a newer version of this program: update it to read them."
            )
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        if version < SCHEMA_VERSION:
            self._db.executescript(f"{SCHEMA} PRAGMA user_version = {SCHEMA_VERSION};")

    def close(self) -> None:
        """Closes the database."""
        self._db.close()

    def create(self, session: str, setup: Setup) -> Record:
        """Keeps a new session."""
        record = Record(id=session, created=datetime.now(UTC), setup=setup)
        self._db.execute(
            "INSERT INTO sessions (id, created, setup) VALUES (?, ?, ?)",
            (session, record.created.isoformat(), setup.model_dump_json()),
        )
        return record

    def add_turn(self, session: str, number: int, turn: Turn) -> None:
        """Stores a turn once; a number that is there stays as it is. A candidate's turn takes the draft away."""
        with self._transaction():
            self._db.execute("INSERT OR IGNORE INTO turns VALUES (?, ?, ?)", (session, number, turn.model_dump_json()))
            if turn.speaker == "candidate":
                self._db.execute("UPDATE sessions SET draft = '' WHERE id = ?", (session,))

    def add_note(self, session: str, note: Note) -> None:
        """Stores what the evaluator noted about one turn."""
        self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (session, note.turn, note.model_dump_json()))

    def save_progress(self, session: str, seconds: float, draft: str) -> None:
        """Keeps the seconds used and what is in the answer box."""
        self._db.execute("UPDATE sessions SET seconds = ?, draft = ? WHERE id = ?", (seconds, draft, session))

    def finish(self, session: str, ended: Ended, scorecard: Scorecard, seconds: float) -> None:
        """Keeps the result."""
        self._db.execute(
            "UPDATE sessions SET ended = ?, scorecard = ?, seconds = ?, draft = '' WHERE id = ?",
            (ended, scorecard.model_dump_json(), seconds, session),
        )

    def rescored(self, session: str, scorecard: Scorecard) -> None:
        """Keeps another scorecard beside the one that a session ended with."""
        self._db.execute(
            "INSERT INTO scorecards SELECT ?, COUNT(*), ? FROM scorecards WHERE session = ?",
            (session, scorecard.model_dump_json(), session),
        )

    def scorecards(self, session: str) -> tuple[Scorecard, ...]:
        """The scorecards that were made later, the oldest first."""
        rows = self._db.execute("SELECT scorecard FROM scorecards WHERE session = ? ORDER BY number", (session,))
        return tuple(Scorecard.model_validate_json(row["scorecard"]) for row in rows)

    def transcript(self, session: str) -> Transcript:
        """The turns in order."""
        rows = self._db.execute("SELECT turn FROM turns WHERE session = ? ORDER BY number", (session,))
        return tuple(Turn.model_validate_json(row["turn"]) for row in rows)

    def notes(self, session: str) -> tuple[Note, ...]:
        """The evaluator's notes in the order of the turns."""
        rows = self._db.execute("SELECT note FROM notes WHERE session = ? ORDER BY turn", (session,))
        return tuple(Note.model_validate_json(row["note"]) for row in rows)

    def records(self) -> list[Record]:
        """Every session, the newest first."""
        return [_record(row) for row in self._db.execute("SELECT * FROM sessions ORDER BY created DESC, id")]

    def record(self, session: str) -> Record:
        """One session by its id or the beginning of it; raises InputError."""
        rows = self._db.execute("SELECT * FROM sessions WHERE id = ?", (session,)).fetchall()
        if not rows and len(session) >= LEAST_OF_AN_ID:
            rows = self._db.execute("SELECT * FROM sessions WHERE substr(id, 1, length(?)) = ?", (session,) * 2).fetchall()
        if len(rows) != 1:
            what = "There is no session" if not rows else "There is more than one session"
            raise InputError(f"{what} '{session}': 'interview sessions' lists them.")
        record = _record(rows[0])
        return record.model_copy(update={"later": self.scorecards(record.id)})

    def unfinished(self, session: str | None = None) -> Record:
        """The session to resume, the latest without an id; raises InputError where there is none."""
        if session is not None:
            record = self.record(session)
            if record.finished:
                raise InputError(f"The interview {record.id} is finished: 'interview report {record.id} --format md' shows it.")
            return record
        for record in self.records():
            if not record.finished:
                return record
        raise InputError("There is no unfinished interview: 'interview start' begins one.")

    def delete(self, session: str) -> None:
        """Forgets a session."""
        with self._transaction():
            for table, column in (("turns", "session"), ("notes", "session"), ("scorecards", "session"), ("sessions", "id")):
                self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (session,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


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
