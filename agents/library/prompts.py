"""Prompts as named Markdown files: the built-in ones, and a person's own in their place."""

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
    """What each dimension sounds like at a low, a middle and a high mark."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    context: LowMiddleHigh
    impact: LowMiddleHigh
    ownership: LowMiddleHigh
    mitigation: LowMiddleHigh
    growth: LowMiddleHigh


def prompt_path(file: str, user_folder: Path | None) -> Path:
    """Where a file of the prompts is read from; raises DataError saying where it was looked for."""
    folders = [folder / "prompts" for folder in (user_folder, BUILT_IN) if folder is not None]
    for folder in folders:
        if (path := folder / file).is_file():
            return path
    raise DataError(f"Prompt file {file} not found. Looked in: {', '.join(map(str, folders))}.")


class Prompts:
    """The prompts that hold here; raises DataError where a file is missing or wrong."""

    def __init__(self, user_folder: Path | None = None) -> None:
        self._texts = {name: prompt_path(f"{name}.md", user_folder).read_text(encoding="utf-8").strip() for name in NAMES}
        self._examples = load(prompt_path("examples.toml", user_folder), Examples)

    @property
    def version(self) -> str:
        """Changes with any word of any prompt; it is kept with each session."""
        words = [*(self._texts[name] for name in NAMES), self._examples.model_dump_json()]
        return sha256("\x1f".join(words).encode()).hexdigest()[:8]

    def examples(self, dimension: Dimension) -> str:
        """The examples of a dimension, a line a mark."""
        said: LowMiddleHigh = getattr(self._examples, dimension)
        return "\n".join(f"{mark}: “{words}”" for mark, words in said.items())

    def text(self, name: str) -> str:
        """A prompt as its file has it, slots and all."""
        return self._texts[name]

    def filled(self, name: str, words: Mapping[str, str]) -> str:
        """A prompt with its slots filled in one pass, so that no slot in anybody's words is filled again; raises DataError."""
        unknown = set(SLOT.findall(self._texts[name])) - set(words)
        if unknown:
            raise DataError(
                f"The prompt '{name}' uses an unknown placeholder, {{{sorted(unknown)[0]}}}. "
                f"Available: {', '.join(sorted(words))}."
            )
        return SLOT.sub(lambda match: words[match[1]], self._texts[name])


def fenced(text: str) -> str:
    """Somebody's words between two lines that nobody can know beforehand, so that nothing in them ends the quotation."""
    fence = f"====== words of the candidate {secrets.token_hex(4)} ======"
    return f"{fence}\n{text}\n{fence}"
