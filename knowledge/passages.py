"""Guidance documents as passages: a Markdown file cut at its headings."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
ASKED = "> asked as:"
"""Begins a line with the words in which people ask for the passage above it."""
KINDS = ("principle", "pitfall", "probe", "example", "practice")
DIMENSIONS = ("context", "impact", "ownership", "mitigation", "growth")


class KnowledgeError(Exception):
    """Guidance cannot be read, kept or found; the message says what to do."""


@dataclass(frozen=True)
class Passage:
    """A piece of guidance that stands on its own; `dimension` is None where it is about the whole question."""

    source: str
    heading: str
    dimension: str | None
    kind: str
    text: str
    part: str = ""
    """What a probe asks after: a part of the dimension, as the rubric calls it."""
    asked: str = ""
    """How people ask for it, in words that it does not use itself; goes into its vector only."""
    own: bool = False
    """Whether it comes from a document of the person's own."""

    @property
    def id(self) -> str:
        """The same for the same words in the same place, whatever dimension they are found to be about."""
        parts = (self.source, self.heading, f"{self.kind}:{self.part}", self.text, self.asked)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def read_corpus(folder: Path = CORPUS) -> list[Passage]:
    """The passages of every Markdown file in a folder, in order; raises KnowledgeError naming file and line."""
    return [passage for path in sorted(folder.glob("*.md")) for passage in read_markdown(path)]


def read_markdown(path: Path) -> list[Passage]:
    """Cuts a file at its headings: `#` its title, `##` the kind, `###` a passage; "Probe: size" says what it asks after.

    A file called after a dimension is about that dimension.
    """
    passages: list[Passage] = []
    dimension = path.stem if path.stem in DIMENSIONS else None
    title, kind, part = path.stem, "", ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        marks, _, words = line.partition(" ")
        if marks == "#":
            title = words.strip()
        elif marks == "##":
            kind, _, part = (piece.strip() for piece in words.lower().partition(":"))
            if kind not in KINDS:
                raise KnowledgeError(f"{path}, line {number}: '## {words}' must be one of: {', '.join(KINDS)}.")
        elif marks == "###":
            if not kind:
                raise KnowledgeError(f"{path}, line {number}: put '## ' and a kind before it: {', '.join(KINDS)}.")
            passages.append(Passage(title, words.strip(), dimension, kind, "", part))
        elif line.strip():
            if not passages:
                raise KnowledgeError(f"{path}, line {number}: put '### ' and a heading before the text.")
            if line.startswith(ASKED):
                passages[-1] = replace(passages[-1], asked=line.removeprefix(ASKED).strip())
                continue
            text = f"{passages[-1].text} {line.strip()}".strip()
            passages[-1] = replace(passages[-1], text=text)
    return passages
