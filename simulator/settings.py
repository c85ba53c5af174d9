"""What a user can set once and for all, in `settings.toml` in the library folder or as INTERVIEW_… in the environment.

A chat model's key and base URL are also read from the environment variables that other programs use.
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
    """Checks a base URL and strips the whitespace around it; raises ValueError."""
    if not text.strip().startswith(("http://", "https://")):
        raise ValueError(f"a base URL must begin with http:// or https://, not '{without_login(text)}'")
    try:
        urlsplit(text.strip()).port  # noqa: B018  (raises if the port is not valid)
    except ValueError as error:
        raise ValueError(f"invalid base URL: {str(error).lower()}") from None
    return text.strip()


class Settings(BaseSettings):
    """All settings, each with a default; the environment overrides the file."""

    model_config = SettingsConfigDict(env_prefix="INTERVIEW_", extra="forbid", populate_by_name=True)

    embedding: Literal["local", "minilm"] = "local"
    """How guidance is found: the local default, or Chroma's small model if this machine can download it."""
    api_key: SecretStr = Field(
        default=SecretStr(""), validation_alias=AliasChoices("INTERVIEW_API_KEY", "OPENAI_API_KEY", "api_key")
    )
    """The chat model's API key; your own server needs none."""
    base_url: Annotated[str, AfterValidator(check_url)] | None = Field(
        default=None, validation_alias=AliasChoices("INTERVIEW_BASE_URL", "OPENAI_BASE_URL", "base_url")
    )
    """The chat model's server, such as http://localhost:11434/v1; the vendor's own if not set."""
    model: str | None = None
    """The chat model."""
    interviewer_model: str | None = None
    evaluator_model: str | None = None
    candidate_model: str | None = None
    """A different model for one of the roles."""
    temperature: float = Field(default=0.7, ge=0, le=2)
    """How freely the interviewer and a simulated candidate speak; the evaluator always uses 0."""
    timeout_s: float = Field(default=60.0, gt=0, le=600)
    """Seconds to wait for a model's next word."""
    deadline_s: float = Field(default=120.0, gt=0, le=1800)
    """Seconds that one answer from a model may take, including retries."""
    max_tokens: int = Field(default=1000, ge=64, le=32_000)
    """The most tokens a model may write in one answer."""
    langsmith: bool = False
    """Whether runs may be traced to LangSmith, using its own variables; if not, data goes only to the model."""

    def model_of(self, role: Role) -> str | None:
        """Returns the chat model for a role."""
        return {"interviewer": self.interviewer_model, "evaluator": self.evaluator_model, "candidate": self.candidate_model}[
            role
        ] or self.model

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Uses arguments, then the environment; `load_settings` adds the file after them."""
        return named["init_settings"], named["env_settings"]


@cache
def load_settings(paths: Paths) -> Settings:
    """Loads the user's settings; raises InputError naming the file, the setting and what was expected."""
    path: Path = paths.config / "settings.toml"
    data = read_toml(path) if path.exists() else {}

    class Here(Settings):
        """The settings, including those in the file."""

        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: PydanticBaseSettingsSource
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            """Uses arguments, then the environment, then the file."""
            above = super().settings_customise_sources(settings_cls, *sources, **named)
            return *above, InitSettingsSource(settings_cls, data)

    try:
        return Here()
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        where = name if name.isupper() else f"INTERVIEW_{name.upper()}"
        raise InputError(f"{path} or {where}: {first_fault(error).partition(': ')[2]}.") from None
