"""Documents of a person's own as passages: Markdown, plain text, HTML and PDF, cut to a length that one can quote."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.passages import DIMENSIONS, KINDS, Passage, read_markdown

SUFFIXES = (".md", ".txt", ".html", ".htm", ".pdf")
LARGEST_BYTES = 20_000_000
PASSAGE_WORDS = 90
"""How many words a passage holds, unless a single sentence has more."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
HEADING_WORDS = 12
Block = tuple[bool, str]
"""Whether it is a heading, and its text."""


def read_document(path: Path) -> list[Passage]:
    """The passages of one file; raises KnowledgeError, saying what is wrong with it."""
    if path.suffix.lower() not in SUFFIXES:
        raise KnowledgeError(f"{path}: cannot be read; give one of {', '.join(SUFFIXES)}.")
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise KnowledgeError(f"{path}: is larger than {LARGEST_BYTES // 1_000_000} MB; give the part that matters.")
        if path.suffix == ".md" and (kept := _like_the_corpus(path)):
            return kept
        blocks = list(_blocks(path))
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}.") from None
    source = f"your {path.name}"
    passages = list(_passages(source, blocks)) or list(_passages(source, [(False, words) for _, words in blocks]))
    if not passages:
        raise KnowledgeError(f"{path}: there is no text in it.")
    return passages


def _like_the_corpus(path: Path) -> list[Passage]:
    """The passages of a Markdown file that is written as ours are, with kinds as its second headings; else none."""
    kinds = re.findall(r"^## +(\w+)", path.read_text(encoding="utf-8"), re.M)
    ours = bool(kinds) and all(kind.lower() in KINDS for kind in kinds)
    return [replace(passage, own=True, source=f"your {path.name}") for passage in read_markdown(path)] if ours else []


def _blocks(path: Path) -> Iterator[Block]:
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        yield from _pdf_blocks(path)
    elif suffix in (".html", ".htm"):
        yield from _html_blocks(path.read_text(encoding="utf-8"))
    else:
        yield from _text_blocks(path.read_text(encoding="utf-8"))


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
    from pypdf.errors import PyPdfError

    try:
        for number, page in enumerate(PdfReader(path).pages, start=1):
            yield True, f"page {number}"
            for _, words in _text_blocks(page.extract_text()):
                yield False, words
    except (PyPdfError, ValueError, KeyError, RecursionError, NotImplementedError) as error:
        raise KnowledgeError(f"{path}: is no PDF that can be read ({error}).") from None


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
