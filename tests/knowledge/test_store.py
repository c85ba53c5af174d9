"""The guidance store: found by meaning, kept across starts, mended after an interruption."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.chroma import Store
from knowledge.embed import local
from knowledge.errors import KnowledgeError
from knowledge.ingest import open_guidance
from knowledge.passages import read_corpus

DOCUMENT = """# Mine

## principle

### Tell them early

Those who are hurt should hear it from you, and soon.

## probe

### Who knew

Who heard about it first?
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "mitigation.md").write_text(DOCUMENT, encoding="utf-8")
    return folder


def test_a_passage_is_found_by_words_like_its_own(tmp_path: Path) -> None:
    store = open_guidance(tmp_path / "store")
    best = store.search("who was told about it, and how early?", dimension="mitigation", k=3)
    assert all(hit.passage.dimension == "mitigation" for hit in best)
    assert [hit.score for hit in best] == sorted((hit.score for hit in best), reverse=True)
    assert len(store.search("x", k=5000)) == len(read_corpus())


def test_kinds_can_be_chosen(tmp_path: Path) -> None:
    store = open_guidance(tmp_path / "store")
    assert {hit.passage.kind for hit in store.search("what changed?", kinds=("probe",), k=5)} == {"probe"}


def test_a_second_start_adds_nothing_and_a_changed_document_replaces_its_passages(tmp_path: Path, corpus: Path) -> None:
    first = open_guidance(tmp_path / "store", corpus=corpus)
    ids = first.ids()
    assert open_guidance(tmp_path / "store", corpus=corpus).ids() == ids
    (corpus / "mitigation.md").write_text(DOCUMENT.replace("and soon", "at once"), encoding="utf-8")
    changed = open_guidance(tmp_path / "store", corpus=corpus)
    assert len(changed.ids()) == len(ids) == 2
    assert "at once" in changed.search("hear it from you", kinds=("principle",), k=1)[0].passage.text


def test_an_interrupted_ingest_is_finished_at_the_next_start(tmp_path: Path, corpus: Path) -> None:
    whole = open_guidance(tmp_path / "store", corpus=corpus)
    whole.drop(set(sorted(whole.ids())[:1]))
    assert len(open_guidance(tmp_path / "store", corpus=corpus).ids()) == 2


def test_a_collection_that_another_program_replaced_is_opened_anew(tmp_path: Path, corpus: Path) -> None:
    store = open_guidance(tmp_path / "store", corpus=corpus)
    store._client.delete_collection(store._collection.name)
    assert store.ids() == set()


def test_a_damaged_store_is_made_anew(tmp_path: Path, corpus: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"this is no database at all" * 100)
    store = open_guidance(folder, corpus=corpus)
    assert len(store.ids()) == 2
    assert len(open_guidance(folder, corpus=corpus).ids()) == 2


def test_the_embedding_is_deterministic_and_nearer_the_more_rare_words_are_shared() -> None:
    texts = ["We lost three customers.", "Nobody was told.", "We were told on Monday.", ""]
    embedding = local(texts[:3])
    vectors = embedding.embed(texts)
    assert np.array_equal(vectors, local(texts[:3]).embed(texts))
    assert not vectors[3].any()
    near = vectors @ embedding.ask("the LOST customer")
    assert np.argmax(near) == 0
    assert near[0] > 2 * max(near[1:])
    assert np.linalg.norm(embedding.ask("the LOST customer")) == pytest.approx(1)
    assert not embedding.ask("").any()


def test_a_passage_is_found_by_the_ways_in_which_people_ask_for_it(tmp_path: Path, corpus: Path) -> None:
    (corpus / "asked.toml").write_text(
        '[mitigation]\n"Tell them early" = ["should i ring the clients myself"]\n', encoding="utf-8"
    )
    store = open_guidance(tmp_path / "store", corpus=corpus)
    assert store.search("ring clients", k=1)[0].passage.heading == "Tell them early"
    assert len(store.all()) == 2
    (corpus / "asked.toml").write_text("[mitigation\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"asked\.toml: not valid TOML"):
        open_guidance(tmp_path / "store", corpus=corpus)


@pytest.mark.parametrize("damage", ["truncated", "gone", "garbled"])
def test_a_store_with_a_damaged_index_answers_again_at_the_next_start(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "store"
    open_guidance(folder)
    for path in [p for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock"]:
        if damage == "gone" and path.suffix != ".sqlite3":
            path.unlink()
        elif damage == "truncated":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
        elif damage == "garbled":
            path.write_bytes(bytes(reversed(path.read_bytes())))
    Store.forget_clients()
    assert open_guidance(folder).search("whom did you tell?", dimension="mitigation", k=1)[0].passage.dimension == "mitigation"
