"""Prompts as named Markdown files: the built-in ones, or the user's own versions instead."""

import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from agents.errors import DataError
from agents.library.files import BUILT_IN, load
from agents.moves import Dimension

SLOT = re.compile(r"\{(\w+)\}")
NAMES = ("interviewer", "note", "dimension", "red-flags", "candidate")
LowMiddleHigh = dict[Literal["1", "3", "5"], str]


class Examples(BaseModel):
    """What answers about each dimension sound like at a low, a middle and a high score."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    context: LowMiddleHigh
    impact: LowMiddleHigh
    ownership: LowMiddleHigh
    mitigation: LowMiddleHigh
    growth: LowMiddleHigh


def prompt_path(file: str, user_folder: Path | None) -> Path:
    """The path that a prompt file is read from; raises DataError saying where it was looked for."""
    folders = [folder / "prompts" for folder in (user_folder, BUILT_IN) if folder is not None]
    for folder in folders:
        if (path := folder / file).is_file():
            return path
    raise DataError(f"Prompt file {file} not found. Looked in: {', '.join(map(str, folders))}.")


class Prompts:
    """The prompts in use; raises DataError if a file is missing or wrong."""

    def __init__(self, user_folder: Path | None = None) -> None:
        self._texts = {name: prompt_path(f"{name}.md", user_folder).read_text(encoding="utf-8").strip() for name in NAMES}
        self._examples = load(prompt_path("examples.toml", user_folder), Examples)

    @property
    def version(self) -> str:
        """A hash that changes with any word of any prompt; it is stored with each session."""
        words = [*(self._texts[name] for name in NAMES), self._examples.model_dump_json()]
        return sha256("\x1f".join(words).encode()).hexdigest()[:8]

    def examples(self, dimension: Dimension) -> str:
        """The examples of a dimension, one line per score."""
        said: LowMiddleHigh = getattr(self._examples, dimension)
        return "\n".join(f"{mark}: “{words}”" for mark, words in said.items())

    def text(self, name: str) -> str:
        """A prompt exactly as its file has it, with its slots unfilled."""
        return self._texts[name]

    def filled(self, name: str, words: Mapping[str, str]) -> str:
        """Fills a prompt's slots in one pass, so that slots in the inserted words are left alone; raises DataError."""
        unknown = set(SLOT.findall(self._texts[name])) - set(words)
        if unknown:
            raise DataError(
                f"The prompt '{name}' uses an unknown placeholder, {{{sorted(unknown)[0]}}}. "
                f"Available: {', '.join(sorted(words))}."
            )
        return SLOT.sub(lambda match: words[match[1]], self._texts[name])


def fenced(text: str) -> str:
    """Puts words between two unpredictable lines, so that nothing in them can end the quotation."""
    fence = f"====== words of the candidate {secrets.token_hex(4)} ======"
    return f"{fence}\n{text}\n{fence}"
