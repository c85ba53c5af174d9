"""Keeps a library from configuring itself by what happens to stand around it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic_settings import BaseSettings


@contextmanager
def surroundings_left_out() -> Iterator[None]:
    """Chroma reads settings from the environment and from a `.env` in the current folder, at its import already.

    There they may be another project's, and send a person's documents to its server.
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
