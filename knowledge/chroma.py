"""Passages in a persistent Chroma collection; the only module that knows Chroma."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings
from chromadb.errors import NotFoundError

from knowledge.embed import NAME, embed
from knowledge.passages import KnowledgeError, Passage

COLLECTION = f"guidance-{NAME}-2"
"""Named by embedding and layout: Chroma takes a changed embedding under an old name without a word."""


@dataclass(frozen=True)
class Hit:
    """A passage that was found; `score` is the cosine similarity to the query, -1 to 1."""

    passage: Passage
    score: float


class Store:
    """The guidance collection in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._client = chromadb.PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False))
            self._collection = self._open()
        except Exception as error:
            raise KnowledgeError(
                f"The guidance in {folder} cannot be opened ({error}): remove that folder and start again."
            ) from error

    def _open(self) -> Any:
        return self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _call(self, method: str, **arguments: Any) -> Any:
        """Calls the collection, and opens it anew where another program has replaced it meanwhile."""
        try:
            return getattr(self._collection, method)(**arguments)
        except NotFoundError:
            self._collection = self._open()
            return getattr(self._collection, method)(**arguments)

    def ids(self) -> set[str]:
        """The ids of the passages that are there."""
        return set(self._call("get", include=[])["ids"])

    def put(self, passages: list[Passage]) -> None:
        """Adds passages, or replaces those of the same id."""
        if passages:
            self._call(
                "upsert",
                ids=[p.id for p in passages],
                documents=[p.text for p in passages],
                embeddings=embed([f"{p.heading} {p.heading} {p.text}" for p in passages]),
                metadatas=[
                    {"source": p.source, "heading": p.heading, "dimension": p.dimension or "", "kind": p.kind, "part": p.part}
                    for p in passages
                ],
            )

    def drop(self, ids: set[str]) -> None:
        """Removes passages."""
        if ids:
            self._call("delete", ids=sorted(ids))

    def all(self) -> list[Passage]:
        """Every passage, by source and heading."""
        got = self._call("get", include=["documents", "metadatas"])
        found = [_passage(text, meta) for text, meta in zip(got["documents"], got["metadatas"], strict=True)]
        return sorted(found, key=lambda p: (p.source, p.kind, p.heading))

    def search(
        self, query: str, *, dimension: str | None = None, part: str | None = None, kinds: tuple[str, ...] = (), k: int = 3
    ) -> list[Hit]:
        """The k passages nearest to the query, best first."""
        clauses: list[Any] = [{name: value} for name, value in (("dimension", dimension), ("part", part)) if value]
        if kinds:
            clauses.append({"kind": {"$in": [*kinds]}})
        where = {"$and": clauses} if len(clauses) > 1 else (clauses[0] if clauses else None)
        got = self._call(
            "query",
            query_embeddings=embed([query]),
            n_results=k,
            where=where,
            include=["documents", "metadatas", "distances"],
        )
        rows = zip(got["documents"][0], got["metadatas"][0], got["distances"][0], strict=True)
        return [Hit(_passage(text, meta), round(1 - distance, 4)) for text, meta, distance in rows]


def _passage(text: str, meta: dict[str, str]) -> Passage:
    return Passage(meta["source"], meta["heading"], meta["dimension"] or None, meta["kind"], text, meta["part"])
