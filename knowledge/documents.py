"""Documents of a person's own as passages: Markdown, plain text, HTML and PDF, cut to a length that one can quote."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.passages import DIMENSIONS, KINDS, Passage, read_markdown

SUFFIXES = (".md", ".txt", ".html", ".htm", ".pdf")
FOREIGN = (".html", ".htm", ".pdf")
"""Kinds that libraries read, which can take for ever or fail in any way."""
LARGEST_BYTES = 20_000_000
LONGEST_S = 20.0
"""How long a foreign document may take to be read."""
MOST_PASSAGES = 3_000
"""What one document may hold: about the length of two novels."""
PASSAGE_WORDS = 90
"""How many words a passage holds, unless a single sentence has more."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
HEADING_WORDS = 12
Block = tuple[bool, str]
"""Whether it is a heading, and its text."""


def read_document(path: Path) -> list[Passage]:
    """The passages of one file; raises KnowledgeError, saying what is wrong with it."""
    shown = os.fsencode(path).decode("utf-8", "replace")
    if path.suffix.lower() not in SUFFIXES:
        raise KnowledgeError(f"{shown}: cannot be read; give one of {', '.join(SUFFIXES)}.")
    if shown != str(path):
        raise KnowledgeError(f"{shown}: its name is not UTF-8; rename it.")
    try:
        if not path.is_file():
            what = "is no file; give a document" if path.exists() else "is not there; check its path"
            raise KnowledgeError(f"{path}: {what}.")
        if path.stat().st_size > LARGEST_BYTES:
            raise KnowledgeError(f"{path}: is larger than {LARGEST_BYTES // 1_000_000} MB; give the part that matters.")
        if path.suffix == ".md" and (kept := _like_the_corpus(path)):
            return kept
        blocks = list(
            _in_a_child(path) if path.suffix.lower() in FOREIGN else _text_blocks(path.read_text(encoding="utf-8-sig"))
        )
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}.") from None
    source = f"your {path.name}"
    passages = list(_passages(source, blocks)) or list(_passages(source, [(False, words) for _, words in blocks]))
    if not passages:
        raise KnowledgeError(f"{path}: there is no text in it.")
    if len(passages) > MOST_PASSAGES:
        raise KnowledgeError(
            f"{path}: is longer than the {MOST_PASSAGES:,} passages that are kept; give the part that matters."
        )
    return passages


def _in_a_child(path: Path) -> list[Block]:
    """The blocks of a document that somebody else's code reads, in a process that is ended when it takes too long."""
    command = [sys.executable, "-m", "knowledge.documents", str(path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, timeout=LONGEST_S, encoding="utf-8", errors="replace"
        )
    except subprocess.TimeoutExpired:
        raise KnowledgeError(f"{path}: takes longer than {LONGEST_S:.0f} s to read; give the part that matters.") from None
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it ends the program that reads it"])[-1]
        raise KnowledgeError(f"{path}: cannot be read ({why}).")
    return [(bool(heading), str(words)) for heading, words in json.loads(done.stdout)]


def _like_the_corpus(path: Path) -> list[Passage]:
    """The passages of a Markdown file that is written as ours are, with kinds as its second headings; else none."""
    kinds = re.findall(r"^## +(\w+)", path.read_text(encoding="utf-8"), re.M)
    ours = bool(kinds) and all(kind.lower() in KINDS for kind in kinds)
    return [replace(passage, own=True, source=f"your {path.name}") for passage in read_markdown(path)] if ours else []


def _text_blocks(text: str) -> Iterator[Block]:
    """Paragraphs; a heading is marked by # or is a short line by itself that does not end as a sentence does."""
    for paragraph in re.split(r"\n\s*\n|\n(?=#)|(?<=\n)(?=[-*] )", text.replace("\r\n", "\n")):
        lines = paragraph.strip().splitlines()
        while lines and lines[0].startswith("#"):
            yield True, lines.pop(0).lstrip("# ")
        words = " ".join(line.strip() for line in lines).strip()
        if words:
            short = len(lines) == 1 and len(words.split()) <= HEADING_WORDS
            yield short and not re.search(r"[.!?:;,”\"]$|^[-*\d]", words), words


def _html_blocks(text: str) -> Iterator[Block]:
    """The page's text with its headings marked as in Markdown, so that unclosed tags do no harm."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(text, "html.parser")
    for hidden in page(["script", "style", "nav", "footer", "template", "noscript", "title"]):
        hidden.decompose()
    for heading in page(["h1", "h2", "h3", "h4", "h5", "h6"]):
        heading.replace_with(f"\n\n# {heading.get_text(' ', strip=True)}\n\n")
    for block in page(["p", "li", "br", "div", "blockquote", "tr", "td", "dd", "pre"]):
        block.insert_before("\n\n")
    yield from _text_blocks(page.get_text())


def _pdf_blocks(path: Path) -> Iterator[Block]:
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(path).pages, start=1):
        yield True, f"page {number}"
        for _, words in _text_blocks(page.extract_text()):
            yield False, words


def _passages(source: str, blocks: list[Block]) -> Iterator[Passage]:
    """Sentences under one heading put together until they are long enough; a heading that names a dimension is about it."""
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
    """The first words of a text without a heading."""
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def main(path: Path) -> None:
    """Prints the blocks of a foreign document as JSON, or ends with what is wrong with it."""
    logging.disable()
    try:
        if path.suffix.lower() == ".pdf":
            blocks = list(_pdf_blocks(path))
        else:
            blocks = list(_html_blocks(path.read_text(encoding="utf-8-sig")))
        print(json.dumps(blocks))
    except UnicodeDecodeError:
        sys.exit("it is not UTF-8 text")
    except Exception as error:  # a library that reads anything can raise anything
        sys.exit(" ".join(str(error).split()) or type(error).__name__)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
