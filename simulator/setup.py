"""What is chosen before an interview."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from agents.library.personas import Persona
from agents.library.questions import Question
from agents.plain import without_login
from simulator import engines
from simulator.clock import DEFAULT_MINUTES
from simulator.engines import EngineName
from simulator.errors import InputError

Mode = Literal["stress", "learning"]
MOST_MINUTES = 240
LARGEST_SEED = 2**63 - 1


def parse_minutes(text: str) -> float | None:
    """Parses minutes as a user types them, with None (untimed) for empty text; raises InputError."""
    if not text.strip():
        return None
    try:
        minutes = float(text.replace(",", "."))
    except ValueError:
        minutes = 0.0
    if not 0 < minutes <= MOST_MINUTES:
        raise InputError(f"Minutes must be a number greater than 0 and no more than {MOST_MINUTES}, not '{text}'.")
    return minutes


class Setup(BaseModel):
    """What was chosen before an interview, with the persona and question as they were then."""

    model_config = ConfigDict(frozen=True)

    persona: Persona
    question: Question
    minutes: float | None = Field(default=DEFAULT_MINUTES, gt=0, le=MOST_MINUTES)
    engine: EngineName = engines.DEFAULT
    model: str | None = None
    """The chat model, if different from the one in the settings."""
    base_url: str | None = None
    """Its server, if different from the one in the settings; saved without any user name and password it contains."""
    mode: Mode = "stress"
    seed: int = Field(default=0, ge=0, le=LARGEST_SEED)

    @field_serializer("base_url")
    def _kept_url(self, url: str | None) -> str | None:
        return url and without_login(url)

    @property
    def limit_s(self) -> float | None:
        """Seconds the interview may take; None when untimed."""
        return None if self.minutes is None else self.minutes * 60
