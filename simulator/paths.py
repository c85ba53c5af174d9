"""Every path the program writes to or reads a user's files from; INTERVIEW_HOME moves them all."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "interview-simulator"


@dataclass(frozen=True)
class Paths:
    """The folders of one user."""

    data: Path
    config: Path
    cache: Path

    @property
    def sessions(self) -> Path:
        """The database of sessions."""
        return self.data / "sessions.sqlite"

    @property
    def locks(self) -> Path:
        """The lock files, one per open session."""
        return self.data / "locks"

    @property
    def knowledge(self) -> Path:
        """The guidance store."""
        return self.data / "knowledge"

    @property
    def documents(self) -> Path:
        """The user's own guidance documents."""
        return self.library / "guidance"

    @property
    def library(self) -> Path:
        """The user's own personas, questions, candidates and rubrics, one folder each."""
        return self.config

    @property
    def log(self) -> Path:
        """The log of what went wrong, for whoever fixes it."""
        return self.cache / "interview.log"


def locate() -> Paths:
    """Finds this user's files: under INTERVIEW_HOME if that is set, otherwise where the platform keeps such files."""
    home = os.environ.get("INTERVIEW_HOME")
    if home:
        base = Path(home).expanduser().absolute()
        return Paths(base / "data", base / "config", base / "cache")
    return Paths(
        platformdirs.user_data_path(APP, appauthor=False),
        platformdirs.user_config_path(APP, appauthor=False),
        platformdirs.user_cache_path(APP, appauthor=False),
    )
