"""Prompts as named Markdown files: the built-in ones, and a person's own in their place."""

import re
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from agents.library import DataError

BUILT_IN = Path(__file__).parent / "prompts"
SLOT = re.compile(r"\{(\w+)\}")
NAMES = ("interviewer", "note", "dimension", "red-flags", "candidate")


def prompt_path(name: str, user_folder: Path | None) -> Path:
    """Where a prompt is read from; raises DataError saying where it was looked for."""
    folders = [folder / "prompts" for folder in [user_folder] if folder is not None] + [BUILT_IN]
    for folder in folders:
        if (path := folder / f"{name}.md").is_file():
            return path
    raise DataError(f"There is no prompt '{name}': looked for {name}.md in {', '.join(map(str, folders))}.")


class Prompts:
    """The prompts that hold here."""

    def __init__(self, user_folder: Path | None = None) -> None:
        self._texts = {name: prompt_path(name, user_folder).read_text(encoding="utf-8").strip() for name in NAMES}

    @property
    def version(self) -> str:
        """Changes with any word of any prompt; it is kept with each session."""
        return sha256("\x1f".join(self._texts[name] for name in NAMES).encode()).hexdigest()[:8]

    def text(self, name: str) -> str:
        """A prompt as its file has it, slots and all."""
        return self._texts[name]

    def filled(self, name: str, words: Mapping[str, str]) -> str:
        """A prompt with its slots filled in one pass, so that no slot in anybody's words is filled again; raises DataError."""
        unknown = set(SLOT.findall(self._texts[name])) - set(words)
        if unknown:
            raise DataError(f"The prompt '{name}' has a slot {{{sorted(unknown)[0]}}}; there are: {', '.join(sorted(words))}.")
        return SLOT.sub(lambda match: words[match[1]], self._texts[name])


def fenced(text: str) -> str:
    """Somebody's words between two lines that nobody can know beforehand, so that nothing in them ends the quotation."""
    fence = f"====== words of the candidate {secrets.token_hex(4)} ======"
    return f"{fence}\n{text}\n{fence}"
