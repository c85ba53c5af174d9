"""Every path that the program writes to or reads a user's files from; INTERVIEW_HOME moves them all."""

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
        """One lock file a session that is open."""
        return self.data / "locks"

    @property
    def knowledge(self) -> Path:
        """The guidance store."""
        return self.data / "knowledge"

    @property
    def documents(self) -> Path:
        """The user's own documents for the guidance."""
        return self.library / "guidance"

    @property
    def library(self) -> Path:
        """The user's own personas, questions, candidates and rubrics, a folder each."""
        return self.config

    @property
    def log(self) -> Path:
        """What went wrong, for whoever mends it."""
        return self.cache / "interview.log"


def locate() -> Paths:
    """Where this user's files are: under INTERVIEW_HOME where it is set, else where the platform keeps such files."""
    home = os.environ.get("INTERVIEW_HOME")
    if home:
        base = Path(home).expanduser().absolute()
        return Paths(base / "data", base / "config", base / "cache")
    return Paths(
        platformdirs.user_data_path(APP, appauthor=False),
        platformdirs.user_config_path(APP, appauthor=False),
        platformdirs.user_cache_path(APP, appauthor=False),
    )
