"""What a person can set once for all: in `settings.toml` of the library folder, or in the environment as INTERVIEW_…

The key, the base URL and the model of a chat model are also read under the names that other programs use.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from agents.errors import first_fault
from agents.library.files import read_toml
from agents.plain import without_login
from simulator.errors import InputError
from simulator.paths import Paths

Role = Literal["interviewer", "evaluator", "candidate"]


def check_url(text: str) -> str:
    """A base URL without white space around it."""
    if not text.strip().startswith(("http://", "https://")):
        raise ValueError(f"a base URL must begin with http:// or https://, not '{without_login(text)}'")
    try:
        urlsplit(text.strip()).port  # noqa: B018  (it raises where there can be no such port)
    except ValueError as error:
        raise ValueError(f"invalid base URL: {str(error).lower()}") from None
    return text.strip()


class Settings(BaseSettings):
    """Every setting has a default; the environment stands over the file."""

    model_config = SettingsConfigDict(env_prefix="INTERVIEW_", extra="forbid", populate_by_name=True)

    embedding: Literal["local", "minilm"] = "local"
    """How guidance is found: the local default, or Chroma's small model where this machine can fetch it."""
    api_key: SecretStr = Field(
        default=SecretStr(""), validation_alias=AliasChoices("INTERVIEW_API_KEY", "OPENAI_API_KEY", "api_key")
    )
    """The key of a chat model; a server of one's own needs none."""
    base_url: Annotated[str, AfterValidator(check_url)] | None = Field(
        default=None, validation_alias=AliasChoices("INTERVIEW_BASE_URL", "OPENAI_BASE_URL", "base_url")
    )
    """The chat model's server, such as http://localhost:11434/v1; the vendor's own where it is not set."""
    model: str | None = None
    """The chat model."""
    interviewer_model: str | None = None
    evaluator_model: str | None = None
    candidate_model: str | None = None
    """Another model for one of the parts."""
    temperature: float = Field(default=0.7, ge=0, le=2)
    """How freely the interviewer and a simulated candidate speak; the evaluator judges at 0."""
    timeout_s: float = Field(default=60.0, gt=0, le=600)
    """How long a model's next word may take."""
    deadline_s: float = Field(default=120.0, gt=0, le=1800)
    """How long one answer of a model may take, retries included."""
    max_tokens: int = Field(default=1000, ge=64, le=32_000)
    """How much a model may write in one answer."""
    langsmith: bool = False
    """Whether runs may be traced to LangSmith, by its own variables; otherwise nothing goes anywhere but to the model."""

    def model_of(self, role: Role) -> str | None:
        """The chat model that plays a part."""
        return {"interviewer": self.interviewer_model, "evaluator": self.evaluator_model, "candidate": self.candidate_model}[
            role
        ] or self.model

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments and the environment; `load_settings` puts the file behind them."""
        return named["init_settings"], named["env_settings"]


@cache
def load_settings(paths: Paths) -> Settings:
    """The settings that hold here; raises InputError naming the file, the setting and what was expected."""
    path: Path = paths.config / "settings.toml"
    data = read_toml(path) if path.exists() else {}

    class Here(Settings):
        """The settings with their file."""

        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: PydanticBaseSettingsSource
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            """Arguments, then the environment, then the file."""
            above = super().settings_customise_sources(settings_cls, *sources, **named)
            return *above, InitSettingsSource(settings_cls, data)

    try:
        return Here()
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        where = name if name.isupper() else f"INTERVIEW_{name.upper()}"
        raise InputError(f"{path} or {where}: {first_fault(error).partition(': ')[2]}.") from None
