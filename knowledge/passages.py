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
    place: int = 0
    """Where in its source it stands, for reading in order."""

    @property
    def embedded(self) -> str:
        """What its vector is made of; the heading counts twice."""
        return f"{self.heading} {self.heading} {self.text} {self.asked}"

    @property
    def id(self) -> str:
        """The same for the same words in the same place, whoever reads them."""
        parts = (self.source, self.dimension or "", self.heading, f"{self.kind}:{self.part}", self.text, self.asked)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def read_corpus(folder: Path = CORPUS) -> list[Passage]:
    """The passages of every Markdown file in a folder, in order; raises KnowledgeError naming file and line."""
    return [passage for path in sorted(folder.glob("*.md")) for passage in read_markdown(path)]


def read_markdown(path: Path) -> list[Passage]:
    """Cuts a file at its headings: `#` its title, `##` the kind, `###` a passage; "Probe: size" says what it asks after.

    A file called after a dimension is about that dimension. A line that begins with "> asked as:" holds for the passage above
    it, or for all passages of a kind when it stands right under the kind.
    """
    passages: list[Passage] = []
    dimension = path.stem if path.stem in DIMENSIONS else None
    title, section = path.stem, Passage(path.stem, "", dimension, "", "")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        marks, _, words = (piece.strip() for piece in line.partition(" "))
        current = passages[-1] if passages and section.heading else None
        if marks == "#":
            title = words
        elif marks == "##":
            kind, part = _kind(words, f"{path}, line {number}")
            section = Passage(title, "", dimension, kind, "", part)
        elif marks == "###":
            if not section.kind:
                raise KnowledgeError(f"{path}, line {number}: put '## ' and a kind before it: {', '.join(KINDS)}.")
            section = replace(section, heading=words, place=number)
            passages.append(section)
        elif line.startswith(ASKED) and current is None:
            section = replace(section, asked=line.removeprefix(ASKED).strip())
        elif line.startswith(ASKED) and current is not None:
            passages[-1] = replace(current, asked=f"{current.asked} {line.removeprefix(ASKED).strip()}".strip())
        elif line.strip() and current is None:
            raise KnowledgeError(f"{path}, line {number}: put '### ' and a heading before the text.")
        elif line.strip() and current is not None:
            passages[-1] = replace(current, text=f"{current.text} {line.strip()}".strip())
    return passages


def _kind(words: str, where: str) -> tuple[str, str]:
    """The kind that a second heading names, and the part after its colon."""
    kind, _, part = (piece.strip() for piece in words.lower().partition(":"))
    if kind not in KINDS:
        raise KnowledgeError(f"{where}: '## {words}' must be one of: {', '.join(KINDS)}.")
    return kind, part
