"""Splits the user's own documents (Markdown, plain text, HTML and PDF) into passages short enough to quote."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.foreign import FOREIGN, Block, read_by_a_child, text_blocks
from knowledge.passages import DIMENSIONS, KINDS, Passage, read_markdown

SUFFIXES = (".md", ".txt", ".html", ".htm", ".pdf")
LARGEST_BYTES = 20_000_000
MOST_PASSAGES = 3_000
"""The most that one document may contain, about the length of two novels."""
PASSAGE_WORDS = 90
"""The most words in a passage, unless a single sentence has more."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def read_document(path: Path) -> list[Passage]:
    """Reads the passages of one file; raises KnowledgeError, which says what is wrong with it."""
    shown = os.fsencode(path).decode("utf-8", "replace")
    if path.suffix.lower() not in SUFFIXES and path.is_file():
        raise KnowledgeError(f"{shown}: this type of file is not supported; use one of {', '.join(SUFFIXES)}.")
    if shown != str(path):
        raise KnowledgeError(f"{shown}: the file name is not valid UTF-8; rename it.")
    try:
        if not path.is_file():
            what = "is not a file; choose a document" if path.exists() else "does not exist; check the path"
            raise KnowledgeError(f"{path}: {what}.")
        if path.stat().st_size > LARGEST_BYTES:
            raise KnowledgeError(f"{path}: larger than {LARGEST_BYTES // 1_000_000} MB; add only the part that matters.")
        if path.suffix == ".md" and (kept := _like_the_corpus(path)):
            return kept
        blocks = list(
            read_by_a_child(path) if path.suffix.lower() in FOREIGN else text_blocks(path.read_text(encoding="utf-8-sig"))
        )
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}.") from None
    source = f"your {path.name}"
    passages = list(_passages(source, blocks)) or list(_passages(source, [(False, words) for _, words in blocks]))
    if not passages:
        raise KnowledgeError(f"{path}: contains no text.")
    if len(passages) > MOST_PASSAGES:
        raise KnowledgeError(f"{path}: longer than the limit of {MOST_PASSAGES:,} passages; add only the part that matters.")
    return passages


def _like_the_corpus(path: Path) -> list[Passage]:
    """The passages of a Markdown file written like ours, with kinds as its second-level headings; none for any other file."""
    kinds = re.findall(r"^## +(\w+)", path.read_text(encoding="utf-8"), re.M)
    ours = bool(kinds) and all(kind.lower() in KINDS for kind in kinds)
    return [replace(passage, own=True, source=f"your {path.name}") for passage in read_markdown(path)] if ours else []


def _passages(source: str, blocks: list[Block]) -> Iterator[Passage]:
    """Joins the sentences under a heading into passages; a heading that names a dimension makes them about that dimension."""
    heading, text, place = "", "", 0
    for is_heading, block in [*blocks, (True, "")]:
        words = " ".join("".join(c if c.isprintable() else " " for c in block).split())
        for sentence in [words] if is_heading else SENTENCE_END.split(words):
            if text and (is_heading or len(f"{text} {sentence}".split()) > PASSAGE_WORDS):
                dimension = next((d for d in DIMENSIONS if d in heading.lower()), None)
                yield Passage(source, heading or _opening(text), dimension, "principle", text, own=True, place=place)
                text, place = "", place + 1
            if is_heading:
                heading = words
            else:
                text = f"{text} {sentence}".strip()


def _opening(text: str) -> str:
    """The first words of a text, in place of a missing heading."""
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
