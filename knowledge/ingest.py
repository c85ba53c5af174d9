"""Brings the guidance store up to the corpus: adds what is missing, removes what is gone, touches nothing else."""

from pathlib import Path

from filelock import FileLock

from knowledge.chroma import Store
from knowledge.passages import CORPUS, read_corpus


def open_guidance(folder: Path, corpus: Path = CORPUS) -> Store:
    """The store in that folder, holding the corpus; one program ingests at a time.

    Passages are known by their content, so an interrupted ingest is simply finished here.
    """
    passages = {passage.id: passage for passage in read_corpus(corpus)}
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "ingest.lock"):
        store = Store(folder)
        there = store.ids()
        store.put([passages[i] for i in passages if i not in there])
        store.drop(there - set(passages))
    return store
