"""Splits guidance documents, which are Markdown files, into passages at their headings."""

import hashlib
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.errors import KnowledgeError

CORPUS = Path(__file__).parent / "corpus"
KINDS = ("principle", "pitfall", "probe", "example", "practice")
ASKED_AT_A_TIME = 14
"""Ways of asking per entry: as many as can be grouped and still be found as well as singly, in an eighth of the entries."""
DIMENSIONS = ("context", "impact", "ownership", "mitigation", "growth")


@dataclass(frozen=True)
class Passage:
    """A piece of guidance that stands on its own; `dimension` is None if it is about the whole question."""

    source: str
    heading: str
    dimension: str | None
    kind: str
    text: str
    part: str = ""
    """What a probe asks about: a part of the dimension, under its name in the rubric."""
    asked: tuple[str, ...] = ()
    """How people ask for it, in words that the passage itself does not use."""
    own: bool = False
    """Whether it comes from one of the user's own documents."""
    place: int = 0
    """Its position in the source, for reading in order."""

    @property
    def entries(self) -> tuple[str, ...]:
        """What search matches: all its words together, with the heading twice, and the ways of asking for it in groups."""
        together = (" ".join(self.asked[k : k + ASKED_AT_A_TIME]) for k in range(0, len(self.asked), ASKED_AT_A_TIME))
        return " ".join((self.heading, self.heading, self.text, *self.asked)), *together

    @property
    def id(self) -> str:
        """A hash of the content, so that the same words in the same place have the same id on every machine."""
        parts = (self.source, self.dimension or "", self.heading, f"{self.kind}:{self.part}", self.text, *self.asked)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def read_corpus(folder: Path = CORPUS) -> list[Passage]:
    """Reads the passages of every Markdown file in a folder, in order; raises KnowledgeError, which names the file and line.

    A file `asked.toml` next to them lists the ways people ask for each passage, by file and heading.
    """
    path = folder / "asked.toml"
    try:
        asked = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{path}: not valid TOML: {error}.") from None
    return [
        replace(passage, asked=tuple(asked.get(file.stem, {}).get(passage.heading, ())))
        for file in sorted(folder.glob("*.md"))
        for passage in read_markdown(file)
    ]


def read_markdown(path: Path) -> list[Passage]:
    """Splits a file at its headings: `#` its title, `##` the kind, `###` a passage; "Probe: size" is a probe about size.

    A file named after a dimension is about that dimension.
    """
    passages: list[Passage] = []
    dimension = path.stem if path.stem in DIMENSIONS else None
    title, section = path.stem, Passage(path.stem, "", dimension, "", "")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        marks, _, words = (piece.strip() for piece in line.partition(" "))
        if marks == "#":
            title = words
        elif marks == "##":
            kind, part = _kind(words, f"{path}, line {number}")
            section = Passage(title, "", dimension, kind, "", part)
        elif marks == "###":
            if not section.kind:
                raise KnowledgeError(
                    f"{path}, line {number}: add a line above this with '## ' and one of these kinds: {', '.join(KINDS)}."
                )
            section = replace(section, heading=words, place=number)
            passages.append(section)
        elif line.strip():
            if not section.heading:
                raise KnowledgeError(f"{path}, line {number}: add a line with '### ' and a heading above the text.")
            passages[-1] = replace(passages[-1], text=f"{passages[-1].text} {line.strip()}".strip())
    return passages


def _kind(words: str, where: str) -> tuple[str, str]:
    """The kind that a second-level heading names, and the part after its colon."""
    kind, _, part = (piece.strip() for piece in words.lower().partition(":"))
    if kind not in KINDS:
        raise KnowledgeError(f"{where}: '## {words}' must be one of: {', '.join(KINDS)}.")
    return kind, part
