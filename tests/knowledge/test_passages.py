"""The corpus: Markdown cut at its headings, whole, and wrong files named by line."""

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.passages import DIMENSIONS, KINDS, read_corpus, read_markdown


def test_every_dimension_has_every_kind_it_needs() -> None:
    there = {(passage.dimension, passage.kind) for passage in read_corpus()}
    assert {(d, kind) for d in DIMENSIONS for kind in ("principle", "pitfall", "probe")} <= there
    assert set(KINDS) == {kind for _, kind in there}


def test_passages_are_short_enough_to_be_read_in_passing() -> None:
    passages = read_corpus()
    assert len({passage.id for passage in passages}) == len(passages)
    assert all(3 <= len(passage.text.split()) <= 200 for passage in passages)
    assert all("?" in passage.text for passage in passages if passage.kind == "probe")


@pytest.mark.parametrize(
    ("text", "line"),
    [("Words first.", 1), ("# T\n\n### A\nx", 3), ("# T\n## nonsense\n", 2), ("# T\n## probe\nx", 3)],
)
def test_a_wrong_document_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "growth.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"growth.md, line {line}: "):
        read_markdown(path)
