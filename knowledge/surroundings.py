"""Keeps a library from taking its settings from wherever it happens to run."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic_settings import BaseSettings


@contextmanager
def surroundings_left_out() -> Iterator[None]:
    """Ignores the environment and any `.env` in the current folder, which Chroma reads for settings, even while being imported.

    Settings found there may belong to another project, and could send the user's documents to its server.
    """
    real_init, real_sources = BaseSettings.__init__, BaseSettings.settings_customise_sources

    def init(self: BaseSettings, **values: Any) -> None:
        real_init(self, **{"_env_file": None, **values})

    def sources(_cls: Any, _for: Any, /, init_settings: Any, **_others: Any) -> tuple[Any, ...]:
        return (init_settings,)

    BaseSettings.__init__ = init  # type: ignore[method-assign,assignment]
    BaseSettings.settings_customise_sources = classmethod(sources)  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        BaseSettings.__init__ = real_init  # type: ignore[method-assign]
        BaseSettings.settings_customise_sources = real_sources  # type: ignore[method-assign]
