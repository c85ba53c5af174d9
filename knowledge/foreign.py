"""Documents that libraries read, which can take for ever or fail in any way: in a process that can be ended."""

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
"""How long a document may take to be read."""
HEADING_WORDS = 12
Block = tuple[bool, str]
"""Whether it is a heading, and its text."""


def read_by_a_child(path: Path) -> list[Block]:
    """The blocks of a document that somebody else's code reads, in a process that is ended when it takes too long."""
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
