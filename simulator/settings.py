"""What a person can set once for all: in `settings.toml` of the library folder, or in the environment as INTERVIEW_…"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from simulator.errors import InputError
from simulator.paths import Paths


class Settings(BaseSettings):
    """Every setting has a default; the environment stands over the file."""

    model_config = SettingsConfigDict(env_prefix="INTERVIEW_", extra="forbid")

    embedding: Literal["local", "minilm"] = "local"
    """How guidance is found: the local default, or Chroma's small model where this machine can fetch it."""

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the file."""
        file = cls.model_config.get("toml_file")
        return named["init_settings"], named["env_settings"], TomlConfigSettingsSource(settings_cls, file)


@cache
def load_settings(paths: Paths) -> Settings:
    """The settings that hold here; raises InputError naming the file, the setting and what was expected."""
    path: Path = paths.config / "settings.toml"

    class Here(Settings):
        """The settings with their file."""

        model_config = SettingsConfigDict(toml_file=path)

    try:
        return Here()
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"{path} or INTERVIEW_{str(first['loc'][0]).upper()}: {first['msg'].lower()}.") from None
    except ValueError as error:
        raise InputError(f"{path}: not valid TOML: {error}.") from None
