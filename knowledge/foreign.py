"""Reads documents with third-party libraries, which can hang or fail in any way, in a process that can be killed."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from knowledge.errors import KnowledgeError

FOREIGN = (".html", ".htm", ".pdf")
LONGEST_S = 20.0
"""How long reading a document may take."""
HEADING_WORDS = 12
Block = tuple[bool, str]
"""Whether the block is a heading, and its text."""


def read_by_a_child(path: Path) -> list[Block]:
    """Reads a document's blocks with third-party code, in a process that is killed if it takes too long."""
    command = [sys.executable, "-m", "knowledge.foreign", str(path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, timeout=LONGEST_S, encoding="utf-8", errors="replace"
        )
    except subprocess.TimeoutExpired:
        raise KnowledgeError(f"{path}: takes longer than {LONGEST_S:.0f} s to read; add only the part that matters.") from None
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it crashes the program that reads it"])[-1]
        raise KnowledgeError(f"{path}: cannot be read ({why}).")
    return [(bool(heading), str(words)) for heading, words in json.loads(done.stdout)]


def text_blocks(text: str) -> Iterator[Block]:
    """Splits text into blocks; a heading starts with # or is a short line by itself that does not end like a sentence."""
    for paragraph in re.split(r"\n\s*\n|\n(?=#)|(?<=\n)(?=[-*] )", text.replace("\r\n", "\n")):
        lines = paragraph.strip().splitlines()
        while lines and lines[0].startswith("#"):
            yield True, lines.pop(0).lstrip("# ")
        words = " ".join(line.strip() for line in lines).strip()
        if words:
            short = len(lines) == 1 and len(words.split()) <= HEADING_WORDS
            yield short and not re.search(r"[.!?:;,”\"]$|^[-*\d]", words), words


def _html_blocks(text: str) -> Iterator[Block]:
    """Converts a page to text with Markdown-style headings before splitting it, so that unclosed tags do no harm."""
    from bs4 import BeautifulSoup

    page = BeautifulSoup(text, "html.parser")
    for hidden in page(["script", "style", "nav", "footer", "template", "noscript", "title"]):
        hidden.decompose()
    for heading in page(["h1", "h2", "h3", "h4", "h5", "h6"]):
        heading.replace_with(f"\n\n# {heading.get_text(' ', strip=True)}\n\n")
    for block in page(["p", "li", "br", "div", "blockquote", "tr", "td", "dd", "pre"]):
        block.insert_before("\n\n")
    yield from text_blocks(page.get_text())


def _pdf_blocks(path: Path) -> Iterator[Block]:
    from pypdf import PdfReader

    document = PdfReader(path)
    if document.is_encrypted:
        raise ValueError("it is encrypted; save it without a password")
    for number, page in enumerate(document.pages, start=1):
        yield True, f"page {number}"
        for _, words in text_blocks(page.extract_text()):
            yield False, words


def main(path: Path) -> None:
    """Prints the blocks of a document as JSON, or exits with a message that says what is wrong with it."""
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
